//! Plans and sales: what is asked, what moves, what is said.

use super::*;
use crate::abi::*;

#[motsu::test]
fn plans_in_the_units_of_the_tokens(liquidator: Contract<Liquidator>, alice: Address) {
    let house = set_up(&liquidator, alice);
    let plan = liquidator.sender(alice).plan(ACCOUNT).unwrap();
    assert_eq!((plan.path, plan.asset), (1, 3));
    assert_eq!(
        (plan.repay, plan.seized),
        (wad(17_000_000_000), wad(30_000_000))
    );
    assert_eq!(
        (
            plan.discount,
            plan.healthBefore,
            plan.healthAfter,
            plan.notLive
        ),
        (wad(WAD / 50), wad(WAD / 100 * 97), wad(WAD / 100 * 115), 0,)
    );

    let [asked] = calls::<closeCall>().try_into().ok().unwrap();
    assert_eq!(asked.cash.to_string(), "-54000000000000000000000");
    assert_eq!(
        asked
            .collateral
            .iter()
            .map(|held| held.asset)
            .collect::<Vec<_>>(),
        [1, 3]
    );
    assert_eq!(asked.collateral[1].amount, wad(WAD / 2));
    assert_eq!((asked.version, asked.legs.len()), (VERSION, 1));
    let [leg] = asked.legs.try_into().ok().unwrap();
    assert_eq!((leg.asset, leg.kind, leg.size, leg.strike, leg.expiry), {
        let same = super::leg();
        (same.asset, same.kind, same.size, same.strike, same.expiry)
    });
    // What it owes, not what its cash comes to.
    assert_eq!(asked.terms.maxRepay, wad(DEBT * 10u128.pow(12)));
    assert_eq!(
        (asked.terms.asset, asked.terms.cashUnit),
        (255, wad(10u128.pow(12)))
    );
    assert_eq!(
        (asked.terms.discountSlope, asked.terms.maxDiscount),
        (wad(WAD), wad(WAD / 20))
    );
    assert_eq!(asked.terms.assetUnits, vec![wad(10u128.pow(10)); 2]);
    assert_eq!(calls::<listingCall>().len(), 2);
    assert_eq!(calls::<portfolioCall>()[0].account, ACCOUNT);

    // Nothing to sell: no unit is looked for.
    close_answers(
        &house,
        &ClosePlan {
            path: 3,
            asset: 255,
            repay: wad(0),
            seized: wad(0),
            ..super::plan()
        },
    );
    let plan = liquidator.sender(alice).plan(ACCOUNT).unwrap();
    assert_eq!(
        (plan.path, plan.asset, plan.repay, plan.seized),
        (3, 255, wad(0), wad(0))
    );
}

#[motsu::test]
fn sells_all_of_the_plan(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
    carol: Address,
) {
    let house = set_up(&liquidator, alice);
    let all = liquidator.sender(bob).buy_collateral(
        ACCOUNT,
        3,
        wad(17_000_000_000),
        wad(30_000_000),
        carol,
    );
    assert_eq!(all.unwrap(), (wad(17_000_000_000), wad(30_000_000)));

    let [asked] = calls::<closeCall>().try_into().ok().unwrap();
    assert_eq!((asked.terms.asset, asked.terms.assetUnits.len()), (3, 2));
    let [paid] = calls::<transferFromCall>().try_into().ok().unwrap();
    assert_eq!(
        (paid.from, paid.to, paid.amount),
        (bob, house.pool.address(), wad(17_000_000_000))
    );
    let [seized] = calls::<seizeCall>().try_into().ok().unwrap();
    assert_eq!(
        (seized.account, seized.asset, seized.to),
        (ACCOUNT, 3, carol)
    );
    assert_eq!(
        (seized.amount, seized.repaid),
        (wad(30_000_000), wad(17_000_000_000))
    );
    assert!(calls::<assessManyCall>().is_empty());
    // The cash has arrived before the vault lets go of anything, and the house is locked around both.
    world(|world| {
        let at = |selector: [u8; 4]| {
            world
                .calls
                .iter()
                .rposition(|(_, data)| data[..4] == selector)
                .unwrap()
        };
        assert!(at(closeCall::SELECTOR) < at(acquireCall::SELECTOR));
        assert!(at(acquireCall::SELECTOR) < at(transferFromCall::SELECTOR));
        assert!(at(balanceOfCall::SELECTOR) < at(seizeCall::SELECTOR));
        assert!(at(seizeCall::SELECTOR) < at(releaseCall::SELECTOR));
    });
    liquidator.assert_emitted(&CollateralBought {
        account: ACCOUNT,
        asset: 3,
        buyer: bob,
        repaid: wad(17_000_000_000),
        seized: wad(30_000_000),
        discount: wad(WAD / 50),
        healthBefore: wad(WAD / 100 * 97),
        healthAfter: wad(WAD / 100 * 115),
    });
}

#[motsu::test]
fn liq_6_sells_a_part_at_the_same_price_rounded_down(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    assess_answers(&house, WAD / 100 * 98);
    let part =
        liquidator
            .sender(bob)
            .buy_collateral(ACCOUNT, 3, wad(1_000_000_001), U256::ZERO, bob);
    // 30,000,000 * 1,000,000,001 / 17,000,000,000 = 1,764,705.884...
    assert_eq!(part.unwrap(), (wad(1_000_000_001), wad(1_764_705)));
    let [seized] = calls::<seizeCall>().try_into().ok().unwrap();
    assert_eq!(
        (seized.amount, seized.repaid),
        (wad(1_764_705), wad(1_000_000_001))
    );
    let events: Vec<_> = liquidator.all_events();
    let sale = events.last().unwrap();
    // The health after a part is that of the account as it is then.
    assert_eq!(sale.data[128..160], wad(WAD / 100 * 98).to_be_bytes::<32>());
}

#[motsu::test]
fn liq_4_refuses_a_part_that_lowers_health(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    let before = WAD / 100 * 97;
    let part = || {
        liquidator
            .sender(bob)
            .buy_collateral(ACCOUNT, 3, wad(1_000_000_000), U256::ZERO, bob)
    };
    assess_answers(&house, before - 10u128.pow(9));
    assert!(part().is_ok());
    let after = before - 10u128.pow(9) - 1;
    assess_answers(&house, after);
    let fell = HealthFell {
        healthBefore: wad(before),
        healthAfter: wad(after),
    };
    assert_eq!(error_of(part()), fell.into());
}

/// ORC-3: a plan at a suspect price is made at the prices that favour the account, so health is compared by those, and
/// under the terms that the account was opened under.
#[motsu::test]
fn orc_3_compares_health_by_the_prices_of_the_plan(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    assess_answers(&house, WAD / 100 * 98);
    for (states, favoured) in [(0x30, true), (0, false)] {
        close_answers(&house, &ClosePlan { states, ..plan() });
        let part =
            liquidator
                .sender(bob)
                .buy_collateral(ACCOUNT, 3, wad(1_000_000_000), U256::ZERO, bob);
        assert!(part.is_ok());
        let asked = calls::<assessManyCall>().pop().unwrap();
        assert_eq!((asked.version, asked.favourSuspects), (VERSION, favoured));
        let [portfolio] = asked.portfolios.try_into().ok().unwrap();
        assert_eq!((portfolio.collateral.len(), portfolio.legs.len()), (2, 1));
        assert_eq!(portfolio.cash.to_string(), "-54000000000000000000000");
        assert_eq!(portfolio.legs[0].strike, leg().strike);
    }
}

/// REE-1: while somebody holds the lock nothing is sold, whatever else there is.
#[motsu::test]
fn ree_1_a_locked_house_sells_nothing(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    let reentrant = || vec![0x12, 0x34, 0x56, 0x78];
    answer::<acquireCall>(house.lock.address(), Err(reentrant()));
    let error = error_of(buy(&liquidator, bob));
    assert_eq!(error, LiquidatorError::Callee(reentrant()));
    assert!(calls::<transferFromCall>().is_empty() && calls::<seizeCall>().is_empty());
}

#[motsu::test]
fn liq_4_sells_an_insolvent_holding_only_whole(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    close_answers(
        &house,
        &ClosePlan {
            path: 3,
            healthBefore: wad(0),
            ..plan()
        },
    );
    let most = |most| {
        liquidator
            .sender(bob)
            .buy_collateral(ACCOUNT, 3, wad(most), U256::ZERO, bob)
    };
    let repay = 17_000_000_000;
    let exceeded = LimitExceeded {
        repay: wad(repay),
        maxRepay: wad(repay - 1),
    };
    assert_eq!(error_of(most(repay - 1)), exceeded.into());
    assert!(calls::<transferFromCall>().is_empty());
    assert_eq!(most(repay).unwrap(), (wad(repay), wad(30_000_000)));
}

#[motsu::test]
fn keeps_the_buyers_limits(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    let buy = |most, least, to| {
        liquidator
            .sender(bob)
            .buy_collateral(ACCOUNT, 3, wad(most), wad(least), to)
    };
    let little = SeizedTooLittle {
        seized: wad(30_000_000),
        minSeized: wad(30_000_001),
    };
    assert_eq!(error_of(buy(u128::MAX, 30_000_001, bob)), little.into());
    let little = SeizedTooLittle {
        seized: wad(1_764_705),
        minSeized: wad(1_764_706),
    };
    assert_eq!(error_of(buy(1_000_000_000, 1_764_706, bob)), little.into());
    assert_eq!(error_of(buy(0, 0, bob)), ZeroAmount {}.into());
    assert_eq!(error_of(buy(1, 0, Address::ZERO)), ZeroAmount {}.into());
    // 30,000,000 / 17,000,000,000 of a unit: the cash would buy nothing.
    assert_eq!(error_of(buy(566, 0, bob)), ZeroAmount {}.into());
    close_answers(
        &house,
        &ClosePlan {
            repay: wad(0),
            seized: wad(0),
            ..plan()
        },
    );
    assert_eq!(error_of(buy(1, 0, bob)), ZeroAmount {}.into());
    assert!(calls::<transferFromCall>().is_empty() && calls::<seizeCall>().is_empty());
}

#[motsu::test]
fn passes_on_why_a_callee_refused(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    let said = || Err(b"typed error of the callee".to_vec());
    let passed_on = LiquidatorError::Callee(b"typed error of the callee".to_vec());
    let (vault, planner) = (house.vault.address(), house.planner.address());

    answer::<seizeCall>(vault, said());
    assert_eq!(error_of(buy(&liquidator, bob)), passed_on);
    // More than a selector and five words is not copied. (Silence cannot be tested here: motsu breaks it.)
    answer::<seizeCall>(vault, Err(vec![1; 165]));
    assert_eq!(error_of(buy(&liquidator, bob)), VaultCallFailed {}.into());
    answer::<closeCall>(planner, said());
    assert_eq!(error_of(buy(&liquidator, bob)), passed_on);
    answer::<closeCall>(planner, Err(vec![1; 165]));
    assert_eq!(error_of(buy(&liquidator, bob)), PlannerCallFailed {}.into());
    answer::<listingCall>(vault, said());
    assert_eq!(error_of(buy(&liquidator, bob)), passed_on);
    answer::<portfolioCall>(vault, said());
    assert_eq!(error_of(buy(&liquidator, bob)), passed_on);
    assert_eq!(error_of(liquidator.sender(bob).plan(ACCOUNT)), passed_on);
}

#[motsu::test]
fn believes_only_well_formed_answers(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    let (vault, planner) = (house.vault.address(), house.planner.address());
    let words = |words: &[u128]| {
        Ok(words
            .iter()
            .flat_map(|word| wad(*word).to_be_bytes::<32>())
            .collect())
    };
    let none_sold = || assert!(calls::<transferFromCall>().is_empty());

    let good = [1, 1, 2, 3, 4, 5, 6, 0, 0, 0];
    for (at, bad) in [(0, 256), (1, 256), (8, 65_536), (9, 1 << 64)] {
        let mut plan = good;
        plan[at] = bad;
        answer::<closeCall>(planner, words(&plan));
        assert_eq!(
            error_of(buy(&liquidator, bob)),
            PlannerCallFailed {}.into(),
            "word {at} of the plan"
        );
    }
    for length in [0, 9] {
        answer::<closeCall>(planner, words(&good[..length]));
        assert_eq!(
            error_of(buy(&liquidator, bob)),
            PlannerCallFailed {}.into(),
            "{length} words"
        );
    }
    answer::<closeCall>(planner, words(&[&good[..], &[0]].concat()));
    assert_eq!(error_of(buy(&liquidator, bob)), PlannerCallFailed {}.into());

    for listing in [&[1u128][..], &[1, 256, 0, 0], &[]] {
        answer::<listingCall>(vault, words(listing));
        assert_eq!(
            error_of(buy(&liquidator, bob)),
            VaultCallFailed {}.into(),
            "{listing:?}"
        );
    }
    answer::<listingCall>(vault, words(&[1, 19, 0, 0]));
    assert_eq!(
        error_of(buy(&liquidator, bob)),
        DecimalsTooLarge { decimals: 19 }.into()
    );

    answer::<listingCall>(vault, words(&[1, 8, 0, 0]));
    // Cash, the places of both lists, their lengths and items.
    let good = [0u128, 96, 192, 1, 3, 5, 1, 1, 0, 5, 6, 7];
    answer::<portfolioCall>(vault, words(&good));
    close_answers(&house, &plan());
    assert!(buy(&liquidator, bob).is_ok());
    world(|world| world.calls.clear());
    let with = |at: usize, bad: u128| {
        let mut words = good.to_vec();
        words[at] = bad;
        words
    };
    for portfolio in [
        vec![],
        good[..11].to_vec(),
        [&good[..], &[0]].concat(),
        with(1, 97),
        with(1, 1 << 60),
        with(3, 2),
        with(3, u128::MAX),
        with(4, 256),
        with(6, 2),
        with(6, 1 << 62),
    ] {
        let portfolio = &portfolio[..];
        answer::<portfolioCall>(vault, words(portfolio));
        assert_eq!(
            error_of(buy(&liquidator, bob)),
            VaultCallFailed {}.into(),
            "{portfolio:?}"
        );
    }
    none_sold();
}

#[motsu::test]
fn liq_8_pays_nobody_for_liquidating_himself(liquidator: Contract<Liquidator>, alice: Address) {
    // The account's owner buys. His account loses the collateral and the debt that the cash repaid; he has the
    // collateral and paid the cash: to the unit the same on both sides, so that nothing is created for him.
    let _house = set_up(&liquidator, alice);
    let owner = Address::from_slice(&ACCOUNT[12..]);
    let (paid, received) = buy(&liquidator, owner).unwrap();
    let [moved] = calls::<transferFromCall>().try_into().ok().unwrap();
    let [seized] = calls::<seizeCall>().try_into().ok().unwrap();
    assert_eq!(
        (moved.from, moved.amount, seized.repaid),
        (owner, paid, paid)
    );
    assert_eq!((seized.to, seized.amount), (owner, received));
}
