//! Plans found by asking a judge in batches: against the search that sees the model from inside, against exact bisection,
//! and against closed forms.

use crate::closing::{account, Account, CASH_UNIT};
use crate::world::{covariance, Kind, World};
use fixed::WAD;
use proptest::prelude::*;
use risk::liquidation::planning::{choose, plan, Judge, Offer};
use risk::{
    close_amount, AssetTerms, CloseAmount, ClosePlan, Holding, Market, Path, RiskError, Verdict,
    MAX_ASSETS,
};

/// The simple model as a judge, and how often it was asked.
struct Native<'a> {
    account: &'a Account,
    place: usize,
    questions: usize,
    judged: usize,
}

impl Judge for Native<'_> {
    type Error = RiskError;

    fn judge(&mut self, less: &[u128], verdicts: &mut [Verdict]) -> Result<(), RiskError> {
        self.questions += 1;
        self.judged += less.len();
        for (less, verdict) in less.iter().zip(verdicts) {
            let mut world = self.account.world.clone();
            world.holdings[self.place].amount -= less;
            *verdict = world.assess(self.account.cash);
        }
        Ok(())
    }
}

fn offer(account: &Account, place: usize) -> Offer {
    let holding = account.world.holdings[place];
    Offer {
        asset: holding.asset,
        held: holding.amount,
        price: account.world.market.price(holding.asset).unwrap(),
        asset_unit: account.units[place],
        cash_unit: CASH_UNIT,
        debt: account.debt(),
        discount_slope: account.slope,
        max_discount: account.max_discount,
    }
}

/// The plan for a holding, and the questions it took.
fn planned(account: &Account, place: usize) -> (Option<ClosePlan>, usize) {
    let mut judge = Native {
        account,
        place,
        questions: 0,
        judged: 0,
    };
    let before = account.world.assess(account.cash);
    let plan = plan(&before, &offer(account, place), &mut judge).unwrap();
    assert!(judge.judged <= 4 * judge.questions);
    (plan, judge.questions)
}

/// What holds for every plan.
fn sound(account: &Account, plan: &ClosePlan) -> Result<(), TestCaseError> {
    let place = account.place(plan.asset);
    let held = account.world.holdings[place].amount;
    prop_assert_eq!(
        (plan.repay % CASH_UNIT, plan.seized % account.units[place]),
        (0, 0)
    );
    prop_assert!(plan.repay > 0 && plan.repay <= account.debt() && plan.seized <= held);
    prop_assert!(plan.discount <= account.max_discount);
    // LIQ-6: the cash buys that much and no more.
    prop_assert_eq!(plan.seized, account.seized(plan, plan.repay));
    let after = account.after(plan, plan.repay, plan.seized);
    prop_assert_eq!(plan.health_after, after.health);
    prop_assert_eq!(
        plan.health_before,
        account.world.assess(account.cash).health
    );
    if plan.path == Path::Restore {
        prop_assert!(after.equity >= after.buffer as i128);
        if is_dust(account, place) {
            return Ok(());
        }
        // A millionth less, and a unit of either token, does not reach it.
        let unit = fixed::mul_wad_up(
            account.units[place],
            account.world.market.price(plan.asset).unwrap(),
        );
        let less = plan
            .repay
            .saturating_sub((plan.repay >> 20) + unit.unwrap() + 2 * CASH_UNIT);
        let less = less / CASH_UNIT * CASH_UNIT;
        let short = account.after(plan, less, account.seized(plan, less));
        // By more than what units of cash too much, or of the token too little, give away.
        prop_assert!(
            short.equity < short.buffer as i128 + (unit.unwrap() + 2 * CASH_UNIT) as i128,
            "a smaller sale restores"
        );
    }
    if plan.path != Path::Insolvent {
        prop_assert!(plan.health_after > plan.health_before, "LIQ-4");
    }
    Ok(())
}

/// Whether what is missing is of the size of a unit of one of the tokens: rounding decides then, not the margin.
fn is_dust(account: &Account, place: usize) -> bool {
    let before = account.world.assess(account.cash);
    let missing = (before.buffer as i128 - before.equity).unsigned_abs();
    let price = account
        .world
        .market
        .price(account.world.holdings[place].asset)
        .unwrap();
    let unit = fixed::mul_wad_up(account.units[place], price).unwrap();
    missing < 1_000 * (unit + CASH_UNIT)
        || before.equity.unsigned_abs() < 1_000 * (unit + CASH_UNIT)
}

/// Both searches: the same path, discount and, to within a millionth and a unit, size.
fn agree(account: &Account, place: usize) -> Result<(), TestCaseError> {
    let holding = account.world.holdings[place];
    let (plan, questions) = planned(account, place);
    prop_assert!(questions <= 14, "{questions} questions");
    if let Some(plan) = &plan {
        sound(account, plan)?;
    }
    let (Some(plan), Ok(known)) = (plan, account.plan(Some(holding.asset))) else {
        return Ok(());
    };
    if known.path != plan.path || is_dust(account, place) {
        return Ok(());
    }
    let unit = fixed::mul_wad_up(
        account.units[place],
        account.world.market.price(plan.asset).unwrap(),
    )
    .unwrap();
    if plan.path == Path::Restore {
        // Neither leaves more above BM than its last step: of one shape, the sizes differ by as little.
        let after = account.after(&plan, plan.repay, plan.seized);
        let spare = (after.equity - after.buffer as i128).unsigned_abs();
        prop_assert!(
            spare <= (plan.repay >> 20) + 2 * unit + 2 * CASH_UNIT,
            "{plan:?} {known:?} {spare}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn liq_4_liq_6_plans_of_a_judge(account in account(Kind { most: 5, legs: false, hedges: false }, -50_000..999_000)) {
        prop_assume!(account.debt() >= CASH_UNIT);
        for place in 0..account.world.holdings.len() {
            let asset = account.world.holdings[place].asset;
            agree(&account, place)?;
            let (plan, known) = (planned(&account, place).0, account.plan(Some(asset)));
            // Of long portfolios every sale of more than dust helps, and either search says which way.
            let worth = fixed::mul_wad_down(account.world.holdings[place].amount, account.world.market.price(asset).unwrap()).unwrap();
            let equity = account.world.assess(account.cash).equity;
            if worth > 1_000_000 * CASH_UNIT && equity.unsigned_abs() > 10_000 * CASH_UNIT {
                if let (Some(plan), Ok(known)) = (plan, known) {
                    if plan.path != known.path {
                        // All of it restores to within a unit, or not.
                        let after = account.after(&plan, plan.repay, plan.seized);
                        let missing = (after.buffer as i128 - after.equity).unsigned_abs();
                        prop_assert!(missing <= fixed::mul_wad_up(account.units[place], account.world.market.price(asset).unwrap()).unwrap() + CASH_UNIT, "{plan:?} {known:?}");
                    }
                    prop_assert!(plan.discount.abs_diff(known.discount) <= 1_000_000_000, "{plan:?} {known:?}");
                }
            }
        }
    }

    #[test]
    fn liq_4_liq_6_plans_of_hedged_books(account in account(Kind { most: 6, legs: true, hedges: true }, -50_000..999_000)) {
        let account = Account { cash: account.cash.min(-(CASH_UNIT as i128)), ..account };
        for place in 0..account.world.holdings.len() {
            agree(&account, place)?;
        }
    }

    /// One collateral: margin is a fixed share of it, and the closed form gives the same answer.
    #[test]
    fn one_collateral_is_planned_by_the_closed_form(
        dollars in 10u128..1_000_000_000, deviation in 1i128..120, share in 100_000i128..999_000, max_discount in 0u128..WAD / 20,
    ) {
        let mut market = Market::new();
        (market.mask, market.prices[0]) = (1, WAD);
        market.covariance = covariance(&[vec![deviation * WAD as i128 / 1000]]);
        let holdings = vec![Holding { asset: 0, amount: dollars * WAD }];
        let world = World { market, assets: [AssetTerms::default(); MAX_ASSETS], holdings, legs: vec![] };
        let account = Account::new(world, share, &[0], WAD, max_discount);
        let verdict = account.world.assess(account.cash);
        let (plan, questions) = planned(&account, 0);
        let plan = plan.unwrap();
        // BM as a share of collateral; restored when (1 - share) C >= D.
        let buffer = fixed::div_wad_up(verdict.buffer, dollars * WAD).unwrap();
        let whole = close_amount(dollars * WAD, account.debt(), WAD - buffer, plan.discount, WAD).unwrap();
        let CloseAmount::Partial { repay, .. } = whole else { panic!("{whole:?} {plan:?}") };
        prop_assert_eq!(plan.path, Path::Restore);
        // A straight line: two lines through it, and the unit below.
        prop_assert!(questions <= 6, "{questions}");
        let slack = CASH_UNIT + dollars * 100_000 + (repay >> 20);
        prop_assert!(plan.repay + slack >= repay && plan.repay <= repay + slack, "{} {repay}", plan.repay);
    }

    /// A margin that grows faster than the position (impact): `a C + C sqrt(C / depth)`, by exact bisection.
    #[test]
    fn a_convex_margin_is_restored_by_the_smallest_sale(
        dollars in 1_000u128..1_000_000_000, share in 10u128..300, depth in 20u32..40, missing in 1u128..950, slope in 0..WAD,
    ) {
        struct Deep { held: u128, cash: i128, share: u128, depth: u32, asked: usize }
        impl Deep {
            fn verdict(&self, less: u128) -> Verdict {
                let held = self.held - less;
                let root = fixed::isqrt_up_u128((held >> self.depth) + 1) >> 10;
                let maintenance = held / 1_000 * self.share + (held >> 20) * root / 1_000;
                let equity = self.cash + held as i128;
                let health = if equity <= 0 { 0 } else { fixed::div_wad_down(equity as u128, maintenance).unwrap() };
                Verdict { equity, initial: 2 * maintenance, maintenance, buffer: maintenance / 100 * 115, health, not_live: 0 }
            }
        }
        impl Judge for Deep {
            type Error = RiskError;
            fn judge(&mut self, less: &[u128], verdicts: &mut [Verdict]) -> Result<(), RiskError> {
                self.asked += less.len();
                for (less, verdict) in less.iter().zip(verdicts) {
                    *verdict = self.verdict(*less);
                }
                Ok(())
            }
        }
        let held = dollars * WAD;
        let mut judge = Deep { held, cash: 0, share, depth, asked: 0 };
        let whole = judge.verdict(0);
        prop_assume!(whole.maintenance < held);
        judge.cash = -((held - whole.maintenance / 1_000 * missing) as i128);
        let before = judge.verdict(0);
        let offer = Offer {
            asset: 3, held, price: WAD, asset_unit: 1, cash_unit: CASH_UNIT, debt: judge.cash.unsigned_abs(),
            discount_slope: slope, max_discount: WAD / 10,
        };
        let plan = plan(&before, &offer, &mut judge).unwrap().unwrap();
        prop_assert!(judge.asked <= 40, "{}", judge.asked);
        prop_assert_eq!(plan.path, Path::Restore);
        let restores = |units: u128| {
            let repay = units * CASH_UNIT;
            let seized = fixed::mul_wad_down(repay, WAD + plan.discount).unwrap().min(held);
            let mut verdict = judge.verdict(seized);
            verdict.equity += repay as i128;
            verdict.equity >= verdict.buffer as i128
        };
        let (mut low, mut high) = (0, plan.repay / CASH_UNIT);
        prop_assert!(restores(high) && !restores(low));
        while high - low > 1 {
            let middle = (low + high) / 2;
            if restores(middle) { high = middle } else { low = middle }
        }
        let (found, least) = (plan.repay / CASH_UNIT, high);
        prop_assert!(found - least <= (found >> 20) + 1, "{found} {least}");
    }
}

#[test]
fn what_cannot_be_sold_is_not_planned() {
    let mut market = Market::new();
    (market.mask, market.prices[0]) = (1, 0);
    market.covariance = covariance(&[vec![WAD as i128 / 50]]);
    let holdings = vec![Holding {
        asset: 0,
        amount: WAD,
    }];
    let world = World {
        market,
        assets: [AssetTerms::default(); MAX_ASSETS],
        holdings,
        legs: vec![],
    };
    let account = Account {
        world,
        cash: -(WAD as i128),
        units: vec![1],
        slope: WAD,
        max_discount: 0,
    };
    assert_eq!(planned(&account, 0).0, None);
    let before = account.world.assess(account.cash);
    let mut judge = Native {
        account: &account,
        place: 0,
        questions: 0,
        judged: 0,
    };
    for (cash_unit, asset_unit) in [(0, 1), (1, 0)] {
        let offer = Offer {
            cash_unit,
            asset_unit,
            ..offer(&account, 0)
        };
        assert_eq!(
            plan(&before, &offer, &mut judge),
            Err(RiskError::InvalidTerms)
        );
    }
    assert_eq!(judge.questions, 0);
}

#[test]
fn the_collateral_that_frees_most_is_chosen() {
    let usd = |dollars: u128| dollars * WAD;
    let best = |list: &[Option<(i128, u128)>], equity| choose(list.iter().copied(), equity);
    let list = [
        Some((usd(5) as i128, usd(100))),
        None,
        Some((usd(6) as i128, usd(60))),
        Some((usd(1) as i128, usd(20))),
    ];
    assert_eq!(best(&list, true), Some(2));
    // A hedge is left alone while there is equity, and sold when there is none.
    let hedges = [Some((-1, usd(10))), Some((0, usd(10)))];
    assert_eq!((best(&hedges, true), best(&hedges, false)), (None, Some(0)));
    assert_eq!(best(&[Some((usd(1) as i128, 0))], false), None);
    assert_eq!(best(&[], true), None);
}
