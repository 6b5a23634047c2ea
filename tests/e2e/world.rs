//! One deployment on one chain.

use std::{fs, path::PathBuf};

use alloy::{
    primitives::{Address, Bytes, B256, I256, U256},
    sol,
    sol_types::{SolCall, SolError, SolValue},
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};
use keeper::abi::{
    ArbWasm, IBook, IDepth, ILiquidator, IMargin, IOracle, IPool, IPrices, IVault, IERC20,
};

sol! {
    /// Tokens that anyone may mint.
    interface IMint {
        function mint(address to, uint256 amount) external;
    }

    /// A feed that says what it is told.
    interface IMockFeed {
        function setAnswer(int256 answer) external;
        function setRound(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) external;
        function setDecimals(uint8 decimals_) external;
        function setMode(uint8 mode) external;
        function setDecimalsMode(uint8 mode) external;
        function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80);
    }
}

/// Cash of the pool at the start: 10 million units of 6 decimals.
pub const SUPPLY: u64 = 10_000_000_000_000;
/// Heartbeat and grace of every feed, seconds.
pub const HEARTBEAT: u32 = 3_600;

/// Samples after which an asset's volatility is that of its moves.
const COLD_SAMPLES: u32 = 30;

/// Why a call was refused: revert data, or what the chain said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Revert data.
    pub data: Bytes,
    /// The chain's words when there is no data.
    pub halt: Option<String>,
}

impl Refusal {
    /// Whether this is the typed error `E`; with its values.
    pub fn typed<E: SolError>(&self) -> Option<E> {
        E::abi_decode(&self.data).ok()
    }
}

/// One listed asset.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Index in the oracle.
    pub index: u8,
    /// Collateral token.
    pub token: Address,
    /// Feed of 8 decimals.
    pub feed: Address,
    /// Decimals of the token.
    pub decimals: u8,
}

/// A chain with everything deployed.
#[derive(Debug)]
pub struct World {
    /// The chain.
    pub chain: Chain,
    /// Owner of all contracts.
    pub owner: Address,
    /// Somebody who lends to the pool.
    pub lender: Address,
    /// Somebody who borrows.
    pub user: Address,
    /// Somebody else.
    pub other: Address,
    /// Somebody who liquidates.
    pub buyer: Address,
    /// Cash token, 6 decimals.
    pub cash: Address,
    /// ETH (18 decimals, 2,000 USD), BTC (8 decimals, 40,000 USD), LINK (18 decimals, 10 USD).
    pub assets: [Asset; 3],
    /// Sequencer uptime feed.
    pub uptime: Address,
    /// Contracts.
    pub prices: Address,
    /// Contracts.
    pub oracle: Address,
    /// Contracts.
    pub book: Address,
    /// Contracts.
    pub desk: Address,
    /// Contracts.
    pub margin: Address,
    /// Contracts.
    pub pool: Address,
    /// Contracts.
    pub vault: Address,
    /// Contracts.
    pub liquidator: Address,
}

/// Whole dollars as a feed of 8 decimals answers them.
pub const fn usd(whole: i64) -> i64 {
    whole * 100_000_000
}

/// Prices at the start, 8 decimals.
pub const PRICES: [i64; 3] = [usd(2_000), usd(40_000), usd(10)];

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
        let margin = deploy_program(&mut chain, owner, "margin");
        let pool = deploy_program(&mut chain, owner, "pool");
        let vault = deploy_program(&mut chain, owner, "vault");
        let liquidator = deploy_program(&mut chain, owner, "liquidator");
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
            margin,
            pool,
            vault,
            liquidator,
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
        let (owner, cash, oracle, margin, pool, vault, liquidator) = (
            self.owner,
            self.cash,
            self.oracle,
            self.margin,
            self.pool,
            self.vault,
            self.liquidator,
        );
        self.must(owner, margin, IMargin::initializeCall { owner, oracle });
        self.must(owner, pool, IPool::initializeCall { owner, asset: cash });
        self.must(
            owner,
            vault,
            IVault::initializeCall {
                owner,
                cash,
                pool,
                margin,
            },
        );
        self.must(
            owner,
            liquidator,
            ILiquidator::initializeCall {
                owner,
                vault,
                margin,
                pool,
                cash,
            },
        );
        self.must(owner, pool, IPool::setVaultCall { vault });
        let (base, kink) = (wad("0.01"), wad("0.8"));
        self.must(
            owner,
            pool,
            IPool::setCurveCall {
                base,
                kink,
                slopeBelow: wad("0.04"),
                slopeAbove: wad("0.75"),
            },
        );
        self.must(owner, vault, IVault::setLiquidatorCall { liquidator });
        self.must(
            owner,
            liquidator,
            ILiquidator::setTermsCall {
                discountSlope: wad("0.5"),
                maxDiscount: wad("0.05"),
            },
        );
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
            self.must(
                owner,
                self.margin,
                IMargin::setAssetTermsCall {
                    asset,
                    exitCost: wad("0.01"),
                    jump: U256::ZERO,
                },
            );
            let cap = U256::from(1_000_000_u64) * U256::from(10_u64).pow(U256::from(decimals));
            self.must(
                owner,
                self.vault,
                IVault::listCollateralCall { asset, token, cap },
            );
        }
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

    /// Sends a transaction; the receipt, or why it was refused.
    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<Receipt, Refusal> {
        self.send_raw(from, to, call.abi_encode())
    }

    /// The same with bytes.
    pub fn send_raw(
        &mut self,
        from: Address,
        to: Address,
        input: Vec<u8>,
    ) -> Result<Receipt, Refusal> {
        let transaction = Transaction {
            from,
            to: Some(to),
            input: input.into(),
            gas_limit: 30_000_000,
            ..Transaction::default()
        };
        let receipt = self
            .chain
            .send(transaction)
            .expect("the chain takes the transaction");
        if receipt.success {
            Ok(receipt)
        } else {
            Err(Refusal {
                data: receipt.output,
                halt: receipt.halt,
            })
        }
    }

    /// Sends a transaction that must succeed.
    #[track_caller]
    pub fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call).unwrap_or_else(|refusal| {
            panic!(
                "{} refused: {} {:?}",
                C::SIGNATURE,
                name(&refusal.data),
                refusal.halt
            )
        })
    }

    /// Calls a view.
    pub fn view<C: SolCall>(&self, to: Address, call: C) -> Result<C::Return, Refusal> {
        let transaction = Transaction {
            from: self.other,
            to: Some(to),
            input: call.abi_encode().into(),
            gas_limit: 100_000_000,
            ..Transaction::default()
        };
        let outcome = self
            .chain
            .call(transaction)
            .expect("the chain takes the call");
        if outcome.success {
            Ok(C::abi_decode_returns(&outcome.output)
                .unwrap_or_else(|error| panic!("{}: {error}: {}", C::SIGNATURE, outcome.output)))
        } else {
            Err(Refusal {
                data: outcome.output,
                halt: outcome.halt,
            })
        }
    }

    /// Calls a view that must succeed.
    #[track_caller]
    pub fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        self.view(to, call).unwrap_or_else(|refusal| {
            panic!(
                "{} refused: {} {:?}",
                C::SIGNATURE,
                name(&refusal.data),
                refusal.halt
            )
        })
    }

    /// Lets time pass and mines a block.
    pub fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    /// Sets a feed's answer (8 decimals) now.
    pub fn set_price(&mut self, asset: usize, answer: i64) {
        let (owner, feed) = (self.owner, self.assets[asset].feed);
        self.must(
            owner,
            feed,
            IMockFeed::setAnswerCall {
                answer: I256::try_from(answer).expect("an answer"),
            },
        );
    }

    /// Every feed says again what it said, now.
    pub fn refresh_feeds(&mut self) {
        for asset in self.assets {
            let latest = self.read(asset.feed, IMockFeed::latestRoundDataCall {});
            let owner = self.owner;
            self.must(
                owner,
                asset.feed,
                IMockFeed::setAnswerCall { answer: latest._1 },
            );
        }
    }

    /// An hour passes, the feeds answer the same, a sample is taken.
    pub fn hour(&mut self) {
        self.pass(3_600);
        self.refresh_feeds();
        let owner = self.owner;
        self.must(owner, self.oracle, IOracle::pokeCall {});
    }

    /// Account of a person: sub-account 0.
    pub fn account(&self, person: Address) -> B256 {
        B256::left_padding_from(person.as_slice())
    }

    /// Deposits for `person` in whole tokens.
    pub fn deposit(&mut self, person: Address, asset: usize, whole: u64) -> Receipt {
        let (account, held) = (self.account(person), self.assets[asset]);
        let amount = U256::from(whole) * U256::from(10_u64).pow(U256::from(held.decimals));
        self.must(
            person,
            self.vault,
            IVault::depositCall {
                account,
                asset: held.index,
                amount,
            },
        )
    }

    /// Borrows for `person` in whole units of cash.
    pub fn borrow(&mut self, person: Address, whole: u64) -> Result<Receipt, Refusal> {
        let account = self.account(person);
        let amount = U256::from(whole) * U256::from(1_000_000_u64);
        self.send(
            person,
            self.vault,
            IVault::borrowCall {
                account,
                amount,
                to: person,
            },
        )
    }

    /// Balance of a token.
    pub fn balance(&self, token: Address, owner: Address) -> U256 {
        self.read(token, IERC20::balanceOfCall { owner })
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

/// A decimal as WAD.
pub fn wad(text: &str) -> U256 {
    keeper::terms::Decimal::from(text).wad().expect("a decimal")
}

/// Revert data in words.
pub fn name(data: &Bytes) -> String {
    keeper::explain::name(data)
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

/// The folder of what was built.
pub fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target")
}
