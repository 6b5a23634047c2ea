//! Rows as the book records them.

use alloy::primitives::U256;
use alloy::sol_types::SolEvent;
use e2e::abi::IBook;
use risk::scenarios::{Fact, MISSING};

use crate::ground::{variance, Ground, Mirror, Walk, DAY, START};

/// Rows are those of the pure code; and each residual is the return over the volatility of the row before, within a
/// unit away from zero, in floats.
#[test]
fn rows_are_returns_over_the_volatility_of_the_row_before() {
    let (mut ground, mut mirror, mut walk) = (Ground::new(), Mirror::new(), Walk::new(5, 1));
    let mut before: Option<Vec<Fact>> = None;
    for number in 0..20 {
        let (at, facts) = (START + number * DAY, walk.step());
        let (receipt, answers) = ground.record(at, &facts);
        mirror.record(at, &facts);
        assert_eq!(answers.len(), 5);
        let event = receipt
            .logs
            .iter()
            .find_map(|log| IBook::RowRecorded::decode_log(log).ok());
        let event = event.expect("an event").data;
        let row = mirror.rows.last().unwrap();
        assert_eq!((event.at, event.row.to_be_bytes::<32>()), (at, *row));
        let residuals = mirror.residuals.last().unwrap();
        assert!(residuals[5..].iter().all(|residual| *residual == MISSING));
        match before {
            None => assert!(residuals.iter().all(|residual| *residual == MISSING)),
            Some(before) => {
                for asset in 0..5 {
                    let log_return = (facts[asset].price as f64 / before[asset].price as f64).ln();
                    let exact = log_return / (before[asset].variance as f64 / 1e36).sqrt() * 1024.0;
                    let away = (f64::from(residuals[asset]) - exact) * exact.signum();
                    assert!(
                        (-1e-6..=1.000_001).contains(&away),
                        "{exact} {}",
                        residuals[asset]
                    );
                }
            }
        }
        before = Some(facts);
    }
    assert_eq!(ground.rows(), mirror.rows);
    let info = ground.info();
    assert_eq!((info.ringRows, info.rows, info.pages), (20, 0, 0));
    assert_eq!(
        (info.lastRow, info.period, info.assets),
        (START + 19 * DAY, 86_400, 0b1_1111)
    );
}

/// A missing asset is marked, and its next residual spans the gap at the latest volatility handed over for it.
#[test]
fn a_missing_asset_is_marked_and_its_gap_is_measured_whole() {
    let (mut ground, mut mirror) = (Ground::new(), Mirror::new());
    let fact = |price: f64, volatility: f64| Fact {
        price: (price * 1e18) as u128,
        variance: variance(volatility),
    };
    let days = [
        [fact(100.0, 0.02), fact(10.0, 0.05)],
        [fact(0.0, 0.03), fact(11.0, 0.05)],
        [fact(106.0, 0.02), fact(10.0, 0.05)],
    ];
    for (number, facts) in (0..).zip(&days) {
        ground.record(START + number * DAY, facts);
        mirror.record(START + number * DAY, facts);
    }
    assert_eq!(ground.rows(), mirror.rows);
    let [_, gap, after] = mirror.residuals[..] else {
        panic!()
    };
    assert_eq!(gap[0], MISSING);
    assert_ne!(gap[1], MISSING);
    // ln 1.06 / (3 % sqrt 2), in 1/1024, away from zero.
    assert_eq!(
        after[0],
        ((1.06_f64.ln() / (0.03 * 2.0_f64.sqrt())) * 1024.0).ceil() as i16
    );
}

#[test]
fn only_the_oracle_records_and_time_goes_on() {
    let mut ground = Ground::new();
    let facts = Walk::new(2, 3).step();
    let words: Vec<U256> = facts.iter().map(crate::ground::word).collect();
    let call = IBook::recordCall {
        at: START,
        facts: words,
    };
    for caller in [ground.owner, ground.other] {
        let error: IBook::NotOracle = ground.refused(caller, ground.book, call.clone());
        assert_eq!(error.caller, caller);
    }
    ground.record(START, &facts);
    for at in [START, START - 1, 0] {
        let call = ground.recording(at, &facts);
        let error: IBook::NotLater = ground.refused(ground.owner, ground.oracle, call);
        assert_eq!((error.at, error.last), (at, START));
    }
    let none = ground.recording(START + 1, &[]);
    let _: IBook::WrongAssetCount = ground.refused(ground.owner, ground.oracle, none);
    let many = ground.recording(START + 1, &[facts[0]; 17]);
    let error: IBook::WrongAssetCount = ground.refused(ground.owner, ground.oracle, many);
    assert_eq!(error.count, U256::from(17));
    let wide = Fact {
        price: 1 << 112,
        variance: 1,
    };
    let call = ground.recording(START + 1, &[facts[0], wide]);
    let error: IBook::MalformedFact = ground.refused(ground.owner, ground.oracle, call);
    assert_eq!(error.asset, 1);
    let again = IBook::initializeCall {
        owner: ground.other,
        oracle: ground.other,
    };
    let _: IBook::AlreadyInitialized = ground.refused(ground.other, ground.book, again);
    assert_eq!(ground.info().ringRows, 1);
}
