//! Both classes of shares on the shipped WASM: the properties of ERC-4626 from Solidity, by seed, while loans, interest,
//! losses and donations go on around them.

#[path = "vaults4626/house.rs"]
#[allow(dead_code)] // each file uses its part
mod house;

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::{SolCall, SolError, SolEvent, SolValue};
use e2e::world::deploy;
use house::*;

/// The properties by number, as the contract has them.
const NAMES: [&str; 26] = [
    "prop_asset",
    "prop_totalAssets",
    "prop_convertToShares",
    "prop_convertToAssets",
    "prop_maxDeposit",
    "prop_previewDeposit",
    "prop_deposit",
    "prop_maxMint",
    "prop_previewMint",
    "prop_mint",
    "prop_maxWithdraw",
    "prop_previewWithdraw",
    "prop_withdraw",
    "prop_maxRedeem",
    "prop_previewRedeem",
    "prop_redeem",
    "prop_RT_deposit_redeem",
    "prop_RT_deposit_withdraw",
    "prop_RT_redeem_deposit",
    "prop_RT_redeem_mint",
    "prop_RT_mint_withdraw",
    "prop_RT_mint_redeem",
    "prop_RT_withdraw_mint",
    "prop_RT_withdraw_deposit",
    "fail_withdraw",
    "fail_redeem",
];

/// SplitMix64.
struct Seed(u64);

impl Seed {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn word(&mut self) -> U256 {
        U256::from_limbs([self.next(), self.next(), self.next(), self.next()])
    }
}

/// Checks of properties in one house: in all of them it lives for less than the 365 days after which a program has to be
/// activated anew.
const RUNS: u64 = 2_000;

/// Houses, one after the other: one, or twenty with `PLIMSOLL_LONG`.
fn houses() -> u64 {
    if std::env::var_os("PLIMSOLL_LONG").is_some() {
        20
    } else {
        1
    }
}

/// What does not hold.
fn said(data: &Bytes) -> String {
    IProperties::Broken::abi_decode(data).map_or_else(
        |_| data.to_string(),
        |broken| {
            format!(
                "{}: {} instead of {}",
                broken.property, broken.seen, broken.expected
            )
        },
    )
}

/// What a run of the properties has to do with one class.
struct Trial {
    house: House,
    class: Address,
    properties: Address,
    seed: Seed,
    loans: Vec<U256>,
    losses: u64,
}

impl Trial {
    fn new(house: House, class: Address, seed: u64) -> Self {
        let mut house = house;
        let properties = deploy(
            &mut house.chain,
            house.owner,
            "Erc4626Properties",
            class.abi_encode(),
        );
        let mut trial = Self {
            house,
            class,
            properties,
            seed: Seed(seed),
            loans: Vec::new(),
            losses: 0,
        };
        for index in 0..4_u64 {
            let actor = trial.house.read(
                properties,
                IProperties::actorsCall {
                    index: U256::from(index),
                },
            );
            trial.house.give(actor, u(1_000_000) * u(UNIT));
            let data = IPool::depositCall {
                assets: u(400_000) * u(UNIT),
                receiver: actor,
            };
            trial.have(u8::try_from(index).unwrap(), trial.class, data);
        }
        trial
    }

    fn have(&mut self, actor: u8, to: Address, call: impl SolCall) {
        let data = Bytes::from(call.abi_encode());
        let call = IProperties::haveCall { actor, to, data };
        self.house.must(self.house.owner, self.properties, call);
    }

    /// Notice of every actor for all it has, and the time until it may leave.
    fn give_notice(&mut self) {
        for index in 0..4_u64 {
            let actor = self.house.read(
                self.properties,
                IProperties::actorsCall {
                    index: U256::from(index),
                },
            );
            let shares = self
                .house
                .read(self.class, IPool::balanceOfCall { account: actor });
            self.have(
                u8::try_from(index).unwrap(),
                self.class,
                IInsurance::giveNoticeCall { shares },
            );
        }
        self.house.pass(7 * DAY + 1);
    }

    /// Something else that happens: loans, payments, time, gifts, losses.
    fn world(&mut self) {
        match self.seed.below(12) {
            0..=2 => {
                let cash = self.house.read(self.house.pool, IPool::cashCall {});
                let assets = self.seed.word() % (cash + u(1));
                let before = self
                    .house
                    .read(self.house.pool, IPool::totalBorrowedCall {});
                // To the end of the cash now and then.
                let assets = if self.seed.below(6) == 0 {
                    cash
                } else {
                    assets / u(3)
                };
                let receipt = self.house.lend(assets).expect("a loan");
                let scaled: Bytes = Bytes::abi_decode(&receipt.output).unwrap();
                self.loans.push(U256::from_be_slice(&scaled));
                assert!(
                    self.house
                        .read(self.house.pool, IPool::totalBorrowedCall {})
                        >= before + assets
                );
            }
            3..=5 => {
                if let Some(scaled) = self.loans.pop() {
                    let amount = self.house.owed(scaled);
                    self.house.give(self.house.vault, amount);
                    self.house.repay(scaled);
                }
            }
            6 | 7 => {
                let seconds = 1 + self.seed.below(20_000);
                self.house.pass(seconds);
            }
            8 => {
                let amount = u(self.seed.below(1_000_000_000));
                let to = if self.seed.below(2) == 0 {
                    self.house.pool
                } else {
                    self.house.insurance
                };
                self.house.must(
                    self.house.alice,
                    self.house.token,
                    IToken::transferCall { to, amount },
                );
            }
            9 => {
                self.house
                    .must(self.house.bob, self.house.pool, IPool::distributeCall {});
            }
            10 => {
                self.house.must(
                    self.house.bob,
                    self.house.insurance,
                    IInsurance::skimCall {},
                );
            }
            _ => self.lose(),
        }
    }

    /// A part of a loan is written off: prices fall by what each class bears, and by nothing else.
    fn lose(&mut self) {
        let Some(scaled) = self.loans.pop() else {
            return;
        };
        let part = scaled / u(2 + self.seed.below(20));
        self.loans.push(scaled - part);
        let house = &self.house;
        let (pool, insurance) = (house.price(house.pool), house.price(house.insurance));
        let deficit = house.read(house.pool, IPool::deficitCall {});
        let receipt = self
            .house
            .as_vault(IPool::writeOffCall { scaled: part })
            .expect("a loss");
        let house = &self.house;
        let shared = house.read(house.pool, IPool::deficitCall {}) - deficit;
        let (pool_after, insurance_after) = (house.price(house.pool), house.price(house.insurance));
        assert_eq!((pool.0 - pool_after.0, pool.1), (shared, pool_after.1));
        let paid = insurance.0 - insurance_after.0;
        assert_eq!(insurance.1, insurance_after.1);
        let covered = receipt
            .logs
            .iter()
            .find_map(|log| IPool::LossCovered::decode_log_data(&log.data).ok())
            .expect("LossCovered");
        assert!(covered.insurance >= paid);
        assert_eq!(covered.loss, covered.insurance + covered.reserve + shared);
        self.losses += 1;
    }

    fn go(&mut self, notice: bool) {
        let mut prices =
            [self.house.pool, self.house.insurance].map(|class| self.house.price(class));
        for step in 0..RUNS {
            if notice && step % 150 == 0 {
                self.give_notice();
            }
            let property = u8::try_from(self.seed.below(26)).unwrap();
            let seed = self.seed.word();
            let call = IProperties::runCall { property, seed };
            if let Err(data) = self.house.send(self.house.owner, self.properties, call) {
                panic!(
                    "step {step}, {}, {seed}: {}",
                    NAMES[usize::from(property)],
                    said(&data)
                );
            }
            let losses = self.losses;
            if self.seed.below(3) == 0 {
                self.world();
            }
            // VLT-1: a price falls by a loss alone.
            let now = [self.house.pool, self.house.insurance].map(|class| self.house.price(class));
            if self.losses == losses {
                for (was, is) in prices.iter().zip(&now) {
                    assert!(
                        is.0 * was.1 >= was.0 * is.1,
                        "step {step}: {was:?} fell to {is:?}"
                    );
                }
            }
            prices = now;
            if step % 16 == 0 {
                self.house.check_books();
            }
        }
        self.check_supply();
        let counts: Vec<_> = (0..26_u64)
            .map(|property| {
                let call = IProperties::exercisedCall {
                    property: U256::from(property),
                };
                self.house.read(self.properties, call).to::<u64>()
            })
            .collect();
        println!("{} runs, {} losses", RUNS, self.losses);
        for (name, count) in NAMES.iter().zip(&counts) {
            println!("  {name} {count}");
            assert!(*count * 200 > RUNS, "{name} was hardly exercised: {count}");
        }
    }

    /// ACC-4: the shares of all holders are the supply.
    fn check_supply(&self) {
        let held = (0..4_u64).map(|index| {
            let account = self.house.read(
                self.properties,
                IProperties::actorsCall {
                    index: U256::from(index),
                },
            );
            self.house
                .read(self.class, IPool::balanceOfCall { account })
        });
        let others = [self.house.alice, self.house.bob].map(|account| {
            self.house
                .read(self.class, IPool::balanceOfCall { account })
        });
        let held = held.chain(others).fold(U256::ZERO, |sum, held| sum + held);
        assert_eq!(held, self.house.read(self.class, IPool::totalSupplyCall {}));
    }
}

/// Both classes with something in them.
fn furnished() -> House {
    let mut house = House::new();
    house.charge();
    let (alice, bob, pool, insurance) = (house.alice, house.bob, house.pool, house.insurance);
    let call = IPool::depositCall {
        assets: u(1_000_000_007),
        receiver: alice,
    };
    house.must(alice, pool, call);
    let call = IInsurance::depositCall {
        assets: u(50_000_003),
        receiver: bob,
    };
    house.must(bob, insurance, call);
    house
}

/// VLT-1..10, VLT-12, VLT-13, ACC-2, ACC-4.
#[test]
fn vlt_10_the_pool_has_the_properties_of_erc_4626() {
    for house in 0..houses() {
        let (seed, house) = (4_626 + house, furnished());
        let class = house.pool;
        Trial::new(house, class, seed).go(false);
    }
}

#[test]
fn vlt_10_the_insurance_has_the_properties_of_erc_4626() {
    for house in 0..houses() {
        let (seed, house) = (1_626 + house, furnished());
        let class = house.insurance;
        let mut trial = Trial::new(house, class, seed);
        // Somebody lends, so that there is something to lose.
        let (alice, pool) = (trial.house.alice, trial.house.pool);
        let call = IPool::depositCall {
            assets: u(1_000_000) * u(UNIT),
            receiver: alice,
        };
        trial.house.must(alice, pool, call);
        trial.go(true);
    }
}
