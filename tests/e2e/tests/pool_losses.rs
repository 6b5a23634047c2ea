//! Losses from first to last on the shipped WASM: who bears them, who may leave when, and what interest is for.

#[allow(dead_code)] // each file uses its part
#[path = "vaults4626/house.rs"]
mod house;

use alloy::primitives::{Address, Bytes, B256, U256};
use alloy::sol_types::{SolEvent, SolValue};
use devnet::chain::Receipt;
use house::*;

fn seen<E: SolEvent>(receipt: &Receipt) -> Option<E> {
    let mut found = receipt
        .logs
        .iter()
        .filter_map(|log| E::decode_log_data(&log.data).ok());
    found.next()
}

fn put(house: &mut House, class: Address, who: Address, units: u64) {
    let assets = u(units) * u(UNIT);
    let receiver = who;
    house.must(who, class, IPool::depositCall { assets, receiver });
}

fn borrow(house: &mut House, units: u64) -> U256 {
    let receipt = house.lend(u(units) * u(UNIT)).expect("a loan");
    U256::from_be_slice(&Bytes::abi_decode(&receipt.output).expect("bytes"))
}

fn leave(house: &mut House, class: Address, who: Address, assets: U256) -> Result<Receipt, Bytes> {
    let call = IPool::withdrawCall {
        assets,
        receiver: who,
        owner: who,
    };
    house.send(who, class, call)
}

/// Lenders 100,000, insurance 2,000, loans 50,000.
fn lent() -> (House, U256) {
    let mut house = House::new();
    let (alice, bob, pool, insurance) = (house.alice, house.bob, house.pool, house.insurance);
    put(&mut house, pool, alice, 100_000);
    put(&mut house, insurance, bob, 2_000);
    let scaled = borrow(&mut house, 50_000);
    (house, scaled)
}

/// ACC-8, ACC-9, ACC-10: the insurance pays first and its price falls by what it paid; the lenders lose what is left, and
/// that stays a deficit until somebody makes it good.
#[test]
fn acc_8_a_loss_is_borne_to_the_unit() {
    let (mut house, _) = lent();
    let (pool, insurance) = (house.pool, house.insurance);
    let (was, insured) = (house.price(pool), house.price(insurance));
    // Within the insurance: lenders lose nothing, and no loss is shared.
    let call = IPool::writeOffCall {
        scaled: u(500) * u(UNIT),
    };
    let receipt = house.as_vault(call).expect("a loss");
    assert_eq!(house.price(pool), was);
    assert_eq!(
        house.price(insurance),
        (insured.0 - u(500) * u(UNIT), insured.1)
    );
    assert!(seen::<IPool::LossShared>(&receipt).is_none());
    let paid = seen::<IInsurance::LossPaid>(&receipt).expect("paid");
    assert_eq!(
        (paid.paid, paid.left),
        (u(500) * u(UNIT), u(1_500) * u(UNIT))
    );
    // Beyond it: 1,500 of it, 3,500 of the lenders.
    let call = IPool::writeOffCall {
        scaled: u(5_000) * u(UNIT),
    };
    let receipt = house.as_vault(call).expect("a loss");
    let covered = seen::<IPool::LossCovered>(&receipt).expect("covered");
    assert_eq!(
        (covered.loss, covered.insurance),
        (u(5_000) * u(UNIT), u(1_500) * u(UNIT))
    );
    let shared = seen::<IPool::LossShared>(&receipt).expect("shared");
    assert_eq!(
        (shared.loss, shared.deficit),
        (u(3_500) * u(UNIT), u(3_500) * u(UNIT))
    );
    assert_eq!(shared.totalAssets, u(96_500) * u(UNIT));
    assert_eq!(house.price(pool), (was.0 - u(3_500) * u(UNIT), was.1));
    assert_eq!(house.read(insurance, IInsurance::cashCall {}), u(0));
    house.check_books();
    // Nobody else may say that there is a loss, and nobody can lose more than is lent.
    let call = IPool::writeOffCall { scaled: u(1) };
    let _: IPool::NotVault = house.refused(house.alice, pool, call);
    let call = IPool::writeOffCall {
        scaled: u(60_000) * u(UNIT),
    };
    assert!(house.as_vault(call).is_err());
    let call = IInsurance::coverCall { amount: u(1) };
    let _: IInsurance::NotPool = house.refused(house.alice, insurance, call);
    let call = IInsurance::earnCall { amount: u(1) };
    let _: IInsurance::NotPool = house.refused(house.alice, insurance, call);
    // Made good, in parts, and no more than was lost.
    let carol = house.carol;
    house.must(
        carol,
        pool,
        IPool::recapitaliseCall {
            assets: u(500) * u(UNIT),
        },
    );
    assert_eq!(house.read(pool, IPool::deficitCall {}), u(3_000) * u(UNIT));
    let before = house.balance(carol);
    house.must(
        carol,
        pool,
        IPool::recapitaliseCall {
            assets: u(50_000) * u(UNIT),
        },
    );
    assert_eq!(before - house.balance(carol), u(3_000) * u(UNIT));
    assert_eq!(house.read(pool, IPool::deficitCall {}), u(0));
    assert_eq!(house.price(pool), was);
    house.check_books();
}

/// ACC-7: of 360 days of interest every unit is somebody's, by independent arithmetic: a loan of 50,000 of 100,000 pays
/// 1 % + 4 % x 50/80 = 3.5 %, so 50,000 (e^(0.035 x 360/365) - 1) = 1,756.164890.
#[test]
fn acc_7_interest_is_split_to_the_unit() {
    let (mut house, scaled) = lent();
    house.charge();
    let (pool, insurance, carol) = (house.pool, house.insurance, house.carol);
    house.pass(360 * DAY);
    let interest = u(1_756_164_890);
    assert_eq!(
        house.read(pool, IPool::totalBorrowedCall {}),
        u(50_000) * u(UNIT) + interest
    );
    let dues = house.read(pool, IPool::duesCall {});
    // Ten and five per cent, down; the rest is the lenders'.
    assert_eq!(
        (dues.reserve, dues.insurance),
        (u(175_616_489), u(87_808_244))
    );
    let total = house.read(pool, IPool::totalAssetsCall {});
    assert_eq!(total, u(100_000) * u(UNIT) + u(1_492_740_157));
    house.check_books();
    // Paid out where there is somebody to pay.
    let (insured, price) = (house.price(insurance), house.price(pool));
    house.must(carol, pool, IPool::distributeCall {});
    assert_eq!(
        house.price(insurance),
        (insured.0 + u(87_808_244), insured.1)
    );
    let reserve = Address::repeat_byte(0x77);
    house.must(house.owner, pool, IPool::setReserveCall { reserve });
    house.must(carol, pool, IPool::distributeCall {});
    assert_eq!(house.balance(reserve), u(175_616_489));
    assert_eq!(house.price(pool), price);
    let dues = house.read(pool, IPool::duesCall {});
    assert_eq!((dues.reserve, dues.insurance), (u(0), u(0)));
    // What borrowers pay is what the others get: 50,000 and the interest, rounded up by one.
    assert_eq!(house.repay(scaled), u(50_000) * u(UNIT) + interest + u(1));
    assert_eq!(house.read(pool, IPool::cashCall {}), total + u(1));
    house.check_books();
}

/// A loss takes what is due to the insurance, then the insurance, then what is due to the reserve, then the lenders.
#[test]
fn acc_8_dues_are_lost_in_their_order() {
    let (mut house, _) = lent();
    house.charge();
    let (pool, insurance) = (house.pool, house.insurance);
    house.pass(360 * DAY);
    let dues = house.read(pool, IPool::duesCall {});
    let was = house.price(pool);
    let index = house.read(pool, IPool::borrowIndexCall {});
    // A loss of 1,000 more than all of them.
    let loss = dues.insurance + dues.reserve + u(3_000) * u(UNIT);
    let scaled = loss * u(10).pow(u(27)) / index;
    let receipt = house
        .as_vault(IPool::writeOffCall { scaled })
        .expect("a loss");
    let covered = seen::<IPool::LossCovered>(&receipt).expect("covered");
    assert_eq!(covered.insurance, dues.insurance + u(2_000) * u(UNIT));
    assert_eq!(covered.reserve, dues.reserve);
    let shared = covered.loss - covered.insurance - covered.reserve;
    assert!(shared.abs_diff(u(1_000) * u(UNIT)) <= u(2));
    assert_eq!(house.price(pool), (was.0 - shared, was.1));
    assert_eq!(house.read(insurance, IInsurance::cashCall {}), u(0));
    let dues = house.read(pool, IPool::duesCall {});
    assert_eq!((dues.reserve, dues.insurance), (u(0), u(0)));
    house.check_books();
}

/// Who insures gives notice a week before, has three days, and does not leave while a loss is known.
#[test]
fn insurance_does_not_flee() {
    let (mut house, _) = lent();
    let (bob, carol, insurance) = (house.bob, house.carol, house.insurance);
    let one = u(UNIT);
    let owner = bob;
    let max = |house: &House| house.read(insurance, IInsurance::maxWithdrawCall { owner });
    let call = IInsurance::withdrawCall {
        assets: one,
        receiver: bob,
        owner,
    };
    let refusal: IInsurance::NoticeNeeded = house.refused(bob, insurance, call.clone());
    assert_eq!(refusal.redeemable, u(0));
    let all = house.read(insurance, IInsurance::balanceOfCall { account: bob });
    let shares = all + u(1);
    let notice = IInsurance::giveNoticeCall { shares };
    let _: IInsurance::ERC20InsufficientBalance = house.refused(bob, insurance, notice);
    let half = all / u(2);
    house.must(bob, insurance, IInsurance::giveNoticeCall { shares: half });
    house.pass(7 * DAY - 1);
    assert_eq!(max(&house), u(0));
    let _: IInsurance::NoticeNeeded = house.refused(bob, insurance, call.clone());
    house.pass(1);
    assert_eq!(max(&house), u(1_000) * one);
    assert!(leave(&mut house, insurance, bob, u(1_000) * one + u(1)).is_err());
    leave(&mut house, insurance, bob, u(400) * one).expect("within notice");
    assert_eq!(max(&house), u(600) * one);
    // A loss is seen: nobody leaves. Crumbs hold nobody.
    house.note(B256::repeat_byte(1), -1_000_000);
    assert_eq!(max(&house), u(600) * one);
    house.note(B256::repeat_byte(2), -1_000_000_000);
    assert_eq!(max(&house), u(0));
    let refusal: IInsurance::LossPending = house.refused(bob, insurance, call.clone());
    assert_eq!(refusal.lost, u(1_001) * one);
    // It is cured.
    house.note(B256::repeat_byte(2), 5);
    assert_eq!(max(&house), u(600) * one);
    // Shares that are sent away take their notice with them, and bring none.
    let call_transfer = IInsurance::transferCall {
        to: carol,
        value: all * u(7) / u(10),
    };
    house.must(bob, insurance, call_transfer);
    assert_eq!(max(&house), u(200) * one);
    assert_eq!(
        house.read(insurance, IInsurance::maxWithdrawCall { owner: carol }),
        u(0)
    );
    put(&mut house, insurance, bob, 1_000);
    assert_eq!(max(&house), u(200) * one);
    // Three days, to the second.
    house.pass(3 * DAY);
    assert_eq!(max(&house), u(200) * one);
    house.pass(1);
    assert_eq!(max(&house), u(0));
    let _: IInsurance::NoticeNeeded = house.refused(bob, insurance, call);
}

/// The pool closes to those who leave while more is known to be lost than insured, at most three days after the last look.
#[test]
fn withdrawals_wait_for_a_loss_that_is_known() {
    let (mut house, scaled) = lent();
    let (alice, pool, insurance) = (house.alice, house.pool, house.insurance);
    let owner = alice;
    let max = |house: &House| house.read(pool, IPool::maxWithdrawCall { owner });
    let account = B256::repeat_byte(9);
    house.note(account, -2_000_000_000);
    assert_eq!(max(&house), u(50_000) * u(UNIT), "just insured");
    house.note(account, -2_000_000_001);
    assert_eq!(max(&house), u(0));
    assert_eq!(house.read(pool, IPool::maxRedeemCall { owner }), u(0));
    let call = IPool::withdrawCall {
        assets: u(1),
        receiver: alice,
        owner,
    };
    let _: IPool::WithdrawalsClosed = house.refused(alice, pool, call.clone());
    // Who comes, borrows or repays is not held.
    put(&mut house, pool, alice, 1);
    borrow(&mut house, 1);
    house.repay(scaled / u(2));
    // The insurance is made larger: open.
    let carol = house.carol;
    put(&mut house, insurance, carol, 1);
    assert!(max(&house) > u(0));
    house.note(account, -5_000_000_000);
    assert_eq!(max(&house), u(0));
    // Nobody looks for three days: open. Prices that are not live say nothing.
    house.pass(3 * DAY);
    assert_eq!(max(&house), u(0));
    house.pass(1);
    assert!(max(&house) > u(0));
    let equity = alloy::primitives::I256::MIN;
    house.must(
        house.owner,
        house.vault,
        IStandIn::setCall {
            account,
            equity,
            notLive: 4,
        },
    );
    let note = IInsurance::noteInsolventCall { account };
    let refusal: IInsurance::PriceNotLive = house.refused(alice, insurance, note);
    assert_eq!(refusal.assets, u(4));
    leave(&mut house, pool, alice, u(1)).expect("open");
}

/// L18: five hundred accounts fail at once, 100 each, against an insurance of 20,000.
#[test]
fn l18_a_mass_default() {
    let mut house = House::new();
    let (alice, bob, carol, pool, insurance) = (
        house.alice,
        house.bob,
        house.carol,
        house.pool,
        house.insurance,
    );
    put(&mut house, pool, alice, 600_000);
    put(&mut house, pool, carol, 400_000);
    put(&mut house, insurance, bob, 20_000);
    let each = borrow(&mut house, 300_000) / u(500);
    let account = |index: u64| B256::from(U256::from(index + 1));
    for index in 0..500 {
        house.note(account(index), -100_000_000);
        let open = house.read(insurance, IInsurance::exitsOpenCall {});
        assert_eq!(open, (index + 1) * 100 <= 20_000, "{index}");
    }
    // The race is off: one lender cannot leave the loss to the other.
    assert!(leave(&mut house, pool, alice, u(1)).is_err());
    let was = house.price(pool);
    // A sixth of each debt is lost.
    let (mut lost, mut paid, mut shared) = (U256::ZERO, U256::ZERO, U256::ZERO);
    for index in 0..500 {
        let receipt = house
            .as_vault(IPool::writeOffCall {
                scaled: each / u(6),
            })
            .expect("a loss");
        let covered = seen::<IPool::LossCovered>(&receipt).expect("covered");
        lost += covered.loss;
        paid += covered.insurance;
        shared += seen::<IPool::LossShared>(&receipt).map_or(U256::ZERO, |loss| loss.loss);
        assert_eq!(lost, paid + shared, "{index}");
        house.note(account(index), 0);
    }
    assert_eq!(paid, u(20_000) * u(UNIT));
    assert_eq!(shared, house.read(pool, IPool::deficitCall {}));
    assert_eq!(house.price(pool), (was.0 - shared, was.1));
    assert!(house.read(insurance, IInsurance::exitsOpenCall {}));
    // Both lenders carry their part, and leave.
    let owner = carol;
    let rest = house.read(pool, IPool::maxWithdrawCall { owner });
    let expected = u(400_000) * u(UNIT) - shared * u(4) / u(10);
    assert!(expected.abs_diff(rest) <= u(1), "{expected} {rest}");
    leave(&mut house, pool, carol, rest).expect("open");
    house.check_books();
}

/// The premium for stress: noted by anybody, a straight line between calm and storm, never past its most.
#[test]
fn stress_costs_borrowers_a_premium() {
    let (mut house, _) = lent();
    let (owner, carol, pool, vault) = (house.owner, house.carol, house.pool, house.vault);
    let _: IPool::IndexUnknown = house.refused(carol, pool, IPool::noteStressCall {});
    let terms = |calm, storm| IPool::setStressCall {
        oracle: vault,
        calm,
        storm,
        most: percent(30),
    };
    let _: IPool::InvalidStress = house.refused(owner, pool, terms(percent(60), percent(60)));
    let _: IPool::NotOwner = house.refused(carol, pool, terms(percent(60), percent(180)));
    house.must(owner, pool, terms(percent(60), percent(180)));
    let rate = house.read(pool, IPool::ratePerYearCall {});
    for (index, premium) in [
        (0, 0),
        (60, 0),
        (100, 10),
        (180, 30),
        (100_000, 30),
        (64, 1),
    ] {
        house.must(
            owner,
            vault,
            IStandIn::setIndexCall {
                index: percent(index),
            },
        );
        house.must(carol, pool, IPool::noteStressCall {});
        let now = house.read(pool, IPool::ratePerYearCall {});
        assert_eq!(now - rate, percent(premium), "{index}");
    }
    house.must(owner, vault, IStandIn::setIndexCall { index: U256::MAX });
    house.must(carol, pool, IPool::noteStressCall {});
    assert_eq!(
        house.read(pool, IPool::ratePerYearCall {}) - rate,
        percent(30)
    );
}

/// The outflow limit: a quarter of the pool in a day, net; nobody fills it for others with borrowed money; a floor is free.
#[test]
fn the_pool_leaves_no_faster_than_it_may() {
    let mut house = House::new();
    let (owner, alice, bob, pool) = (house.owner, house.alice, house.bob, house.pool);
    put(&mut house, pool, alice, 1_000);
    let limit = |share, window| IPool::setOutflowLimitCall {
        share,
        window,
        floor: u(10) * u(UNIT),
    };
    let _: IPool::InvalidLimit = house.refused(owner, pool, limit(percent(9), DAY));
    let _: IPool::InvalidLimit = house.refused(owner, pool, limit(percent(25), 8 * DAY));
    let _: IPool::NotOwner = house.refused(alice, pool, limit(percent(25), DAY));
    house.must(owner, pool, limit(percent(25), DAY));
    let max = |house: &House, owner| house.read(pool, IPool::maxWithdrawCall { owner });
    assert_eq!(max(&house, alice), u(250) * u(UNIT));
    // There and back with a fortune: nothing is used up.
    put(&mut house, pool, bob, 50_000);
    let back = house.read(pool, IPool::balanceOfCall { account: bob });
    let call = IPool::redeemCall {
        shares: back,
        receiver: bob,
        owner: bob,
    };
    house.must(bob, pool, call);
    assert_eq!(max(&house, alice), u(250) * u(UNIT));
    leave(&mut house, pool, alice, u(100) * u(UNIT)).expect("within");
    assert_eq!(max(&house, alice), u(150) * u(UNIT));
    let wanted = u(150) * u(UNIT) + u(1);
    let call = IPool::withdrawCall {
        assets: wanted,
        receiver: alice,
        owner: alice,
    };
    let refusal: IPool::OutflowLimited = house.refused(alice, pool, call);
    assert_eq!(
        (refusal.wanted, refusal.available),
        (wanted, u(150) * u(UNIT))
    );
    leave(&mut house, pool, alice, u(150) * u(UNIT)).expect("all of it");
    assert_eq!(max(&house, alice), u(0));
    // A quarter of the 750 that are there fades in a day, however often somebody touches it: of 250 that left, 156.25 count
    // after half a day, and 62.5 after a day; what may leave is a quarter of those and 750, without them.
    house.pass(DAY / 4);
    put(&mut house, pool, bob, 0);
    house.pass(DAY / 4);
    assert_eq!(max(&house, alice), u(70_312_500));
    house.pass(DAY / 2);
    assert_eq!(max(&house, alice), u(140_625_000));
    leave(&mut house, pool, alice, u(140_625_000)).expect("the next day");
    assert_eq!(max(&house, alice), u(0));
    // What comes makes room: 40 more, and of a pool that is as large as before.
    put(&mut house, pool, bob, 40);
    assert_eq!(max(&house, alice), u(40) * u(UNIT));
    house.must(owner, pool, limit(u(0), 0));
    assert_eq!(max(&house, alice), u(609_375_000));
}

/// Gas of what lenders and the vault do most, for whoever changes something to see.
#[test]
fn gas_of_the_pool() {
    let (mut house, scaled) = lent();
    house.charge();
    let (alice, bob, pool, insurance) = (house.alice, house.bob, house.pool, house.insurance);
    house.pass(3_600);
    let deposit = |receiver| IPool::depositCall {
        assets: u(UNIT),
        receiver,
    };
    let mut rows = Vec::new();
    rows.push((
        "pool.deposit",
        house.must(alice, pool, deposit(alice)).gas_used,
    ));
    house.pass(3_600);
    rows.push((
        "pool.withdraw",
        leave(&mut house, pool, alice, u(UNIT))
            .expect("left")
            .gas_used,
    ));
    house.pass(3_600);
    let lend = house.lend(u(UNIT)).expect("a loan");
    rows.push(("pool.lend, through a stand-in", lend.gas_used));
    house.pass(3_600);
    let amount = u(UNIT) * u(2);
    let data = Bytes::from(alloy::sol_types::SolCall::abi_encode(
        &IToken::transferCall { to: pool, amount },
    ));
    let to = house.token;
    house.must(house.owner, house.vault, IStandIn::passCall { to, data });
    let call = IPool::collectCall {
        assets: amount,
        scaled: u(UNIT),
    };
    rows.push((
        "pool.collect, through a stand-in",
        house.as_vault(call).expect("paid").gas_used,
    ));
    rows.push((
        "pool.distribute",
        house.must(alice, pool, IPool::distributeCall {}).gas_used,
    ));
    let loss = house
        .as_vault(IPool::writeOffCall {
            scaled: scaled / u(100),
        })
        .expect("a loss");
    rows.push(("pool.writeOff, insured", loss.gas_used));
    rows.push((
        "insurance.deposit",
        house.must(bob, insurance, deposit(bob)).gas_used,
    ));
    let shares = house.read(insurance, IPool::balanceOfCall { account: bob });
    rows.push((
        "insurance.giveNotice",
        house
            .must(bob, insurance, IInsurance::giveNoticeCall { shares })
            .gas_used,
    ));
    house.pass(7 * DAY);
    rows.push((
        "insurance.withdraw",
        leave(&mut house, insurance, bob, u(UNIT))
            .expect("left")
            .gas_used,
    ));
    for (what, gas) in rows {
        println!("{what:<40} {gas:>8}");
        assert!(gas < 400_000);
    }
}
