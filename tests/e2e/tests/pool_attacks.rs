//! Attacks on pool and insurance, and what they are worth, on the shipped WASM.

#[allow(dead_code)] // each file uses its part
#[path = "vaults4626/house.rs"]
mod house;

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::{SolCall, SolError, SolValue};
use house::*;

/// Repetitions: few, or as many as the attack is told of with `PLIMSOLL_LONG`.
fn runs(quick: u64, long: u64) -> u64 {
    if std::env::var_os("PLIMSOLL_LONG").is_some() {
        long
    } else {
        quick
    }
}

fn worth(house: &House, class: Address, account: Address) -> U256 {
    let shares = house.read(class, IPool::balanceOfCall { account });
    house.read(class, IPool::convertToAssetsCall { shares })
}

fn deposit(house: &mut House, class: Address, who: Address, assets: U256) {
    let call = IPool::depositCall {
        assets,
        receiver: who,
    };
    house.must(who, class, call);
}

/// One unit from the attacker, a gift of `gift`, `victim` from the victim. What the victim loses, and what the attacker
/// has left of one unit and the gift.
fn inflate(house: &mut House, class: Address, gift: U256, victim: U256) -> (U256, U256) {
    let (attacker, loser) = (house.alice, house.bob);
    deposit(house, class, attacker, u(1));
    let call = IToken::transferCall {
        to: class,
        amount: gift,
    };
    house.must(attacker, house.token, call);
    if class == house.insurance {
        house.must(house.carol, class, IInsurance::skimCall {});
    }
    deposit(house, class, loser, victim);
    (
        victim - worth(house, class, loser),
        worth(house, class, attacker),
    )
}

/// L1, VLT-11. The pool does not count the gift; the insurance does, once somebody has it counted, and these are the
/// numbers of exact integers: the victim loses 0.001666 and the attacker 4,999.999168.
#[test]
fn l1_the_first_depositor_and_a_gift() {
    let (gift, victim) = (u(10_000) * u(UNIT), u(19_999_999_999));
    let mut house = House::new();
    let pool = house.pool;
    assert_eq!(inflate(&mut house, pool, gift, victim), (u(0), u(1)));
    let insurance = house.insurance;
    let (lost, left) = inflate(&mut house, insurance, gift, victim);
    assert_eq!((lost, left), (u(1_666), u(5_000_000_833)));
}

#[test]
fn l2_a_gift_as_large_as_what_comes_next() {
    let (gift, victim) = (u(10_000) * u(UNIT), u(9_999) * u(UNIT));
    let mut house = House::new();
    let pool = house.pool;
    assert_eq!(inflate(&mut house, pool, gift, victim), (u(0), u(1)));
    let insurance = house.insurance;
    let (lost, left) = inflate(&mut house, insurance, gift, victim);
    assert_eq!((lost, left), (u(2_500), u(5_000_001_250)));
}

/// L3: gifts change no price of the pool; they are the insurance's.
#[test]
fn l3_gifts_change_nothing_but_the_insurance() {
    let mut house = House::new();
    let (alice, bob, pool, insurance) = (house.alice, house.bob, house.pool, house.insurance);
    deposit(&mut house, pool, alice, u(1_000_000_007));
    deposit(&mut house, insurance, bob, u(1_000_000));
    house.lend(u(333_333_333)).expect("a loan");
    let (before, insured) = (house.price(pool), house.price(insurance));
    let times = runs(300, 10_000);
    let mut sum = U256::ZERO;
    for index in 0..times {
        let amount = u(index % 97 + 1);
        house.must(
            alice,
            house.token,
            IToken::transferCall { to: pool, amount },
        );
        sum += amount;
    }
    assert_eq!(house.price(pool), before);
    assert_eq!(house.price(insurance), insured);
    house.must(bob, pool, IPool::distributeCall {});
    assert_eq!(house.price(pool), before);
    assert_eq!(house.price(insurance), (insured.0 + sum, insured.1));
    house.check_books();
}

/// L4: crumbs in and out, by every door, and loans of one unit.
#[test]
fn l4_crumbs_gain_nothing() {
    let mut house = House::new();
    house.charge();
    let (alice, bob, pool) = (house.alice, house.bob, house.pool);
    deposit(&mut house, pool, alice, u(1_000_000_007));
    let season = house.lend(u(777_777_777)).expect("a loan");
    drop(season);
    house.pass(100 * DAY + 1);
    let (cash, price) = (house.balance(bob), house.price(pool));
    for index in 0..runs(200, 1_000) {
        let assets = u(index % 9 + 1);
        deposit(&mut house, pool, bob, assets);
        let assets = house.read(pool, IPool::maxWithdrawCall { owner: bob });
        let call = IPool::withdrawCall {
            assets,
            receiver: bob,
            owner: bob,
        };
        house.must(bob, pool, call);
        assert!(house.balance(bob) <= cash);
    }
    let mut scaled = U256::ZERO;
    let before = house.read(pool, IPool::totalBorrowedCall {});
    for _ in 0..runs(200, 1_000) {
        let receipt = house.lend(u(1)).expect("a loan");
        let word = Bytes::abi_decode(&receipt.output).expect("bytes");
        scaled = U256::from_be_slice(&word);
        assert_eq!(scaled, u(1));
        assert!(house.repay(scaled) > u(0));
    }
    assert_eq!(house.owed(scaled), u(2), "an index above one");
    // ACC-3: all of it has ended, and nobody's debt with it.
    assert_eq!(house.read(pool, IPool::totalBorrowedCall {}), before);
    let now = house.price(pool);
    assert!(now.0 * price.1 >= price.0 * now.1, "{price:?} {now:?}");
    house.check_books();
}

/// L13, VLT-13: all cash lent.
#[test]
fn l13_everything_is_lent() {
    let mut house = House::new();
    let (alice, pool) = (house.alice, house.pool);
    // An empty pool: nothing divides by zero.
    assert_eq!(house.read(pool, IPool::utilisationCall {}), u(0));
    assert_eq!(house.read(pool, IPool::ratePerYearCall {}), percent(1));
    deposit(&mut house, pool, alice, u(1_000_000));
    house.lend(u(999_900)).expect("a loan");
    let nearly = house.read(pool, IPool::ratePerYearCall {});
    house.lend(u(100)).expect("a loan");
    assert_eq!(house.read(pool, IPool::utilisationCall {}), percent(100));
    assert_eq!(house.read(pool, IPool::ratePerYearCall {}), percent(80));
    assert!(nearly < percent(80));
    assert!(house.lend(u(1)).is_err());
    let call = IPool::withdrawCall {
        assets: u(1),
        receiver: alice,
        owner: alice,
    };
    let refusal: IPool::InsufficientCash = house.refused(alice, pool, call);
    assert_eq!((refusal.wanted, refusal.available), (u(1), u(0)));
    assert_eq!(
        house.read(pool, IPool::maxWithdrawCall { owner: alice }),
        u(0)
    );
    house.pass(360 * DAY);
    assert_eq!(house.read(pool, IPool::utilisationCall {}), percent(100));
    assert_eq!(house.read(pool, IPool::cashCall {}), u(0));
    // Nothing before it is open, either.
    let empty = e2e::world::deploy_program(&mut house.chain, alice, "pool");
    let owner = alice;
    assert_eq!(house.read(empty, IPool::maxWithdrawCall { owner }), u(0));
    assert_eq!(house.read(empty, IPool::maxRedeemCall { owner }), u(0));
}

/// L15, ACC-11: accruing each second against accruing once, at five per cent. By `docs/model.md` the index gains less than
/// 4e-27 of itself a second, for the lenders.
#[test]
fn l15_accruing_each_second_on_the_chain() {
    let flat = IPool::setCurveCall {
        base: percent(5),
        kink: percent(80),
        slopeBelow: u(0),
        slopeAbove: u(0),
    };
    let mut indices = [U256::ZERO; 2];
    let seconds = runs(400, 20_000);
    for (often, index) in [false, true].into_iter().zip(&mut indices) {
        let mut house = House::new();
        let (owner, alice, pool) = (house.owner, house.alice, house.pool);
        house.must(owner, pool, flat.clone());
        deposit(&mut house, pool, alice, u(1_000_000) * u(UNIT));
        house.lend(u(600_000) * u(UNIT)).expect("a loan");
        if often {
            for _ in 0..seconds {
                house.pass(1);
                house.must(alice, pool, IPool::distributeCall {});
            }
        } else {
            house.pass(seconds);
        }
        *index = house.read(pool, IPool::borrowIndexCall {});
        if often {
            // Twice at one time is once.
            house.must(alice, pool, IPool::distributeCall {});
            assert_eq!(*index, house.read(pool, IPool::borrowIndexCall {}));
        }
    }
    let gained = indices[1] - indices[0];
    println!("{seconds} seconds: {gained} units of 1e-27 above one accrual");
    assert!(gained > u(0) && gained <= u(4 * seconds));
}

/// A token that calls back finds every door of both contracts shut, with `Reentrant()`, and no limit open.
#[test]
fn t6_a_token_that_calls_back_gets_nowhere() {
    let mut house = House::of("CallbackToken", U256::from(6).abi_encode());
    let (owner, alice, pool, insurance) = (house.owner, house.alice, house.pool, house.insurance);
    deposit(&mut house, pool, alice, u(1_000_000));
    deposit(&mut house, insurance, alice, u(1_000_000));
    let (one, receiver) = (u(1), alice);
    let doors: [Vec<u8>; 13] = [
        IPool::depositCall {
            assets: one,
            receiver,
        }
        .abi_encode(),
        IPool::mintCall {
            shares: one,
            receiver,
        }
        .abi_encode(),
        IPool::withdrawCall {
            assets: one,
            receiver,
            owner: alice,
        }
        .abi_encode(),
        IPool::redeemCall {
            shares: one,
            receiver,
            owner: alice,
        }
        .abi_encode(),
        IPool::transferCall {
            to: owner,
            value: u(0),
        }
        .abi_encode(),
        IPool::totalAssetsCall {}.abi_encode(),
        IPool::convertToAssetsCall { shares: one }.abi_encode(),
        IPool::convertToSharesCall { assets: one }.abi_encode(),
        IPool::previewDepositCall { assets: one }.abi_encode(),
        IPool::previewMintCall { shares: one }.abi_encode(),
        IPool::previewWithdrawCall { assets: one }.abi_encode(),
        IPool::previewRedeemCall { shares: one }.abi_encode(),
        IPool::distributeCall {}.abi_encode(),
    ];
    let of_pool = [
        IPool::borrowIndexCall {}.abi_encode(),
        IPool::utilisationCall {}.abi_encode(),
        IPool::recapitaliseCall { assets: one }.abi_encode(),
    ];
    let of_insurance = [
        IInsurance::skimCall {}.abi_encode(),
        IInsurance::noteInsolventCall {
            account: Default::default(),
        }
        .abi_encode(),
    ];
    let attempts = doors
        .iter()
        .flat_map(|door| [(pool, door), (insurance, door)]);
    let attempts = attempts.chain(of_pool.iter().map(|door| (pool, door)));
    let attempts = attempts.chain(of_insurance.iter().map(|door| (insurance, door)));
    let reentrant = Bytes::from(IToken::Reentrant {}.abi_encode());
    for (target, data) in attempts {
        // The insurance has nothing to distribute.
        if target == insurance && data == &doors[12] {
            continue;
        }
        for class in [pool, insurance] {
            let call = IToken::setCallbackCall {
                target,
                data: data.clone().into(),
            };
            house.must(owner, house.token, call);
            deposit(&mut house, class, alice, u(1_000));
            let (succeeded, answer) = (
                house.read(house.token, IToken::succeededCall {}),
                house.read(house.token, IToken::answerCall {}),
            );
            assert!(!succeeded, "{target} was entered by {:?}", &data[..4]);
            assert_eq!(answer, reentrant, "{:?}", &data[..4]);
        }
    }
    // Limits do not revert: they are zero. From the other contract, that of the same is refused at its entry.
    for (class, target) in [(pool, insurance), (insurance, pool)] {
        let data = IPool::maxDepositCall { receiver }.abi_encode().into();
        house.must(owner, house.token, IToken::setCallbackCall { target, data });
        deposit(&mut house, class, alice, u(1_000));
        assert!(house.read(house.token, IToken::succeededCall {}));
        let answer = house.read(house.token, IToken::answerCall {});
        assert_eq!(U256::from_be_slice(&answer), u(0));
    }
    // The probe is not blind.
    let data = IPool::totalAssetsCall {}.abi_encode().into();
    house.must(
        owner,
        house.token,
        IToken::setCallbackCall { target: pool, data },
    );
    house.must(
        alice,
        house.token,
        IToken::transferCall {
            to: owner,
            amount: one,
        },
    );
    assert!(house.read(house.token, IToken::succeededCall {}));
}
