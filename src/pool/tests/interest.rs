//! Interest: what a year costs, and that asking twice changes nothing.

use super::*;
use crate::abi::*;
use crate::books::{Books, MAX_INDEX};
use crate::books::{Charges, Dues};
use risk::interest::InterestSplit;
use risk::{KinkedCurve, RAY};
use shares::{Assets, Claims, Funds, Shares, MAX_CASH as MAX_ASSETS};

/// e^0.04 and e^0.34 at scale 1e27, rounded up, from sixty decimal digits.
const E_0_04: u128 = 1_040_810_774_192_388_226_757_044_758;
const E_0_34: u128 = 1_404_947_590_563_593_796_845_649_534;

/// No premium, and all for the lenders.
const FREE: Charges = Charges {
    premium: 0,
    split: InterestSplit {
        reserve: 0,
        insurance: 0,
    },
};

fn books(cash: Assets, supply: Shares, index: u128, scaled: u128, time: u64) -> Books {
    Books {
        funds: Funds { cash, supply, time },
        index,
        scaled,
        dues: Dues::default(),
    }
}

fn near(index: U256, exact: u128) {
    // Rounded up, term by term: a few ulp of 1e-27.
    assert!(
        index >= u(exact) && index <= u(exact + 100),
        "{index} is not just above {exact}"
    );
}

#[motsu::test]
fn a_year_at_the_kink(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000 * u128::from(UNIT)));
    pool.sender(vault)
        .lend(vault, u(800 * u128::from(UNIT)))
        .motsu_unwrap();
    assert_eq!(pool.sender(alice).rate_per_year().unwrap(), percent(4));
    clock::advance(YEAR);
    near(pool.sender(alice).borrow_index().unwrap(), E_0_04);
    // 800 e^0.04 = 832.648619353...
    assert_eq!(pool.sender(alice).total_borrowed().unwrap(), u(832_648_619));
    assert_eq!(pool.sender(alice).total_assets().unwrap(), u(1_032_648_619));
    // 10^15 shares and 10^6 virtual ones: the lender's part is all of it but a fraction of a unit.
    assert_eq!(
        pool.sender(alice).max_withdraw(alice),
        u(200 * u128::from(UNIT))
    );
    let shares = pool.sender(alice).balance_of(alice);
    assert_eq!(
        pool.sender(alice).convert_to_assets(shares).unwrap(),
        u(1_032_648_618)
    );
}

#[motsu::test]
fn a_year_above_the_kink(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    lend_in(&pool, &token, alice, u(1_000 * u128::from(UNIT)));
    pool.sender(vault)
        .lend(vault, u(900 * u128::from(UNIT)))
        .motsu_unwrap();
    assert_eq!(pool.sender(alice).rate_per_year().unwrap(), percent(34));
    clock::advance(YEAR);
    near(pool.sender(alice).borrow_index().unwrap(), E_0_34);
    // 900 e^0.34 = 1264.452831507...
    assert_eq!(
        pool.sender(alice).total_borrowed().unwrap(),
        u(1_264_452_831)
    );
}

#[motsu::test]
fn acc_11_accruing_twice_is_accruing_once(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    season(&pool, &token, alice, vault);
    let index = pool.sender(alice).borrow_index().unwrap();
    let curve = pool.sender(owner).curve();
    // Setting the same curve accrues and stores.
    pool.sender(owner)
        .set_curve(curve.0, curve.1, curve.2, curve.3)
        .motsu_unwrap();
    let stored = (
        {
            let _ = pool.sender(owner).owner();
            crate::state::DEBT.get()
        },
        {
            let _ = pool.sender(owner).owner();
            crate::state::FUNDS.get()
        },
    );
    assert_eq!(pool.sender(alice).borrow_index().unwrap(), index);
    let reports = pool.all_events().len();
    pool.sender(owner)
        .set_curve(curve.0, curve.1, curve.2, curve.3)
        .motsu_unwrap();
    assert_eq!(
        (
            {
                let _ = pool.sender(owner).owner();
                crate::state::DEBT.get()
            },
            {
                let _ = pool.sender(owner).owner();
                crate::state::FUNDS.get()
            }
        ),
        stored
    );
    assert_eq!(pool.sender(alice).borrow_index().unwrap(), index);
    // Only the curve was reported, no interest.
    assert_eq!(pool.all_events().len(), reports + 1);
    let borrowed = pool.sender(alice).total_borrowed().unwrap();
    pool.assert_emitted(&InterestAccrued {
        borrowIndex: index,
        borrowed,
        reserve: U256::ZERO,
        insurance: U256::ZERO,
    });
}

/// L15: in two steps or in one, the index differs by rounding and by the rise of utilisation, for the lenders.
#[test]
fn acc_11_steps_never_favour_the_borrower() {
    let curve = curve(0, 4, 60);
    let books = self::books(
        Assets::new(200_000_000),
        Shares::new(0),
        RAY,
        800_000_000,
        0,
    );
    let mut once = books;
    once.accrue(&curve, &FREE, YEAR).unwrap();
    let mut stepwise = books;
    for day in 1..=365 {
        stepwise.accrue(&curve, &FREE, day * 86_400).unwrap();
    }
    assert!(stepwise.index >= once.index);
    // With a flat curve there is only rounding: below 1e-27 relative per step.
    let flat = curve_flat(5);
    let (mut once, mut stepwise) = (books, books);
    once.accrue(&flat, &FREE, YEAR).unwrap();
    for day in 1..=365 {
        stepwise.accrue(&flat, &FREE, day * 86_400).unwrap();
    }
    assert!(stepwise.index >= once.index - 100 && stepwise.index <= once.index + 365 * 100);
}

#[test]
fn acc_12_the_index_saturates_and_everybody_can_still_leave() {
    let curve = curve(1_000, 1_000, 1_000);
    let mut books = self::books(
        MAX_ASSETS,
        Shares::new(MAX_ASSETS.get() * 1_000_000),
        RAY,
        MAX_ASSETS.get(),
        0,
    );
    books.accrue(&curve, &FREE, 100 * YEAR).unwrap();
    assert_eq!(books.index, MAX_INDEX);
    let before = books;
    books.accrue(&curve, &FREE, 101 * YEAR).unwrap();
    assert_eq!(
        books,
        Books {
            funds: Funds {
                time: 101 * YEAR,
                ..before.funds
            },
            ..before
        }
    );
    assert_eq!(
        books.to_owed_up(books.scaled).unwrap(),
        Assets::new(MAX_ASSETS.get() * 1_000_000_000)
    );
    assert!(books
        .exchange()
        .unwrap()
        .to_assets_down(books.funds.supply)
        .is_ok());
    assert!(books.to_scaled_up(Assets::new(1)).is_ok());
    // 1e9 over 1e9 + 1, rounded up.
    assert_eq!(books.utilisation_up().unwrap(), 999_999_999_000_000_001);
}

#[test]
fn time_before_the_last_accrual_changes_nothing() {
    let mut books = Books::open(1_000);
    books.scaled = 5;
    let before = books;
    books.accrue(&curve_flat(1_000), &FREE, 999).unwrap();
    assert_eq!(books, before);
}

#[motsu::test]
fn nobody_borrows_and_no_interest_accrues(
    pool: Contract<Pool>,
    token: Contract<MockToken>,
    owner: Address,
    vault: Address,
    alice: Address,
) {
    open(&pool, &token, owner, vault);
    pool.sender(owner)
        .set_curve(percent(10), percent(80), percent(4), percent(60))
        .motsu_unwrap();
    lend_in(&pool, &token, alice, u(1_000));
    clock::advance(YEAR);
    assert_eq!(pool.sender(alice).borrow_index().unwrap(), u(RAY));
    // Nor is a loan charged for the time before it.
    pool.sender(vault).lend(vault, u(500)).motsu_unwrap();
    assert_eq!(pool.sender(alice).borrow_index().unwrap(), u(RAY));
}

#[test]
fn upg_2_the_books_fit_their_words() {
    let books = self::books(
        MAX_ASSETS,
        Shares::new(u128::MAX),
        u128::MAX,
        u128::MAX,
        (1 << 36) - 1,
    );
    let (debt, funds, dues) = books.pack().unwrap();
    assert_eq!((debt, funds), (U256::MAX, U256::MAX));
    assert_eq!(Books::unpack(debt, funds, dues), books);
    let mut books = self::books(Assets::new(1), Shares::new(2), 3, 4, 5);
    books.dues.reserve = 6;
    books.dues.insurance = 7;
    let (debt, funds, dues) = books.pack().unwrap();
    assert_eq!(dues, U256::from(6) + (U256::from(7) << 128));
    assert_eq!(debt, U256::from(3) + (U256::from(4) << 128));
    assert_eq!(
        funds,
        U256::from(2) + (U256::from(1) << 128) + (U256::from(5) << 220)
    );
    assert_eq!(Books::unpack(debt, funds, dues), books);
    // One more than fits is refused, not cut.
    let cash = Assets::new(MAX_ASSETS.get() + 1);
    let funds = Funds {
        cash,
        ..books.funds
    };
    assert!(Books { funds, ..books }.pack().is_err());
}

fn curve(base: u64, below: u64, above: u64) -> KinkedCurve {
    let wad = |value: u64| u128::try_from(percent(value)).unwrap();
    KinkedCurve {
        base: wad(base),
        kink: wad(80),
        slope_below: wad(below),
        slope_above: wad(above),
    }
}

fn curve_flat(rate: u64) -> KinkedCurve {
    curve(rate, 0, 0)
}
