//! A scenario book of heavy tails, the same every time, and exposures.

use risk::scenarios::{encode, Header, Scenarios};
use risk::shortfall::Exposure;
use risk::MAX_ASSETS;

/// Rows of a full page.
pub(crate) const ROWS: usize = 767;
const WAD: i128 = 1_000_000_000_000_000_000;

/// Numbers that look random (Vigna 2014, splitmix64).
struct Random(u64);

impl Random {
    /// Within (-1, 1).
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64).mul_add(2.0_f64.powi(-52), -1.0)
    }

    /// Nearly normal: twelve uniform numbers.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() / 2.0
    }
}

/// A page: one factor that all assets share by 70 %, and a period's own unrest, shared too, which makes the tails
/// heavy.
pub(crate) fn page() -> Vec<u8> {
    let mut random = Random(7);
    let header = Header {
        assets: u16::MAX,
        period: 86_400,
        last: 1_750_000_000,
        previous: [0; 16],
    };
    let mut page = header.encode(ROWS).unwrap().to_vec();
    for _ in 0..ROWS {
        let unrest = random.uniform().abs().powi(4).mul_add(2.0, 0.6);
        let factor = random.normal();
        let row: [i16; MAX_ASSETS] = std::array::from_fn(|_| {
            let own = random.normal();
            let residual = unrest * 0.7_f64.mul_add(factor, 0.51_f64.sqrt() * own);
            (residual * 1_024.0).round() as i16
        });
        page.extend(encode(&row));
    }
    page
}

/// Exposures in the first assets, of 3 to 6 % of daily volatility; every second one short where there are hedges.
pub(crate) fn exposures(assets: u8, hedged: bool) -> Vec<Exposure> {
    let one = |asset| {
        let odd = i128::from(asset % 2);
        let size = (20_000 + 7_000 * i128::from(asset)) * WAD;
        Exposure {
            asset,
            usd: if hedged { size * (1 - 2 * odd) } else { size },
            scale: 30_000_000_000_000_000 + 2_000_000_000_000_000 * u128::from(asset),
            missing: 0,
        }
    };
    (0..assets).map(one).collect()
}

/// What the program takes.
pub(crate) fn bytes(exposures: &[Exposure], page: &[u8]) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(exposures.len()).unwrap()];
    for exposure in exposures {
        bytes.push(exposure.asset);
        bytes.extend(exposure.usd.to_le_bytes());
        bytes.extend(exposure.scale.to_le_bytes());
    }
    bytes.extend(page);
    bytes
}

/// The rows of a page.
pub(crate) fn scenarios(page: &[u8]) -> Scenarios<'_> {
    let page = risk::scenarios::Page::decode(page).unwrap();
    Scenarios::new(Some(page), &[], 0, 0).unwrap()
}
