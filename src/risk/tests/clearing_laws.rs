//! Accounts that trade with each other, pay funding, expire and settle, in any order: nothing is made and nothing lost.
//!
//! The reference keeps no accumulators and no balances of 256 bits: it moves every payment between the accounts when it
//! falls due, in numbers small enough for 128 bits.

use proptest::prelude::*;
use risk::clearing::{Account, Balance, Cash, Series, MAX_SIZE};
use risk::LegKind;

const ACCOUNTS: usize = 5;
const EXPIRY: u64 = 1_000;
/// One unit of a cash of 18 decimals at scale 1e-36; a coarse one below shows the rounding.
const DECIMALS: u8 = 6;
const UNIT: i128 = 10_i128.pow(30);

#[derive(Debug, Clone)]
enum Step {
    Trade {
        long: usize,
        short: usize,
        series: usize,
        size: i64,
        price: i64,
    },
    Funding {
        series: usize,
        per_unit: i64,
    },
    Settle {
        account: usize,
        price: i64,
    },
}

fn series() -> [Series; 4] {
    let at = |kind, strike, expiry| Series {
        market: 1,
        asset: 0,
        kind,
        strike,
        expiry,
    };
    [
        at(LegKind::Linear, 0, 0),
        at(LegKind::EverlastingPut, 500, 0),
        at(LegKind::Call, 1_000_000_000, EXPIRY),
        at(LegKind::Linear, 0, EXPIRY),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let account = || 0..ACCOUNTS;
    prop_oneof![
        4 => (account(), account(), 0..4_usize, 1..1_000_000_000_000_i64, 0..2_000_000_000_i64).prop_map(
            |(long, short, series, size, price)| Step::Trade { long, short, series, size, price }
        ),
        1 => (0..2_usize, -1_000_000_i64..1_000_000).prop_map(|(series, per_unit)| Step::Funding { series, per_unit }),
        1 => (account(), 0..2_000_000_000_i64).prop_map(|(account, price)| Step::Settle { account, price }),
    ]
}

/// The clearing: accounts, accumulators, and the pot in units of the cash.
struct House {
    accounts: Vec<Account>,
    index: [i128; 4],
    pot: i128,
    cash: Cash,
}

impl House {
    fn new() -> Self {
        Self {
            accounts: vec![Account::new(Balance::ZERO); ACCOUNTS],
            index: [0; 4],
            pot: 0,
            cash: Cash::with_decimals(DECIMALS).unwrap(),
        }
    }

    fn index_of(&self, of: &Series) -> i128 {
        let place = series().iter().position(|series| series == of).unwrap();
        self.index[place]
    }

    fn total(&self, account: &Account) -> Balance {
        let funding = account
            .positions()
            .iter()
            .map(|held| held.funding(self.index_of(&held.series)).unwrap());
        funding.fold(account.balance, |sum, part| sum.plus(part).unwrap())
    }

    fn trade(&mut self, [long, short]: [usize; 2], of: usize, size: i128, price: i128) {
        let (of, index) = (series()[of], self.index[of]);
        let cost = Balance::product(size, price);
        self.accounts[long].trade(of, size, cost, index).unwrap();
        self.accounts[short]
            .trade(of, -size, cost.negated(), index)
            .unwrap();
    }

    /// What can be paid with the linear positions at a price; only what the pot has.
    fn settle(&mut self, account: usize, price: i128) -> i128 {
        let settled = &self.accounts[account];
        let linear = settled
            .positions()
            .iter()
            .filter(|held| held.series.kind == LegKind::Linear);
        let worth = linear.fold(self.total(settled), |sum, held| {
            sum.plus(Balance::product(held.size, price)).unwrap()
        });
        let units = self.cash.units_down(worth).unwrap().min(self.pot);
        let paid = self.cash.balance_of(units).unwrap();
        let balance = self.accounts[account].balance.minus(paid).unwrap();
        self.accounts[account].balance = balance;
        self.pot -= units;
        units
    }

    fn expire(&mut self, account: usize, price: u128) {
        let mut place = 0;
        while let Some(held) = self.accounts[account].positions().get(place).copied() {
            if held.series.expiry == 0 {
                place += 1;
            } else {
                self.accounts[account].expire(place, price).unwrap();
            }
        }
    }

    fn size(&self, account: usize, of: &Series) -> i128 {
        let held = self.accounts[account]
            .positions()
            .iter()
            .find(|held| held.series == *of);
        held.map_or(0, |held| held.size)
    }

    /// Sizes of every series sum to zero, balances to the pot, dollars as they are read to no more than it.
    fn check(&self) {
        for of in series() {
            let sum: i128 = (0..ACCOUNTS).map(|account| self.size(account, &of)).sum();
            assert_eq!(sum, 0, "{of:?}");
        }
        let totals: Vec<Balance> = self
            .accounts
            .iter()
            .map(|account| self.total(account))
            .collect();
        let sum = totals
            .iter()
            .fold(Balance::ZERO, |sum, total| sum.plus(*total).unwrap());
        // What came into the pot has raised somebody's balance by as much.
        let pot = self.cash.balance_of(-self.pot).unwrap();
        assert_eq!(sum.plus(pot), Ok(Balance::ZERO));
        let read: i128 = totals
            .iter()
            .map(|total| total.to_usd_down().unwrap())
            .sum();
        let held = self.pot * (UNIT / 10_i128.pow(18));
        assert!(
            (held - ACCOUNTS as i128..=held).contains(&read),
            "{read} of {held}"
        );
    }
}

/// Payments when they fall due, scale 1e-36.
#[derive(Default)]
struct Reference {
    paid: [i128; ACCOUNTS],
    size: [[i128; 4]; ACCOUNTS],
}

fn run(steps: &[Step]) -> (House, Reference) {
    let (mut house, mut reference) = (House::new(), Reference::default());
    for step in steps {
        match *step {
            Step::Trade { long, short, .. } if long == short => {}
            Step::Trade {
                long,
                short,
                series,
                size,
                price,
            } => {
                let (size, price) = (i128::from(size), i128::from(price));
                house.trade([long, short], series, size, price);
                reference.paid[long] -= size * price;
                reference.paid[short] += size * price;
                reference.size[long][series] += size;
                reference.size[short][series] -= size;
            }
            Step::Funding { series, per_unit } => {
                house.index[series] += i128::from(per_unit);
                for account in 0..ACCOUNTS {
                    reference.paid[account] -=
                        reference.size[account][series] * i128::from(per_unit);
                }
            }
            Step::Settle { account, price } => {
                let units = house.settle(account, i128::from(price));
                reference.paid[account] -= units * UNIT;
            }
        }
        house.check();
    }
    (house, reference)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn acc_6_what_one_account_pays_others_get(steps in prop::collection::vec(step(), 1..60)) {
        let (house, reference) = run(&steps);
        for account in 0..ACCOUNTS {
            let total = house.total(&house.accounts[account]);
            prop_assert_eq!(total, Balance::product(reference.paid[account], 1));
            for (place, of) in series().iter().enumerate() {
                prop_assert_eq!(house.size(account, of), reference.size[account][place]);
            }
        }
    }

    #[test]
    fn acc_6_expiry_pays_what_it_takes(
        steps in prop::collection::vec(step(), 1..40),
        price in 0..3_000_000_000_u64,
    ) {
        let (mut house, mut reference) = run(&steps);
        for account in 0..ACCOUNTS {
            house.expire(account, u128::from(price));
            let [_, _, call, future] = reference.size[account];
            let price = i128::from(price);
            reference.paid[account] += future * price + call * (price - 1_000_000_000).max(0);
            let total = house.total(&house.accounts[account]);
            prop_assert_eq!(total, Balance::product(reference.paid[account], 1));
            prop_assert!(house.accounts[account].positions().iter().all(|held| held.series.expiry == 0));
        }
        let sum: i128 = reference.paid.iter().sum();
        prop_assert_eq!(sum, house.pot * UNIT);
    }

    /// Where all losers have paid, the pot is enough for all winners, and nobody has more left than a unit.
    #[test]
    fn acc_6_the_pot_pays_every_winner_whom_losers_owe(
        steps in prop::collection::vec(step(), 1..40),
        price in 0..2_000_000_000_i64,
    ) {
        let (mut house, _) = run(&steps);
        let price = i128::from(price);
        for _ in ["losers first", "then winners"] {
            for account in 0..ACCOUNTS {
                house.settle(account, price);
                house.check();
            }
        }
        prop_assert!(house.pot >= 0 && house.pot <= ACCOUNTS as i128, "{}", house.pot);
        for account in 0..ACCOUNTS {
            let linear: i128 = [series()[0], series()[3]].iter().map(|of| house.size(account, of)).sum();
            let left = house.total(&house.accounts[account]).plus(Balance::product(linear, price)).unwrap();
            let left = left.to_usd_down().unwrap();
            prop_assert!((0..UNIT / 10_i128.pow(18)).contains(&left), "{left}");
        }
    }

    /// The same at the ends of the types: what fits is exact, what does not changes nothing.
    #[test]
    fn acc_6_large_trades_are_exact_or_refused(
        trades in prop::collection::vec((0..ACCOUNTS, 0..ACCOUNTS, 1..=MAX_SIZE, 0..=risk::price::MAX_PRICE), 1..30),
    ) {
        let mut accounts = vec![Account::new(Balance::ZERO); ACCOUNTS];
        let of = series()[0];
        let mut refused = 0;
        for (long, short, size, price) in trades {
            let (size, price) = (size as i128, price as i128);
            if long == short {
                continue;
            }
            let cost = Balance::product(size, price);
            let (mut buyer, mut seller) = (accounts[long].clone(), accounts[short].clone());
            let bought = buyer.trade(of, size, cost, 0);
            let sold = seller.trade(of, -size, cost.negated(), 0);
            if bought.is_err() || sold.is_err() {
                refused += 1;
                if bought.is_err() {
                    prop_assert_eq!(buyer.balance, accounts[long].balance);
                    prop_assert_eq!(buyer.positions(), accounts[long].positions());
                }
                continue;
            }
            for one in [&buyer, &seller] {
                prop_assert!(one.balance.pack(1).is_ok());
            }
            (accounts[long], accounts[short]) = (buyer, seller);
        }
        let sum = accounts.iter().fold(Balance::ZERO, |sum, one| sum.plus(one.balance).unwrap());
        prop_assert_eq!(sum, Balance::ZERO, "{} refused", refused);
    }
}
