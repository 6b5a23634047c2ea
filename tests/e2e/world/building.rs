//! How the deployment comes to stand: programs, mocks, wiring and listings.

use std::{fs, path::PathBuf};

use alloy::{
    primitives::{Address, Bytes, I256, U256},
    sol_types::{SolCall, SolValue},
};
use devnet::{
    chain::{Chain, Config, Pace},
    machine::Transaction,
};
use keeper::abi::{ArbWasm, IBook, IDepth, ILock, IOracle, IPool, IPrices, IERC20};

use crate::house::{liquid, House};

use super::{wad, Asset, IMint, World, COLD_SAMPLES, HEARTBEAT, PRICES, SUPPLY};

impl World {
    /// Deploys everything. Needs what `scripts/build.sh` makes.
    pub fn new() -> Self {
        // Time stands still but for `pass`: what a view says is what the next transaction meets.
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, lender, user, other, buyer, ..] = chain.accounts();
        let cash = deploy(
            &mut chain,
            owner,
            "MockToken",
            ("USD Coin".to_owned(), "USDC".to_owned(), U256::from(6)).abi_encode_params(),
        );
        let uptime = deploy(
            &mut chain,
            owner,
            "MockFeed",
            (U256::ZERO, I256::ZERO).abi_encode_params(),
        );
        let prices = deploy_program(&mut chain, owner, "prices");
        let oracle = deploy_program(&mut chain, owner, "oracle");
        let book = deploy_program(&mut chain, owner, "book");
        let desk = deploy_program(&mut chain, owner, "depth");
        let house = House::deploy(&mut chain, owner);
        let nothing = Asset {
            index: 0,
            token: Address::ZERO,
            feed: Address::ZERO,
            decimals: 0,
        };
        let mut world = Self {
            chain,
            owner,
            lender,
            user,
            other,
            buyer,
            cash,
            assets: [nothing; 3],
            uptime,
            prices,
            oracle,
            book,
            desk,
            margin: house.margin,
            pool: house.pool,
            vault: house.vault,
            liquidator: house.liquidator,
            house,
        };
        world.initialise_facts();
        world.initialise();
        world.list();
        world.settle();
        world.fund();
        world
    }

    /// Prices, the oracle before them, its book and its depth desk.
    fn initialise_facts(&mut self) {
        let (owner, prices, oracle) = (self.owner, self.prices, self.oracle);
        let (book, desk) = (self.book, self.desk);
        // The sequencer has been up for longer than the grace period.
        self.pass(2 * 3_600);
        self.must(
            owner,
            prices,
            IPrices::initializeCall {
                owner,
                sequencerFeed: self.uptime,
            },
        );
        let terms = IOracle::ClockTerms {
            interval: 3_600,
            minInterval: 900,
            maxInterval: 14_400,
            halfLife: 172_800,
            slowHalfLife: 2_160_000,
            jumpHalfLife: 1_728_000,
            referenceVolatility: wad("0.8"),
            clip: wad("5"),
        };
        self.must(
            owner,
            oracle,
            IOracle::initializeCall {
                owner,
                prices,
                terms,
            },
        );
        self.must(owner, book, IBook::initializeCall { owner, oracle });
        self.must(owner, desk, IDepth::initializeCall { owner, oracle });
        self.must(owner, prices, IPrices::setOracleCall { oracle });
        let call = IOracle::setBookCall {
            book,
            rowPeriod: 86_400,
        };
        self.must(owner, oracle, call);
        self.must(owner, oracle, IOracle::setDepthCall { desk });
    }

    fn initialise(&mut self) {
        let (owner, house) = (self.owner, self.house);
        for (to, data) in house.wiring(owner, self.cash, self.oracle, self.book) {
            self.must_raw(owner, to, data);
        }
    }

    fn list(&mut self) {
        let owner = self.owner;
        for (index, (symbol, decimals)) in [("ETH", 18_u8), ("BTC", 8), ("LINK", 18)]
            .into_iter()
            .enumerate()
        {
            let token = deploy(
                &mut self.chain,
                owner,
                "MockToken",
                (symbol.to_owned(), symbol.to_owned(), U256::from(decimals)).abi_encode_params(),
            );
            let price = I256::try_from(PRICES[index]).expect("a price");
            let feed = deploy(
                &mut self.chain,
                owner,
                "MockFeed",
                (U256::from(8), price).abi_encode_params(),
            );
            let asset = u8::try_from(index).expect("three assets");
            self.assets[index] = Asset {
                index: asset,
                token,
                feed,
                decimals,
            };
            self.list_facts(feed);
            let cap = U256::from(1_000_000_u64) * U256::from(10_u64).pow(U256::from(decimals));
            for (to, data) in self.house.listing(asset, token, cap, liquid()) {
                self.must_raw(owner, to, data);
            }
        }
        let (to, data) = self.house.opening();
        self.must_raw(owner, to, data);
    }

    /// Thirty samples of every asset, at prices that stand still: before them volatilities are those of caution.
    fn settle(&mut self) {
        let oracle = self.oracle;
        for asset in self.assets {
            let asset = asset.index;
            while self.read(oracle, IOracle::samplesCall { asset }) < COLD_SAMPLES {
                self.hour();
            }
        }
    }

    /// Lists the next asset at prices and oracle, with this feed and no other.
    pub fn list_facts(&mut self, feed: Address) {
        let owner = self.owner;
        let terms = IPrices::FeedTerms {
            feed,
            heartbeat: HEARTBEAT,
            grace: HEARTBEAT,
            minPrice: wad("0.01"),
            maxPrice: wad("1000000"),
            maxDeviation: wad("0.5"),
            secondary: Address::ZERO,
            secondaryLimit: 0,
            nav: Address::ZERO,
            navExpiry: 0,
            navDiscount: U256::ZERO,
        };
        self.must(owner, self.prices, IPrices::listCall { terms });
        let terms = IOracle::AssetTerms {
            floorVolatility: wad("0.2"),
            startVolatility: wad("0.95"),
            indexWeight: wad("1"),
        };
        self.must(owner, self.oracle, IOracle::listCall { terms });
    }

    fn fund(&mut self) {
        let (owner, lender, cash, pool) = (self.owner, self.lender, self.cash, self.pool);
        let supply = U256::from(SUPPLY);
        self.must(
            owner,
            cash,
            IMint::mintCall {
                to: lender,
                amount: supply,
            },
        );
        self.must(
            lender,
            cash,
            IERC20::approveCall {
                spender: pool,
                amount: U256::MAX,
            },
        );
        self.must(
            lender,
            pool,
            IPool::depositCall {
                assets: supply,
                receiver: lender,
            },
        );
        for person in [self.user, self.other, self.buyer] {
            self.must(
                owner,
                cash,
                IMint::mintCall {
                    to: person,
                    amount: U256::from(1_000_000_000_000_u64),
                },
            );
            for spender in [self.vault, self.liquidator, self.pool] {
                self.must(
                    person,
                    cash,
                    IERC20::approveCall {
                        spender,
                        amount: U256::MAX,
                    },
                );
            }
            for asset in self.assets {
                let amount =
                    U256::from(1_000_u64) * U256::from(10_u64).pow(U256::from(asset.decimals));
                self.must(owner, asset.token, IMint::mintCall { to: person, amount });
                self.must(
                    person,
                    asset.token,
                    IERC20::approveCall {
                        spender: self.vault,
                        amount: U256::MAX,
                    },
                );
            }
        }
    }
}

/// Deploys a Solidity contract with encoded constructor arguments.
pub fn deploy(chain: &mut Chain, from: Address, contract: &str, arguments: Vec<u8>) -> Address {
    let path = target().join("solidity").join(format!("{contract}.json"));
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run scripts/build.sh first", path.display()));
    let artefact: serde_json::Value = serde_json::from_str(&text).expect("an artefact is JSON");
    let code: Bytes = artefact["bytecode"]
        .as_str()
        .expect("an artefact has bytecode")
        .parse()
        .expect("bytecode is hex");
    let mut input = code.to_vec();
    input.extend(arguments);
    chain
        .deploy(from, input)
        .unwrap_or_else(|error| panic!("{contract} does not deploy: {error}"))
}

/// Deploys and activates one of the shipped programs.
pub fn deploy_program(chain: &mut Chain, from: Address, contract: &str) -> Address {
    let path = target().join("stylus").join(format!("{contract}.code"));
    let code = fs::read(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run scripts/build.sh first", path.display()));
    let address = chain
        .deploy(
            from,
            devnet::chain::returning(&code).expect("the code fits"),
        )
        .unwrap_or_else(|error| panic!("{contract} does not deploy: {error}"));
    // A second copy of the same code is active already.
    let version = ArbWasm::programVersionCall { program: address };
    let probe = Transaction {
        from,
        to: Some(alloy::primitives::address!(
            "0000000000000000000000000000000000000071"
        )),
        input: version.abi_encode().into(),
        gas_limit: 1_000_000,
        ..Transaction::default()
    };
    if !chain.call(probe).is_ok_and(|outcome| outcome.success) {
        chain
            .activate(from, address)
            .unwrap_or_else(|error| panic!("{contract} is not activated: {error}"));
    }
    address
}

/// Deploys the lock of the house, for these contracts.
pub fn deploy_lock(chain: &mut Chain, owner: Address, members: &[Address]) -> Address {
    let lock = deploy_program(chain, owner, "lock");
    let mut calls = vec![ILock::initializeCall { owner }.abi_encode()];
    calls.extend(members.iter().map(|member| {
        ILock::setMemberCall {
            member: *member,
            isMember: true,
        }
        .abi_encode()
    }));
    for input in calls {
        let transaction = Transaction {
            from: owner,
            to: Some(lock),
            input: input.into(),
            gas_limit: 1_000_000,
            ..Transaction::default()
        };
        let receipt = chain.send(transaction).expect("the chain takes it");
        assert!(receipt.success, "the lock: {}", receipt.output);
    }
    lock
}

/// The folder of what was built.
pub fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target")
}
