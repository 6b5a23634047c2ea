//! The whole margin against the exact model: never below it, and above it by rounding only.

use crate::engine_world::{Account, Dice, Ground};
use fixed::WAD;
use model::Real;
use vectors::Tally;

/// Portfolios of one market: the exact model does much of its work once per market.
const PER_MARKET: usize = 50;

/// The exact model's own error is below this, in units of the last digit, and relative.
const REFERENCE: f64 = 1e-25;

/// Relative error above, and USD above where a figure is below a cent.
pub(crate) fn note(tally: &mut Tally, dust: &mut Tally, got: u128, exact: Real) {
    let above = Real::unsigned_wad(got) - exact;
    if exact > Real::decimal("0.01") {
        tally.note((above / exact).to_f64());
    } else {
        dust.note(above.to_f64());
    }
}

/// RSK-11, and RSK-1 on the way. A million portfolios in the long mode.
#[test]
fn rsk_11_margin_is_never_below_the_exact_model() {
    let portfolios = if std::env::var_os("PLIMSOLL_LONG").is_some() {
        1_000_000
    } else {
        5_000
    };
    let seed = std::env::var("PLIMSOLL_SEED")
        .ok()
        .and_then(|text| text.parse().ok());
    let (mut dice, mut bound) = (Dice::new(seed.unwrap_or(11)), [0usize; 3]);
    let mut tallies: [(Tally, Tally); 5] = Default::default();
    for number in 0..portfolios / PER_MARKET {
        let most = [1, 3, 3, 8, 16][number % 5];
        let ground = Ground::new(&mut dice, most, if number % 10 == 0 { 767 } else { 160 });
        let model = ground.exact();
        let (context, scenarios) = (ground.context(), ground.scenarios());
        for _ in 0..PER_MARKET {
            let account = Account::linear(&mut dice, &ground);
            let exact = model.assess(&account.exact(&ground));
            let sums = context.accumulate(account.cash, &account.holdings, &account.legs);
            let verdict = sums.unwrap().verdict(&scenarios).unwrap();
            let places = account.holdings.len() + 2 * account.legs.len();
            let short = (exact.equity - Real::wad(verdict.equity)).to_f64() * 1e18;
            assert!(
                (-REFERENCE..=places as f64).contains(&short),
                "equity {short} units below"
            );
            assert!(verdict.maintenance <= verdict.initial && verdict.buffer <= verdict.initial);
            let figures = [
                (verdict.initial, exact.initial),
                (verdict.maintenance, exact.maintenance),
                (verdict.buffer, exact.restored),
            ];
            for ((tally, dust), (got, exact)) in tallies.iter_mut().zip(figures) {
                note(tally, dust, got, exact);
            }
            bound[exact.maintenance_parts.binding as usize] += 1;
            if let Some(health) = exact.health.filter(|health| !health.is_negative()) {
                let above = Real::unsigned_wad(verdict.health.min(u128::MAX / 2)) - health;
                assert!(
                    above.to_f64() <= REFERENCE,
                    "health {} is too high",
                    verdict.health / WAD
                );
            }
        }
    }
    println!("bound by simulation, stress, twin: {bound:?}");
    assert!(
        bound.iter().all(|count| *count > portfolios / 100),
        "{bound:?}"
    );
    for ((tally, dust), name) in tallies
        .into_iter()
        .zip(["initial", "maintenance", "buffer"])
    {
        tally.within(
            &format!("{name} margin against the exact model"),
            1e-6,
            REFERENCE,
        );
        if dust.points() > 0 {
            dust.within(
                &format!("{name} margin below a cent, USD"),
                1e-12,
                REFERENCE,
            );
        }
    }
}

/// RSK-11 with options: never below the exact model, which revalues every leg in every scenario; above it by what
/// lines between the nodes of a profile cost, measured in the gross value of the legs.
#[test]
fn rsk_11_margin_with_options_is_never_below_full_revaluation() {
    let mut dice = Dice::new(12);
    let (mut tally, mut dust) = (Tally::default(), Tally::default());
    let mut excess: Vec<f64> = Vec::new();
    for _ in 0..vectors::runs(30) {
        let mut ground = Ground::new(&mut dice, 3, 160);
        ground.facts.iter_mut().for_each(|facts| facts.known = true);
        let model = ground.exact();
        let (context, scenarios) = (ground.context(), ground.scenarios());
        for _ in 0..4 {
            let account = Account::optional(&mut dice, &ground);
            let exact = model.assess(&account.exact(&ground));
            let sums = context
                .accumulate(account.cash, &account.holdings, &account.legs)
                .unwrap();
            let verdict = sums.verdict(&scenarios).unwrap();
            let equity = (exact.equity - Real::wad(verdict.equity)).to_f64();
            assert!(
                (-REFERENCE..=1e-9).contains(&equity),
                "equity {equity} USD below"
            );
            note(&mut tally, &mut dust, verdict.initial, exact.initial);
            note(
                &mut tally,
                &mut dust,
                verdict.maintenance,
                exact.maintenance,
            );
            if exact.maintenance > Real::decimal("1") {
                let above = Real::unsigned_wad(verdict.maintenance) - exact.maintenance;
                excess.push((above / exact.maintenance).to_f64());
            }
        }
    }
    excess.sort_by(f64::total_cmp);
    let at = |share: f64| excess[(share * (excess.len() - 1) as f64) as usize];
    println!(
        "excess: median {:.2e}, 90 % {:.2e}, most {:.2e}",
        at(0.5),
        at(0.9),
        at(1.0)
    );
    assert!(
        at(0.5) < 1e-11 && at(0.9) < 1e-3,
        "lines cost more than that"
    );
    tally.within(
        "margin with options against full revaluation",
        0.02,
        REFERENCE,
    );
}
