//! Tools against procyclicality on real margin paths.

use fixed::WAD;
use model::Exact;
use risk::procyclicality::{
    floored, mean_down, peak_to_trough_up, stress_weighted_up, worst_relative_rise_up, worst_rise,
    BufferTerms, Speed, SpeedLimit,
};
use risk::DAY;
use serde_json::Value;
use vectors::{cases, exact, list, natural, Tally};

/// Margins are taken at 27 decimals, so that rounding three hundred times stays out of sight.
const FINE: u128 = 1_000_000_000;
const RAY: u128 = FINE * WAD;

fn wad(value: &Value) -> u128 {
    (exact(value) * Exact::unsigned(WAD, 1) + Exact::ratio(1, 2)).floor()
}

#[derive(Default)]
struct Tallies {
    path: Tally,
    measure: Tally,
}

impl Tallies {
    fn compare(&mut self, path: &[u128], tool: &Value) {
        if let Some(expected) = tool["path"].as_array() {
            assert_eq!(expected.len(), path.len());
            for (got, expected) in path.iter().zip(expected) {
                self.path
                    .compare(Exact::unsigned(*got, RAY), exact(expected));
            }
        }
        let ratio = peak_to_trough_up(path).unwrap();
        self.note(Exact::unsigned(ratio, WAD), &tool["peak_to_trough"]);
        self.note(
            Exact::unsigned(mean_down(path).unwrap(), RAY),
            &tool["mean"],
        );
        for (steps, expected) in tool["n_day"].as_object().unwrap() {
            let steps: usize = steps.parse().unwrap();
            let rise = worst_rise(path, steps).unwrap().unwrap();
            self.note(Exact::ratio(rise, RAY), expected);
            let rise = worst_relative_rise_up(path, steps).unwrap().unwrap();
            self.note(Exact::wad(rise), &tool["n_day_rel"][steps.to_string()]);
        }
    }

    /// Measures may be near zero: their error counts against what a margin is.
    fn note(&mut self, got: Exact, expected: &Value) {
        self.measure.note((got - exact(expected)).to_f64());
    }
}

#[test]
fn tools_and_measures_match_exact_rationals() {
    let cases = cases("procyclicality.json");
    if cases.is_empty() {
        return;
    }
    let mut tallies = Tallies::default();
    for case in &cases {
        let margins = list(case, "margin_wad").iter();
        let margins: Vec<u128> = margins.map(|margin| natural(margin) * FINE).collect();
        let tools = &case["tools"];
        let buffer = BufferTerms {
            share: wad(&case["b"]),
            refill: Speed::rising(wad(&case["g"])).unwrap(),
            release: 0,
        };
        let limit = SpeedLimit {
            up: Speed::rising(wad(&case["u"])).unwrap(),
            down: Speed::falling(wad(&case["d"])).unwrap(),
        };
        tallies.compare(&margins, &tools["raw"]);

        let stressed = natural(&case["m_stress_wad"]) * FINE;
        let weighted = margins
            .iter()
            .map(|margin| stress_weighted_up(*margin, stressed, WAD / 4));
        let weighted: Vec<u128> = weighted.map(Result::unwrap).collect();
        tallies.compare(&weighted, &tools["stress25"]);

        let long_run = natural(&case["m_long_wad"]) * FINE;
        let path: Vec<u128> = margins
            .iter()
            .map(|margin| floored(*margin, long_run))
            .collect();
        tallies.compare(&path, &tools["floor"]);

        let mut state = buffer.full(margins[0]).unwrap();
        let mut buffered = vec![state.charged];
        let mut charged = vec![margins[0]];
        let mut shortfall = 0;
        for margin in &margins[1..] {
            state = buffer.next(state, *margin, state.margin, DAY).unwrap();
            assert_eq!(state.margin, *margin);
            buffered.push(state.charged);
            let next = limit.next(*charged.last().unwrap(), *margin, DAY);
            shortfall = shortfall.max(SpeedLimit::shortfall(*margin, next));
            charged.push(next);
        }
        tallies.compare(&buffered, &tools["buffer25"]);
        tallies.compare(&charged, &tools["speed"]);
        tallies.note(
            Exact::unsigned(shortfall, RAY),
            &tools["speed"]["max_shortfall"],
        );
    }
    // Inputs at 18 decimals make the recursions exact to 27; the true values are given to 36.
    tallies.path.within("margin paths", 1e-23, 1e-30);
    tallies.measure.within("measures", 2e-18, 1e-18);
}
