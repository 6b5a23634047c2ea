//! Liquidation plans: the closed form, and the search on the margin itself.

use crate::world::{covariance, world, Kind, World, TERMS};
use fixed::WAD;
use model::Exact;
use proptest::prelude::*;
use risk::{
    close, close_amount, AssetTerms, CloseAmount, ClosePlan, CloseTerms, Holding, Market, Path,
    RiskError, Verdict, MAX_ASSETS, NO_ASSET,
};
use vectors::{cases, natural, text, Tally};

#[test]
fn close_amount_matches_exact_rationals() {
    let cases = cases("liquidation.json");
    if cases.is_empty() {
        return;
    }
    let (mut exact, mut repay) = ([0; 3], Tally::default());
    for case in cases
        .iter()
        .filter(|case| text(&case["f"]) == "close_amount")
    {
        let [collateral, debt, threshold, bonus, target] =
            ["C", "D", "lt", "b", "h"].map(|field| natural(&case[field]));
        match close_amount(collateral, debt, threshold, bonus, target).unwrap() {
            CloseAmount::Healthy => {
                assert_eq!(text(&case["status"]), "healthy");
                exact[0] += 1;
            }
            CloseAmount::Partial {
                repay: paid,
                seized,
            } => {
                assert_eq!(text(&case["status"]), "ok");
                assert_eq!(paid, natural(&case["repay_ceil"]));
                assert_eq!(seized, natural(&case["seize_floor"]));
                let error = Exact::unsigned(paid, WAD) - Exact::decimal(text(&case["repay"]));
                repay.note(error.to_f64());
                exact[1] += 1;
            }
            CloseAmount::Toxic {
                max_repay,
                bad_debt,
            } => {
                assert_eq!(text(&case["status"]), "toxic");
                assert_eq!(max_repay, natural(&case["max_repay_floor"]));
                assert_eq!(bad_debt, natural(&case["bad_debt_ceil"]));
                exact[2] += 1;
            }
        }
    }
    println!("close_amount: {exact:?} healthy, partial, toxic: all exact");
    assert!(exact.iter().all(|count| *count > 10));
    repay.within("close_amount repay (USD)", 1e-18, 0.0);
}

pub(crate) const CASH_UNIT: u128 = 1_000_000_000_000;

pub(crate) struct Account {
    pub(crate) world: World,
    pub(crate) cash: i128,
    pub(crate) units: Vec<u128>,
    pub(crate) slope: u128,
    pub(crate) max_discount: u128,
}

impl Account {
    /// Cash such that equity is `share` (1e-6) of maintenance.
    pub(crate) fn new(
        world: World,
        share: i128,
        units: &[u32],
        slope: u128,
        max_discount: u128,
    ) -> Self {
        let units: Vec<u128> = world
            .holdings
            .iter()
            .zip(units)
            .map(|(_, digits)| 10u128.pow(*digits))
            .collect();
        let verdict = world.assess(0);
        let wanted = verdict.maintenance as i128 / 1_000_000 * share;
        let cash = (wanted - verdict.equity).div_euclid(CASH_UNIT as i128) * CASH_UNIT as i128;
        Self {
            world,
            cash,
            units,
            slope,
            max_discount,
        }
    }

    pub(crate) fn plan(&self, asset: Option<u8>) -> Result<ClosePlan, RiskError> {
        let terms = CloseTerms {
            discount_slope: self.slope,
            max_discount: self.max_discount,
            cash_unit: CASH_UNIT,
            asset_units: &self.units,
        };
        let World {
            market,
            assets,
            holdings,
            legs,
        } = &self.world;
        close(
            self.cash, holdings, legs, market, &TERMS, assets, asset, &terms,
        )
    }

    pub(crate) fn place(&self, asset: u8) -> usize {
        self.world
            .holdings
            .iter()
            .position(|holding| holding.asset == asset)
            .unwrap()
    }

    /// What is handed over for a repayment, by the definition.
    pub(crate) fn seized(&self, plan: &ClosePlan, repay: u128) -> u128 {
        let price = Exact::unsigned(self.world.market.price(plan.asset).unwrap(), WAD);
        let markup = Exact::unsigned(WAD + plan.discount, WAD);
        let unit = self.units[self.place(plan.asset)];
        let units =
            (Exact::unsigned(repay, WAD) * markup / price / Exact::unsigned(unit, WAD)).floor();
        units
            .saturating_mul(unit)
            .min(self.world.holdings[self.place(plan.asset)].amount / unit * unit)
    }

    /// The account's judgement after a sale, by the public function.
    pub(crate) fn after(&self, plan: &ClosePlan, repay: u128, seized: u128) -> Verdict {
        let mut world = self.world.clone();
        let place = self.place(plan.asset);
        world.holdings[place].amount -= seized;
        world.assess(self.cash + repay as i128)
    }

    pub(crate) fn debt(&self) -> u128 {
        (-self.cash).max(0) as u128
    }
}

pub(crate) fn account(kind: Kind, shares: std::ops::Range<i128>) -> impl Strategy<Value = Account> {
    let discounts = (0u128..=WAD, 0u128..=WAD / 10);
    let units = prop::collection::vec(prop_oneof![Just(0u32), Just(10), Just(12)], 16);
    (world(kind), shares, units, discounts).prop_map(
        |(world, share, units, (slope, max_discount))| {
            Account::new(world, share, &units, slope, max_discount)
        },
    )
}

impl std::fmt::Debug for Account {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{:?} cash {} units {:?} slope {} max {}",
            self.world, self.cash, self.units, self.slope, self.max_discount
        )
    }
}

/// What holds for every plan that sells something.
pub(crate) fn sound(account: &Account, plan: &ClosePlan) -> Result<(), TestCaseError> {
    let place = account.place(plan.asset);
    let held = account.world.holdings[place].amount;
    prop_assert_eq!(plan.repay % CASH_UNIT, 0);
    prop_assert_eq!(plan.seized % account.units[place], 0);
    prop_assert!(plan.repay > 0 && plan.repay <= account.debt());
    prop_assert!(plan.seized <= held);
    prop_assert!(plan.discount <= account.max_discount);
    // LIQ-6: what is seized is worth at most what was paid and the discount.
    let price = Exact::unsigned(account.world.market.price(plan.asset).unwrap(), WAD);
    let worth = Exact::unsigned(plan.seized, WAD) * price;
    prop_assert!(
        worth <= Exact::unsigned(plan.repay, WAD) * Exact::unsigned(WAD + plan.discount, WAD)
    );
    prop_assert_eq!(plan.seized, account.seized(plan, plan.repay));
    let after = account.after(plan, plan.repay, plan.seized);
    prop_assert_eq!(plan.health_after, after.health);
    prop_assert_eq!(
        plan.health_before,
        account.world.assess(account.cash).health
    );
    if plan.path == Path::Restore {
        prop_assert!(after.equity >= after.buffer as i128);
        prop_assert!(plan.health_after >= WAD);
        // One cash unit less does not reach it.
        let less = plan.repay - CASH_UNIT;
        let short = account.after(plan, less, account.seized(plan, less));
        prop_assert!(
            short.equity < short.buffer as i128,
            "a smaller sale restores"
        );
    }
    if plan.path != Path::Insolvent {
        prop_assert!(plan.health_after > plan.health_before, "LIQ-4");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn liq_4_liq_6_long_portfolios(account in account(Kind { most: 5, legs: false, hedges: false }, -50_000..1_000_000)) {
        let equity = account.world.assess(account.cash).equity;
        prop_assume!(account.debt() > 0 && account.world.value() > 1000 * CASH_UNIT);
        let plan = account.plan(None).unwrap();
        prop_assert_ne!(plan.path, Path::Healthy);
        prop_assert_ne!(plan.asset, NO_ASSET);
        sound(&account, &plan)?;
        prop_assert_eq!(plan.path == Path::Insolvent, equity <= 0, "{:?}", plan);
        // Where rounding to units is small beside the equity, what does not restore takes all there is.
        let dust = equity.unsigned_abs() < 10_000 * CASH_UNIT;
        if matches!(plan.path, Path::Exhaust | Path::Insolvent) && !dust {
            let place = account.place(plan.asset);
            let held = account.world.holdings[place].amount;
            let whole = plan.seized == held / account.units[place] * account.units[place];
            prop_assert!(whole || plan.repay == account.debt(), "{:?}", plan);
        }
        for holding in account.world.holdings.iter().filter(|holding| holding.amount > 0) {
            match account.plan(Some(holding.asset)) {
                Ok(plan) => {
                    prop_assert_eq!(plan.asset, holding.asset);
                    sound(&account, &plan)?;
                }
                Err(error) => prop_assert_eq!(error, RiskError::WouldNotHelp),
            }
        }
    }

    #[test]
    fn liq_4_liq_6_hedged_portfolios_with_legs(account in account(Kind { most: 6, legs: true, hedges: true }, -50_000..1_000_000)) {
        let plan = account.plan(None).unwrap();
        if plan.asset != NO_ASSET {
            sound(&account, &plan)?;
        }
        for holding in account.world.holdings.iter().filter(|holding| holding.amount > 0) {
            match account.plan(Some(holding.asset)) {
                Ok(plan) if plan.asset != NO_ASSET => sound(&account, &plan)?,
                Ok(plan) => prop_assert!(plan.path == Path::Healthy || account.debt() < CASH_UNIT),
                Err(error) => prop_assert_eq!(error, RiskError::WouldNotHelp),
            }
        }
    }

    #[test]
    fn liq_3_healthy_accounts_are_left_alone(account in account(Kind { most: 5, legs: true, hedges: true }, 1_000_001..3_000_000)) {
        prop_assume!(account.world.assess(account.cash).health >= WAD);
        let plan = account.plan(None).unwrap();
        prop_assert_eq!((plan.path, plan.asset, plan.repay, plan.seized), (Path::Healthy, NO_ASSET, 0, 0));
    }

    /// One collateral: margin is a fixed share `m` of it, so that the closed form must give the same answer.
    #[test]
    fn one_collateral_closes_by_the_closed_form(
        dollars in 10u128..1_000_000_000, deviation in 1i128..120, share in 100_000i128..999_000, max_discount in 0u128..WAD / 20,
    ) {
        let mut market = Market::new();
        (market.mask, market.prices[0]) = (1, WAD);
        market.covariance = covariance(&[vec![deviation * WAD as i128 / 1000]]);
        let holdings = vec![Holding { asset: 0, amount: dollars * WAD }];
        let world = World { market, assets: [AssetTerms::default(); MAX_ASSETS], holdings, legs: vec![] };
        let account = Account::new(world, share, &[0], WAD, max_discount);
        let verdict = account.world.assess(account.cash);
        let plan = account.plan(None).unwrap();
        // BM as a share of collateral; restored when (1 - share) C >= D.
        let buffer = fixed::div_wad_up(verdict.buffer, dollars * WAD).unwrap();
        let whole = close_amount(dollars * WAD, account.debt(), WAD - buffer, plan.discount, WAD).unwrap();
        let CloseAmount::Partial { repay, .. } = whole else { panic!("{whole:?} {plan:?}") };
        prop_assert_eq!(plan.path, Path::Restore);
        // The closed form has a margin share of 18 digits: that much of the collateral, and one unit.
        let slack = CASH_UNIT + dollars * 100_000;
        prop_assert!(plan.repay + slack >= repay && plan.repay <= repay + slack, "{} {repay}", plan.repay);
    }
}
