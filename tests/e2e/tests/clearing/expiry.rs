//! Options and futures at their expiry.

use alloy::{
    primitives::{Address, U256},
    sol_types::SolCall,
};
use devnet::machine::Transaction;

use crate::abi::{IClearing, IPrices, IVault};
use crate::stage::{account_of, signed, wad, Stage, ETH};

const WEEK: u64 = 604_800;

/// Alice buys one option, or a future, of Bob.
fn series(stage: &Stage, kind: u8, strike: u64, price: u64) -> IClearing::Trade {
    IClearing::Trade {
        kind,
        strike: wad(strike),
        expiry: stage.chain.now() + WEEK,
        ..stage.perpetual(stage.alice, stage.bob, 1, price)
    }
}

#[test]
fn options_and_futures_pay_at_the_price_of_their_expiry() {
    let mut stage = Stage::new();
    let (alice, bob, clearing) = (stage.alice, stage.bob, stage.clearing);
    stage.put_cash(bob, 3_000);
    let call = series(&stage, 1, 1_900, 150);
    let expiry = call.expiry;
    stage.trade(call).expect("a call");
    stage.trade(series(&stage, 2, 2_100, 160)).expect("a put");
    stage.trade(series(&stage, 0, 0, 2_000)).expect("a future");
    // Premiums are cash at once.
    stage.settle(&[alice, bob]);
    assert_eq!(stage.legs(alice).0, signed(-2_000));
    let early = stage.send(
        bob,
        clearing,
        IClearing::fixPriceCall { asset: ETH, expiry },
    );
    assert_eq!(
        early.unwrap_err().typed(),
        Some(IClearing::NotExpired { expiry })
    );
    // The price of the last round before the expiry, which has held for half an hour.
    stage.pass(WEEK - 3_600);
    stage.set_price(ETH, 2_040);
    stage.pass(3_600);
    stage.set_price(ETH, 2_500);
    stage.pass(3_600);
    stage.set_price(ETH, 2_600);
    let receipt = stage.expire(&[alice]).expect("pays");
    println!(
        "expire of three positions with the price to find: {} gas",
        receipt.gas_used
    );
    assert_eq!(
        stage.read(
            clearing,
            IClearing::settlementPriceCall { asset: ETH, expiry }
        ),
        wad(2_040)
    );
    // 140 of the call, 60 of the put, 40 of the future.
    assert_eq!(stage.legs(alice), (signed(240), vec![]));
    let verdict = stage.read(
        stage.vault,
        IVault::assessCall {
            account: account_of(alice),
        },
    );
    assert_eq!(
        (verdict.equity, verdict.initialMargin),
        (signed(2_000 - 310 + 240), U256::ZERO)
    );
    // Bob's are paid whenever somebody calls, at the same price.
    stage.pass(30_000);
    stage.expire(&[bob, alice]).expect("pays");
    assert_eq!(stage.legs(bob), (signed(-240), vec![]));
    stage.settle(&[alice, bob]);
    let cash = |person: Address| stage.net_cash(person).as_i64() / 1_000_000;
    assert_eq!(
        (cash(alice), cash(bob)),
        (2_000 - 310 + 240, 5_000 + 310 - 240)
    );
    let open = stage.read(clearing, IClearing::totalsCall { mask: 1 });
    assert_eq!(open.long, vec![U256::ZERO]);
}

#[test]
fn expired_series_are_not_traded() {
    let mut stage = Stage::new();
    let call = series(&stage, 1, 1_900, 150);
    stage.trade(call.clone()).expect("a call");
    stage.pass(WEEK);
    stage.set_price(ETH, 2_000);
    let refused = stage.trade(call).unwrap_err();
    assert_eq!(refused.typed(), Some(IClearing::InvalidSeries {}));
}

#[test]
fn where_feeds_do_not_tell_the_live_price_counts_a_day_later() {
    let mut stage = Stage::new();
    let (alice, clearing) = (stage.alice, stage.clearing);
    let call = series(&stage, 1, 1_900, 150);
    let expiry = call.expiry;
    stage.trade(call).expect("a call");
    // The last round before the expiry is a week old.
    stage.pass(WEEK + 3_600);
    stage.set_price(ETH, 2_000);
    let past = stage.view(
        stage.prices,
        IPrices::priceAtCall {
            asset: ETH,
            at: expiry,
        },
    );
    assert!(past.unwrap_err().typed::<IPrices::PriceStale>().is_some());
    let refused = stage.expire(&[alice]).unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IClearing::NoSettlementPrice { asset: ETH, expiry })
    );
    stage.pass(86_400);
    stage.set_price(ETH, 2_050);
    stage.expire(&[alice]).expect("pays");
    assert_eq!(
        stage.read(
            clearing,
            IClearing::settlementPriceCall { asset: ETH, expiry }
        ),
        wad(2_050)
    );
    assert_eq!(stage.legs(alice), (signed(0), vec![]));
}

#[test]
fn too_little_gas_does_not_decide_a_price() {
    let mut stage = Stage::new();
    let call = series(&stage, 1, 1_900, 150);
    let expiry = call.expiry;
    stage.trade(call).expect("a call");
    stage.pass(WEEK - 3_600);
    stage.set_price(ETH, 2_040);
    stage.pass(3_600);
    for price in 2_041..2_060 {
        stage.pass(3_600);
        stage.set_price(ETH, price);
    }
    // The live price would count by now, were the one at the expiry not known.
    stage.pass(86_400);
    stage.set_price(ETH, 2_500);
    let (mut refused, mut fixed) = (0, 0);
    for gas_limit in (60_000..1_000_000).step_by(20_000) {
        let before = stage.chain.snapshot();
        let call = IClearing::fixPriceCall { asset: ETH, expiry };
        let transaction = Transaction {
            from: stage.bob,
            to: Some(stage.clearing),
            input: call.abi_encode().into(),
            gas_limit,
            ..Transaction::default()
        };
        let receipt = stage.chain.send(transaction);
        let price = stage.read(
            stage.clearing,
            IClearing::settlementPriceCall { asset: ETH, expiry },
        );
        if receipt.is_ok_and(|receipt| receipt.success) {
            assert_eq!(price, wad(2_040), "with {gas_limit} gas");
            fixed += 1;
        } else {
            assert_eq!(price, U256::ZERO, "with {gas_limit} gas");
            refused += 1;
        }
        assert!(stage.chain.revert(before));
    }
    assert!(refused > 2 && fixed > 2, "{refused} refused, {fixed} fixed");
}
