//! Expected Shortfall over page and ring, against exact arithmetic.

use alloy::primitives::{Address, I256, U256};
use e2e::abi::ILens;
use risk::scenarios::Fact;

use crate::exact::{check, exact, shortfall};
use crate::ground::{Dice, Ground, Walk, DAY, START};

const MILLION: i128 = 1_000_000_000_000_000_000_000_000;

/// A book of 150 rows in a page and 20 in the ring, in which assets are missing here and there; and what the oracle
/// shows of so many assets.
pub(crate) fn recorded(assets: usize) -> (Ground, Vec<i128>) {
    let (mut ground, mut walk, mut dice) = (Ground::new(), Walk::new(assets, 7), Dice::new(8));
    for number in 0..170 {
        let mut facts = walk.step();
        for fact in facts.iter_mut().filter(|_| dice.next() % 40 == 0) {
            *fact = Fact { price: 0, ..*fact };
        }
        ground.record(START + number * DAY, &facts);
        if number == 149 {
            ground.seal();
        }
    }
    let variances: Vec<i128> = walk
        .step()
        .iter()
        .map(|fact| fact.variance as i128)
        .collect();
    ground.show(&variances);
    (ground, variances)
}

/// RSK-11 for linear portfolios through the chain: never below exact arithmetic, and within 1e-6 of it, whatever is
/// long or short, and however often an asset comes.
#[test]
fn rsk_11_the_shortfall_is_never_below_the_exact_one() {
    let mut worst: f64 = 0.0;
    for assets in [1_usize, 3, 8, 16] {
        let (ground, variances) = recorded(assets);
        let model = exact(&ground.rows(), &variances);
        let mut dice = Dice::new(assets as u64);
        for turn in 0..12 {
            let mut exposures: Vec<(u8, i128)> = (0..assets)
                .map(|asset| (asset as u8, (dice.normal() * 1e3) as i128 * MILLION / 1_000))
                .collect();
            if turn % 3 == 0 {
                exposures
                    .iter_mut()
                    .for_each(|(_, usd)| *usd = usd.abs() + 1);
            }
            if turn % 4 == 1 {
                exposures.push((0, MILLION));
            }
            let (got, _) = ground.shortfall(&exposures);
            worst = worst.max(check(got, shortfall(&model, &exposures)));
        }
    }
    println!("at most {worst:e} above");
}

#[test]
fn nothing_exposed_loses_nothing() {
    let (ground, _) = recorded(3);
    assert_eq!(ground.shortfall(&[]).0, 0);
    assert_eq!(ground.shortfall(&[(1, MILLION), (1, -MILLION)]).0, 0);
}

/// A horizon of four days is two standard deviations for one: the shortfall of a short position more than doubles.
#[test]
fn time_scales_volatility() {
    let (ground, _) = recorded(1);
    let of = |usd: i128, horizon| {
        let call = ILens::shortfallCall {
            book: ground.book,
            assets: vec![0],
            exposures: vec![I256::try_from(usd).unwrap()],
            horizon,
        };
        ground.read(ground.lens, call).to::<u128>() as f64
    };
    let ratio = |usd| of(usd, 345_600) / of(usd, 86_400);
    assert!((1.7..2.0).contains(&ratio(MILLION)), "{}", ratio(MILLION));
    assert!((2.0..2.4).contains(&ratio(-MILLION)), "{}", ratio(-MILLION));
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let (ground, _) = recorded(3);
    let good = ILens::shortfallCall {
        book: ground.book,
        assets: vec![0, 1],
        exposures: vec![I256::ONE, I256::MINUS_ONE],
        horizon: 86_400,
    };
    let refused = |call: ILens::shortfallCall| ground.view(ground.lens, call).unwrap_err();
    let call = ILens::shortfallCall {
        assets: vec![0],
        ..good.clone()
    };
    let error: ILens::LengthMismatch = refused(call).typed().unwrap();
    assert_eq!(
        (error.assets, error.exposures),
        (U256::from(1), U256::from(2))
    );
    for horizon in [0, 31_536_001] {
        let call = ILens::shortfallCall {
            horizon,
            ..good.clone()
        };
        let error: ILens::InvalidHorizon = refused(call).typed().unwrap();
        assert_eq!(error.horizon, horizon);
    }
    let call = ILens::shortfallCall {
        assets: vec![0, 16],
        ..good.clone()
    };
    let error: ILens::UnknownAsset = refused(call).typed().unwrap();
    assert_eq!(error.asset, 16);
    let book = Address::repeat_byte(0x77);
    let error: ILens::NoCode = refused(ILens::shortfallCall {
        book,
        ..good.clone()
    })
    .typed()
    .unwrap();
    assert_eq!(error.book, book);
    // The oracle is no book, and has shown no such assets.
    let call = ILens::shortfallCall {
        book: ground.oracle,
        ..good.clone()
    };
    assert!(refused(call).data.is_empty());
    let call = ILens::shortfallCall {
        assets: vec![0, 5],
        ..good.clone()
    };
    let refusal = refused(call);
    assert!(
        e2e::name(&refusal.data).contains("0x"),
        "{}",
        e2e::name(&refusal.data)
    );
    let wide = vec![I256::MAX, I256::ONE];
    let _: ILens::MathFailed = refused(ILens::shortfallCall {
        exposures: wide,
        ..good.clone()
    })
    .typed()
    .unwrap();

    // What has fewer than 100 rows says nothing.
    let (mut young, mut walk) = (Ground::new(), Walk::new(2, 1));
    for number in 0..99 {
        young.record(START + number * DAY, &walk.step());
    }
    young.show(&[1 << 110, 1 << 110]);
    let call = ILens::shortfallCall {
        book: young.book,
        ..good
    };
    let refusal = young.view(young.lens, call.clone()).unwrap_err();
    let error: ILens::TooFewRows = refusal.typed().unwrap();
    assert_eq!(
        (error.rows, error.needed),
        (U256::from(99), U256::from(100))
    );
    young.record(START + 99 * DAY, &walk.step());
    assert!(young.view(young.lens, call).is_ok());
}
