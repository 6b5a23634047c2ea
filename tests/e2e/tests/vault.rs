//! The vault and its annex on the shipped WASM: one contract out of two programs, own cash, transfers, several calls at
//! once, weights, seasoning, pauses, and the books after anything that anybody does.

use alloy::{
    primitives::{Address, B256, I256, U256},
    sol_types::{SolCall, SolValue},
};
use devnet::chain::Receipt;
use e2e::{
    abi::{IPool, IVault, IERC20},
    name, wad, Refusal, World,
};
use std::fmt::Debug;

const DOLLAR: u64 = 1_000_000;

fn units(whole: u64, decimals: u8) -> U256 {
    U256::from(whole) * U256::from(10_u64).pow(U256::from(decimals))
}

/// The second account of a person.
fn second(world: &World, person: Address) -> B256 {
    let mut account = world.account(person);
    account.0[0] = 1;
    account
}

fn send<C: SolCall>(world: &mut World, from: Address, call: C) -> Result<Receipt, Refusal> {
    let vault = world.vault;
    world.send(from, vault, call)
}

#[track_caller]
fn refused<E: alloy::sol_types::SolError + Debug, T: Debug>(outcome: Result<T, Refusal>) -> E {
    let refusal = outcome.expect_err("it should be refused");
    refusal
        .typed::<E>()
        .unwrap_or_else(|| panic!("{}", name(&refusal.data)))
}

/// The functions of the annex are functions of the vault: they read and write its storage, for its caller.
#[test]
fn the_annex_is_a_part_of_the_vault() {
    let mut world = World::new();
    let (owner, user, vault) = (world.owner, world.user, world.vault);
    let annex = world.house.annex;
    assert_eq!(world.read(vault, IVault::annexCall {}), annex);
    let cap = units(5, 18);
    let call = || IVault::setCapCall { asset: 0, cap };
    let error: IVault::NotOwner = refused(send(&mut world, user, call()));
    assert_eq!(error.caller, user);
    let receipt = world.must(owner, vault, call());
    // The event is the vault's.
    assert!(receipt.logs.iter().any(|log| log.address == vault));
    let listing = world.read(vault, IVault::listingCall { asset: 0 });
    assert_eq!((listing.cap, listing.weight), (cap, wad("1")));
    world.deposit(user, 0, 5);
    let amount = U256::ONE;
    let account = world.account(user);
    let deposit = IVault::depositCall {
        account,
        asset: 0,
        amount,
    };
    let _: IVault::CapExceeded = refused(send(&mut world, user, deposit));
    // By itself it has no owner, no accounts, and nothing to give.
    let by_itself = world.send(owner, annex, IVault::openCall {});
    let _: IVault::NotOwner = refused(by_itself);
    assert_eq!(
        world.read(annex, IVault::ownerCall {}),
        Address::ZERO,
        "the annex of nobody"
    );
    let again = IVault::initializeCall {
        owner: user,
        cash: world.cash,
        pool: world.pool,
        margin: world.margin,
        lock: world.house.lock,
        annex: world.vault,
    };
    let _: IVault::AlreadyInitialized = refused(send(&mut world, user, again));
}

/// What a call has written, the annex sees within the same call, and the other way round.
#[test]
fn several_calls_share_one_storage() {
    let mut world = World::new();
    let (owner, user, vault) = (world.owner, world.user, world.vault);
    let account = world.account(owner);
    let (cash, asset) = (world.cash, 0);
    let mint = e2e::world::IMint::mintCall {
        to: owner,
        amount: U256::from(100),
    };
    world.must(owner, cash, mint);
    let approve = IERC20::approveCall {
        spender: vault,
        amount: U256::MAX,
    };
    world.must(owner, cash, approve);
    let amount = U256::from(70);
    let deposit = IVault::depositCashCall { account, amount }.abi_encode();
    let total = IVault::totalCashCall {}.abi_encode();
    let cap = IVault::setCapCall {
        asset,
        cap: U256::from(9),
    }
    .abi_encode();
    let left = IVault::capLeftCall { asset }.abi_encode();
    let calls = [deposit, total, cap, left]
        .map(alloy::primitives::Bytes::from)
        .to_vec();
    let receipt = world.must(owner, vault, IVault::multicallCall { calls });
    let answers = IVault::multicallCall::abi_decode_returns(&receipt.output).expect("answers");
    let word = |index: usize| U256::from_be_slice(&answers[index]);
    assert_eq!((word(0), word(1), word(3)), (amount, amount, U256::from(9)));
    assert!(answers[2].is_empty());
    // All or none: the second is not the user's to do.
    let account = world.account(user);
    let deposit = IVault::depositCashCall { account, amount }.abi_encode();
    let cap = IVault::setCapCall {
        asset,
        cap: U256::from(8),
    }
    .abi_encode();
    let calls = [deposit, cap].map(alloy::primitives::Bytes::from).to_vec();
    let call = IVault::multicallCall { calls };
    let _: IVault::NotOwner = refused(send(&mut world, user, call));
    assert_eq!(
        world.read(vault, IVault::cashOfCall { account }),
        U256::ZERO
    );
}

/// LIQ-1 on the way over another account of one's own, and with cash.
#[test]
fn liq_1_no_way_round_the_initial_margin() {
    let mut world = World::new();
    let (user, vault) = (world.user, world.vault);
    let (from, to) = (world.account(user), second(&world, user));
    world.deposit(user, 0, 10);
    let cash = IVault::depositCashCall {
        account: from,
        amount: U256::from(1_000 * DOLLAR),
    };
    world.must(user, vault, cash);
    world.borrow(user, 16_000).expect("within the margin");
    let transfer = |asset, amount| IVault::transferCall {
        from,
        to,
        asset,
        amount,
    };
    let _: IVault::BelowInitialMargin = refused(send(&mut world, user, transfer(0, wad("2"))));
    let all = U256::from(1_000 * DOLLAR);
    let _: IVault::BelowInitialMargin = refused(send(&mut world, user, transfer(255, all)));
    let withdraw = IVault::withdrawCashCall {
        account: from,
        amount: all,
        to: user,
    };
    let _: IVault::BelowInitialMargin = refused(send(&mut world, user, withdraw));
    // Its own cash pays its debt; then it may go.
    let before = world.read(vault, IVault::debtCall { account: from });
    let repay = IVault::repayFromCashCall {
        account: from,
        amount: all,
    };
    world.must(user, vault, repay);
    let after = world.read(vault, IVault::debtCall { account: from });
    assert!(before - after <= all && before - after + U256::ONE >= all);
    world.must(user, vault, transfer(0, wad("0.1")));
    assert_eq!(
        world.read(
            vault,
            IVault::collateralCall {
                account: to,
                asset: 0
            }
        ),
        wad("0.1")
    );
    // What the account is judged by came with its loan.
    let info = world.read(vault, IVault::accountCall { account: from });
    let newest = world.read(world.house.terms, e2e::abi::ITerms::newestCall {});
    assert_eq!((info.version, info.owner), (newest, user));
    assert_eq!(
        world
            .read(vault, IVault::accountCall { account: to })
            .version,
        0
    );
}

/// T14: what is new counts by and by.
#[test]
fn t14_new_collateral_counts_by_and_by() {
    let mut world = World::new();
    let (owner, user, vault) = (world.owner, world.user, world.vault);
    let seasons = IVault::setSeasoningCall {
        asset: 0,
        duration: 7_200,
    };
    world.must(owner, vault, seasons);
    world.deposit(user, 0, 10);
    let _: IVault::BelowInitialMargin = refused(world.borrow(user, 1_000));
    world.hour();
    world.borrow(user, 7_000).expect("half of it counts");
    let _: IVault::BelowInitialMargin = refused(world.borrow(user, 2_000));
    world.hour();
    world.borrow(user, 7_000).expect("all of it counts");
    // A weight falls at once, for what rises, and takes a week at least to rise.
    let weight = |weight, over| IVault::setWeightCall {
        asset: 0,
        weight: wad(weight),
        over,
    };
    world.must(owner, vault, weight("0.5", 0));
    let _: IVault::BelowInitialMargin = refused(world.borrow(user, 1));
    let account = world.account(user);
    let verdict = world.read(vault, IVault::assessCall { account });
    assert!(verdict.health > wad("1"), "{}", verdict.health);
    let _: IVault::OutOfRange = refused(send(&mut world, owner, weight("1", 604_799)));
    world.must(owner, vault, weight("1", 604_800));
}

/// GOV-5: what is paused, what never is, and that it ends.
#[test]
fn gov_5_a_pause_ends_by_itself() {
    let mut world = World::new();
    let (owner, user, vault) = (world.owner, world.user, world.vault);
    world.deposit(user, 0, 10);
    world.borrow(user, 1_000).expect("borrowing");
    let account = world.account(user);
    let until = world.chain.head().timestamp() + 1_000;
    for action in 0..6 {
        world.must(owner, vault, IVault::pauseCall { action, until });
    }
    let error: IVault::Paused = refused(world.borrow(user, 1_000));
    assert_eq!((error.action, error.until), (3, until));
    let withdraw = || IVault::withdrawCall {
        account,
        asset: 0,
        amount: wad("1"),
        to: user,
    };
    let error: IVault::Paused = refused(send(&mut world, user, withdraw()));
    assert_eq!(error.action, 1);
    // What cures goes on.
    world.deposit(user, 0, 1);
    let amount = U256::from(DOLLAR);
    world.must(user, vault, IVault::repayCall { account, amount });
    world.must(user, vault, IVault::depositCashCall { account, amount });
    world.must(user, vault, IVault::repayFromCashCall { account, amount });
    world.pass(1_000);
    world.refresh_feeds();
    world.must(user, vault, withdraw());
    let again = IVault::pauseCall {
        action: 1,
        until: until + 500,
    };
    let error: IVault::CoolingDown = refused(send(&mut world, owner, again));
    assert_eq!(error.until, until + 1_000);
}

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// ACC-1, ACC-3, ACC-6, LIQ-1: after anything that anybody does, allowed or not, the vault holds what its accounts
/// have, the pool's debt is theirs, and an account that has raised its risk is at its initial margin.
#[test]
fn acc_1_acc_3_acc_6_the_books_after_anything() {
    let mut world = World::new();
    let people = [world.user, world.other];
    let accounts: Vec<(Address, B256)> = people
        .iter()
        .flat_map(|person| {
            [
                (*person, world.account(*person)),
                (*person, second(&world, *person)),
            ]
        })
        .collect();
    let (vault, pool, cash) = (world.vault, world.pool, world.cash);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut done, mut not_done, mut risen) = (0, 0, 0);
    for step in 0..240 {
        if step % 40 == 39 {
            world.hour();
        }
        let (person, account) = accounts[usize::try_from(dice.below(4)).expect("small")];
        let (_, other) = accounts[usize::try_from(dice.below(4)).expect("small")];
        let asset = u8::try_from(dice.below(3)).expect("small");
        let decimals = world.assets[usize::from(asset)].decimals;
        let amount = units(1 + dice.below(1_000), decimals) / U256::from(500);
        let dollars = U256::from((1 + dice.below(20_000)) * DOLLAR / 7);
        let before = world.read(vault, IVault::accountCall { account });
        let (raises, outcome) = match dice.below(9) {
            0 | 1 => (
                false,
                send(
                    &mut world,
                    person,
                    IVault::depositCall {
                        account,
                        asset,
                        amount,
                    },
                ),
            ),
            2 => {
                let to = person;
                let call = IVault::withdrawCall {
                    account,
                    asset,
                    amount,
                    to,
                };
                (true, send(&mut world, person, call))
            }
            3 | 4 => {
                let call = IVault::borrowCall {
                    account,
                    amount: dollars,
                    to: person,
                };
                (true, send(&mut world, person, call))
            }
            5 => (
                false,
                send(
                    &mut world,
                    person,
                    IVault::repayCall {
                        account,
                        amount: dollars,
                    },
                ),
            ),
            6 => {
                let call = IVault::depositCashCall {
                    account,
                    amount: dollars,
                };
                (false, send(&mut world, person, call))
            }
            7 => {
                let call = IVault::repayFromCashCall {
                    account,
                    amount: dollars,
                };
                (false, send(&mut world, person, call))
            }
            _ => {
                let asset = if dice.below(2) == 0 { 255 } else { asset };
                let amount = if asset == 255 { dollars } else { amount };
                let call = IVault::transferCall {
                    from: account,
                    to: other,
                    asset,
                    amount,
                };
                (true, send(&mut world, person, call))
            }
        };
        match outcome {
            Ok(_) => {
                done += 1;
                let after = world.read(vault, IVault::accountCall { account });
                if raises && !after.debt.is_zero() {
                    risen += 1;
                    let verdict = world.read(vault, IVault::assessCall { account });
                    let initial = I256::try_from(verdict.initialMargin).expect("a margin");
                    assert!(verdict.equity >= initial, "step {step}: {verdict:?}");
                }
            }
            Err(refusal) => {
                not_done += 1;
                assert!(refusal.data.len() >= 4, "step {step}: a reason");
                let after = world.read(vault, IVault::accountCall { account });
                assert_eq!(before.abi_encode(), after.abi_encode(), "step {step}");
            }
        }
        let mut owned = U256::ZERO;
        let mut debts = U256::ZERO;
        for (_, account) in &accounts {
            let info = world.read(vault, IVault::accountCall { account: *account });
            owned += info.cash;
            debts += info.debt;
        }
        assert_eq!(
            world.read(vault, IVault::totalCashCall {}),
            owned,
            "step {step}"
        );
        assert_eq!(world.balance(cash, vault), owned, "step {step}");
        let lent = world.read(pool, IPool::totalBorrowedCall {});
        assert!(
            lent <= debts && debts <= lent + U256::from(4),
            "step {step}: {lent} {debts}"
        );
        for asset in world.assets {
            let mut sum = U256::ZERO;
            for (_, account) in &accounts {
                let (account, asset) = (*account, asset.index);
                sum += world.read(vault, IVault::collateralCall { account, asset });
            }
            let listing = world.read(vault, IVault::listingCall { asset: asset.index });
            assert_eq!(listing.total, sum, "step {step}");
            assert_eq!(world.balance(asset.token, vault), sum, "step {step}");
        }
    }
    // Both happen, or this has shown little.
    assert!(
        done > 100 && not_done > 40 && risen > 20,
        "{done} done, {not_done} refused, {risen} with debt"
    );
}
