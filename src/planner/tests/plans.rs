//! Plans, by hand.

use super::*;
use crate::abi::*;
use crate::error::PlannerError;

const LIVE: [State; 3] = [State::Live; 3];

#[motsu::test]
fn liq_3_a_healthy_account_is_left_alone(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(&planner, &margin, bob, &LIVE);
    let held = vec![holding(0, 1_000)];
    let plan = planner
        .sender(bob)
        .close(7, usd(-1_800), held, vec![], terms(255, 1_800, 1))
        .motsu_unwrap();
    // Equity 200, maintenance 200.
    assert_eq!(
        (plan.path, plan.asset, plan.repay, plan.seized),
        (0, 255, U256::ZERO, U256::ZERO)
    );
    assert_eq!(plan.healthBefore, u(WAD));
    let asked = mock::world(|world| world.asked.len());
    assert_eq!(asked, 1);
}

#[motsu::test]
fn liq_4_the_smallest_sale_restores_the_buffer(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(&planner, &margin, bob, &LIVE);
    let held = vec![holding(0, 1_000)];
    let plan = planner
        .sender(bob)
        .close(7, usd(-1_810), held, vec![short_put()], terms(0, 1_810, 1))
        .motsu_unwrap();
    // Equity 190, maintenance 200: health 0.95, discount 5 %. Selling x for x / 1.05 until
    // 190 + x / 1.05 - x = 0.115 (2000 - x): x = 40 / (0.115 - 0.05 / 1.05) = 593.64.
    assert_eq!((plan.path, plan.asset, plan.discount), (1, 0, u(WAD / 20)));
    assert_eq!(plan.healthBefore, u(WAD / 100 * 95));
    let repay = u128::try_from(plan.repay).unwrap();
    assert!(
        (565_371_000..=565_373_000).contains(&(repay / 10u128.pow(12))),
        "{repay}"
    );
    let seized = u128::try_from(plan.seized).unwrap();
    assert!(
        seized * 2_000 <= repay / 100 * 105 && repay / 100 * 105 - seized * 2_000 < WAD / 1_000_000
    );
    // Restored to 115 % of what is required then, and not by more than a millionth.
    let after = u128::try_from(plan.healthAfter).unwrap();
    assert!(
        (1_150_000_000_000_000_000..1_150_002_000_000_000_000).contains(&after),
        "{after}"
    );
    mock::world(|world| {
        assert!(world.asked.len() <= 6, "{} questions", world.asked.len());
        assert!(world
            .asked
            .iter()
            .all(|call| call.version == 7 && !call.favourSuspects));
        assert!(world
            .asked
            .iter()
            .all(|call| call.portfolios.iter().all(|one| one.legs.len() == 1)));
        let leg = &world.asked[0].portfolios[0].legs[0];
        assert_eq!(
            (leg.asset, leg.kind, leg.size, leg.expiry),
            (1, 2, usd(-1), 2_000_000_000)
        );
        assert_eq!(world.attributed, 0);
    });
}

#[motsu::test]
fn the_one_that_frees_most_is_sold_and_never_a_dead_one(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(&planner, &margin, bob, &LIVE);
    let held = || vec![holding(0, 1_000), holding(1, 100), holding(2, 1_000_000)];
    // Worth 2,000 and 4,000 and 1,000; asks for 200 and 800 and 50.
    let close = |asset| {
        planner
            .sender(bob)
            .close(0, usd(-6_000), held(), vec![], terms(asset, 6_000, 3))
    };
    let best = close(255).motsu_unwrap();
    assert_eq!((best.path, best.asset), (1, 1));
    assert_eq!(mock::world(|world| world.attributed), 1);
    assert_eq!(close(0).motsu_unwrap().asset, 0);
    mock::world(|world| world.market.states[1] = State::Dead);
    let other = close(255).motsu_unwrap();
    assert_eq!(
        (other.asset, other.state, other.notLive, other.states),
        (0, 0, 0b10, 0x020)
    );
}

#[motsu::test]
fn liq_4_without_equity_all_is_sold_at_once(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(&planner, &margin, bob, &LIVE);
    let held = vec![holding(0, 1_000)];
    let plan = planner
        .sender(bob)
        .close(0, usd(-2_100), held, vec![], terms(255, 2_100, 1))
        .motsu_unwrap();
    assert_eq!(
        (plan.path, plan.discount, plan.seized),
        (3, u(WAD / 20), u(WAD))
    );
    // 2,000 / 1.05, up to the unit of cash.
    assert_eq!(plan.repay, u(1_904_761_905 * 10u128.pow(12)));
    assert_eq!(plan.healthBefore, U256::ZERO);
}

/// Cash of the account may hide debt, or be worse than it: what may be repaid is what is owed.
#[motsu::test]
fn no_more_is_repaid_than_owed(planner: Contract<Planner>, margin: Contract<Mock>, bob: Address) {
    open(&planner, &margin, bob, &LIVE);
    let close = |debt| {
        let held = vec![holding(0, 1_000)];
        planner
            .sender(bob)
            .close(0, usd(-1_810), held, vec![], terms(255, debt, 1))
            .motsu_unwrap()
    };
    let capped = close(100);
    assert_eq!((capped.path, capped.repay), (2, u(100 * WAD)));
    assert!(capped.healthAfter > capped.healthBefore);
    let nothing = close(0);
    assert_eq!(
        (nothing.path, nothing.asset, nothing.repay),
        (3, 255, U256::ZERO)
    );
}

/// ORC-3: below maintenance under both prices, and then sold at the one that is worse for the buyer.
#[motsu::test]
fn orc_3_a_suspect_price_counts_for_the_account(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(
        &planner,
        &margin,
        bob,
        &[State::Suspect, State::Live, State::Live],
    );
    let close = |debt: u128| {
        let held = vec![holding(0, 1_000)];
        planner
            .sender(bob)
            .close(
                3,
                usd(-debt.cast_signed()),
                held,
                vec![],
                terms(255, debt, 1),
            )
            .motsu_unwrap()
    };
    // At 2,000 below maintenance, at 2,200 not.
    let doubtful = close(1_900);
    assert_eq!(
        (doubtful.path, doubtful.states, doubtful.notLive),
        (0, 0x003, 1)
    );
    let certain = close(1_990);
    assert_eq!((certain.path, certain.state), (1, 3));
    // Equity 210 of 220.
    assert_eq!(certain.healthBefore, u(210 * WAD / 220));
    let (repay, seized) = (
        u128::try_from(certain.repay).unwrap(),
        u128::try_from(certain.seized).unwrap(),
    );
    let markup = WAD + u128::try_from(certain.discount).unwrap();
    let price = repay / 1_000 * (markup / 1_000_000) / (seized / 1_000_000_000);
    assert!(
        (2_199_999..=2_200_001).contains(&(price / 10u128.pow(15))),
        "{price}"
    );
    assert!(mock::world(|world| world
        .asked
        .last()
        .unwrap()
        .favourSuspects));
}

#[motsu::test]
fn what_cannot_be_asked_is_refused(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(&planner, &margin, bob, &LIVE);
    let held = || vec![holding(0, 1_000)];
    let refused = |held: Vec<Holding>, terms: CloseTerms| {
        planner
            .sender(bob)
            .close(0, usd(-1_810), held, vec![], terms)
            .motsu_unwrap_err()
    };
    let invalid = PlannerError::from(InvalidTerms {});
    assert_eq!(refused(held(), terms(255, 1_810, 2)), invalid);
    assert_eq!(
        refused(
            held(),
            CloseTerms {
                maxDiscount: u(WAD / 10 + 1),
                ..terms(255, 1, 1)
            }
        ),
        invalid
    );
    assert_eq!(
        refused(
            held(),
            CloseTerms {
                discountSlope: u(4 * WAD + 1),
                ..terms(255, 1, 1)
            }
        ),
        invalid
    );
    assert_eq!(
        refused(
            held(),
            CloseTerms {
                cashUnit: U256::ZERO,
                ..terms(255, 1, 1)
            }
        ),
        invalid
    );
    assert_eq!(
        refused(
            held(),
            CloseTerms {
                assetUnits: vec![U256::ZERO],
                ..terms(255, 1, 1)
            }
        ),
        invalid
    );
    assert_eq!(
        refused(held(), terms(1, 1_810, 1)),
        PlannerError::from(NotHeld { asset: 1 })
    );
    assert_eq!(
        refused(vec![holding(0, 0)], terms(0, 1_810, 1)),
        PlannerError::from(NotHeld { asset: 0 })
    );
    let unknown = vec![holding(0, 1_000), holding(16, 1)];
    assert_eq!(
        refused(unknown, terms(0, 1_810, 2)),
        PlannerError::from(UnknownAsset { asset: 16 })
    );
    // A holding that asks for no margin: selling it at a discount only costs.
    mock::world(|world| world.rates[2] = 0);
    let idle = vec![holding(0, 1_000), holding(2, 1_000)];
    assert_eq!(
        refused(idle, terms(2, 1_810, 2)),
        PlannerError::from(SaleWouldNotHelp { asset: 2 })
    );
}

#[motsu::test]
fn only_well_formed_answers_are_believed(
    planner: Contract<Planner>,
    margin: Contract<Mock>,
    bob: Address,
) {
    open(&planner, &margin, bob, &LIVE);
    let ask = || {
        let held = vec![holding(0, 1_000)];
        planner
            .sender(bob)
            .close(0, usd(-1_810), held, vec![], terms(255, 1_810, 1))
            .motsu_unwrap_err()
    };
    let said = |said| mock::world(|world| world.said = Some(said));
    let words = |words: &[U256]| {
        Ok(words
            .iter()
            .flat_map(|word| word.to_be_bytes::<32>())
            .collect())
    };
    let (one, zero) = (u(1), U256::ZERO);
    let failed = PlannerError::from(MarginCallFailed {});
    let good = [u(32), one, one, one, one, one, one, zero];
    for (at, bad) in [
        (1, u(2)),
        (2, U256::MAX >> 128),
        (3, u(1) << 128),
        (7, u(1) << 16),
    ] {
        let mut list = good;
        list[at] = bad;
        said(words(&list));
        assert_eq!(ask(), failed, "{at}");
    }
    said(words(&good[..7]));
    assert_eq!(ask(), failed);
    said(Ok(vec![]));
    assert_eq!(ask(), failed);
    said(Err(b"as it is".to_vec()));
    assert_eq!(ask(), PlannerError::Callee(b"as it is".to_vec()));
}

#[motsu::test]
fn upg_1_initialize_runs_once(planner: Contract<Planner>, margin: Contract<Mock>, bob: Address) {
    mock::set(World::of(&LIVE));
    let bare = Address::repeat_byte(0x77);
    let error = planner.sender(bob).initialize(bare).motsu_unwrap_err();
    assert_eq!(error, PlannerError::from(NoCode { target: bare }));
    // A margin that knows no oracle.
    let error = planner
        .sender(bob)
        .initialize(margin.address())
        .motsu_unwrap_err();
    assert_eq!(
        error,
        PlannerError::from(NoCode {
            target: Address::ZERO
        })
    );
    open(&planner, &margin, bob, &LIVE);
    let error = planner
        .sender(bob)
        .initialize(margin.address())
        .motsu_unwrap_err();
    assert_eq!(error, PlannerError::from(AlreadyInitialized {}));
    assert_eq!(
        (planner.sender(bob).margin(), planner.sender(bob).oracle()),
        (margin.address(), margin.address())
    );
}
