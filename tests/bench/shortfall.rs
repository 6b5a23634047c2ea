//! Expected Shortfall of linear exposures. Bytes: how many, 33 for each (place of the asset, USD, scale), a page.

use risk::scenarios::{Page, Scenarios};
use risk::shortfall::{simulate, Exposure, Linear, Simulation};

const EACH: usize = 33;

fn run(
    times: u16,
    bytes: &[u8],
    then: impl Fn(&Scenarios<'_>, &[Exposure], &Simulation) -> u128,
) -> Option<u128> {
    let (count, bytes) = bytes.split_first()?;
    let count = usize::from(*count);
    let (table, page) = bytes.split_at_checked(count * EACH)?;
    let mut exposures = [Exposure::default(); 16];
    for (exposure, bytes) in exposures.iter_mut().zip(table.chunks_exact(EACH)) {
        exposure.asset = bytes[0];
        exposure.usd = i128::from_le_bytes(*bytes[1..].first_chunk()?);
        exposure.scale = u128::from_le_bytes(*bytes[17..].first_chunk()?);
    }
    let exposures = exposures.get(..count)?;
    let mut result = 0;
    for _ in 0..times {
        let scenarios = Scenarios::new(Some(Page::decode(page).ok()?), &[], 0, 0).ok()?;
        let simulation = simulate(&scenarios, exposures, 975_000_000_000_000_000).ok()?;
        result = then(&scenarios, exposures, &simulation);
    }
    Some(result)
}

pub(crate) fn simulation(times: u16, bytes: &[u8]) -> u128 {
    run(times, bytes, |_, _, simulation| simulation.shortfall).unwrap_or(0)
}

pub(crate) fn components(times: u16, bytes: &[u8]) -> u128 {
    let all = |scenarios: &Scenarios<'_>, exposures: &[Exposure], simulation: &Simulation| {
        let mut parts = [0; 16];
        let parts = &mut parts[..exposures.len()];
        let done = simulation.components::<Linear>(scenarios, exposures, &[], parts);
        done.map_or(0, |()| parts.iter().sum::<i128>().cast_unsigned())
    };
    run(times, bytes, all).unwrap_or(0)
}
