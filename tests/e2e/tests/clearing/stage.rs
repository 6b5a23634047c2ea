//! The programs of custody and the clearing on one chain, real prices from feeds that say what they are told, and a margin
//! that can be worked out by hand: initial margin is a fifth of what is exposed.

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

use crate::abi::{IClearing, ILock, IMandate, IOracle, IPool, IPrices, IVault};

sol! {
    interface IMint {
        function mint(address to, uint256 amount) external;
        function approve(address spender, uint256 amount) external returns (bool);
    }

    interface IMockFeed {
        function setAnswer(int256 answer) external;
    }
}

/// Index of ETH, 18 decimals, 2,000 USD at the start; and of BTC, 8 decimals, 40,000 USD.
pub const ETH: u8 = 0;
pub const BTC: u8 = 1;
/// Right to trade, in the mandate.
const TRADE: u32 = 16;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Bytes, pub Option<String>);

impl Refusal {
    /// Whether this is the typed error `E`; with its values.
    pub fn typed<E: SolError>(&self) -> Option<E> {
        E::abi_decode(&self.0).ok()
    }
}

pub struct Stage {
    pub chain: Chain,
    pub owner: Address,
    pub alice: Address,
    pub bob: Address,
    pub carol: Address,
    /// An address that trades for accounts, as a contract would.
    pub market: Address,
    pub cash: Address,
    pub tokens: [Address; 2],
    pub feeds: [Address; 2],
    pub prices: Address,
    pub oracle: Address,
    pub margin: Address,
    pub lock: Address,
    pub pool: Address,
    pub vault: Address,
    pub mandate: Address,
    pub clearing: Address,
}

/// Whole units at so many decimals.
pub fn units(whole: u64, decimals: u8) -> U256 {
    U256::from(whole) * U256::from(10_u64).pow(U256::from(decimals))
}

/// Whole dollars, or units, at 18 decimals.
pub fn wad(whole: u64) -> U256 {
    units(whole, 18)
}

/// The same with a sign.
pub fn signed(whole: i64) -> I256 {
    I256::try_from(whole).unwrap() * I256::try_from(wad(1)).unwrap()
}

/// Cash, six decimals.
pub fn dollars(whole: u64) -> U256 {
    units(whole, 6)
}

pub fn account_of(person: Address) -> B256 {
    B256::left_padding_from(person.as_slice())
}

impl Stage {
    /// Alice and Bob have 2,000 dollars each in the vault and let the market trade for them.
    pub fn new() -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, lender, alice, bob, carol, market, ..] = chain.accounts();
        let token = |chain: &mut Chain, name: &str, decimals: u8| {
            let arguments = (name.to_owned(), name.to_owned(), U256::from(decimals));
            deploy(chain, owner, "MockToken", arguments.abi_encode_params())
        };
        let cash = token(&mut chain, "USDC", 6);
        let tokens = [token(&mut chain, "ETH", 18), token(&mut chain, "BTC", 8)];
        let feed = |chain: &mut Chain, price: u64| {
            let answer = I256::try_from(price * 100_000_000).unwrap();
            let arguments = (U256::from(8), answer).abi_encode_params();
            deploy(chain, owner, "MockFeed", arguments)
        };
        let feeds = [feed(&mut chain, 2_000), feed(&mut chain, 40_000)];
        let [prices, oracle, lock, pool, vault, annex, mandate, clearing] = [
            "prices", "oracle", "lock", "pool", "vault", "annex", "mandate", "clearing",
        ]
        .map(|name| deploy_program(&mut chain, owner, name));
        let margin = deploy(&mut chain, owner, "StandInMargin", oracle.abi_encode());
        let mut stage = Self {
            chain,
            owner,
            alice,
            bob,
            carol,
            market,
            cash,
            tokens,
            feeds,
            prices,
            oracle,
            margin,
            lock,
            pool,
            vault,
            mandate,
            clearing,
        };
        stage.wire_facts();
        stage.wire_custody(annex);
        stage.fund(lender);
        stage
    }

    fn wire_facts(&mut self) {
        let (owner, prices, oracle) = (self.owner, self.prices, self.oracle);
        let sequencer = Address::ZERO;
        self.must(
            owner,
            prices,
            IPrices::initializeCall {
                owner,
                sequencerFeed: sequencer,
            },
        );
        let terms = IOracle::ClockTerms {
            interval: 3_600,
            minInterval: 900,
            maxInterval: 14_400,
            halfLife: 172_800,
            slowHalfLife: 2_160_000,
            jumpHalfLife: 1_728_000,
            referenceVolatility: wad(1),
            clip: wad(5),
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
        self.must(owner, prices, IPrices::setOracleCall { oracle });
        for feed in self.feeds {
            let terms = IPrices::FeedTerms {
                feed,
                heartbeat: 86_400,
                grace: 86_400,
                minPrice: wad(1),
                maxPrice: wad(1_000_000),
                maxDeviation: wad(1),
                secondary: Address::ZERO,
                secondaryLimit: 0,
                nav: Address::ZERO,
                navExpiry: 0,
                navDiscount: U256::ZERO,
            };
            self.must(owner, prices, IPrices::listCall { terms });
            let terms = IOracle::AssetTerms {
                floorVolatility: wad(1),
                startVolatility: wad(1),
                indexWeight: wad(1),
            };
            self.must(owner, oracle, IOracle::listCall { terms });
        }
    }

    fn wire_custody(&mut self, annex: Address) {
        let Self {
            owner,
            cash,
            oracle,
            margin,
            lock,
            pool,
            vault,
            mandate,
            clearing,
            ..
        } = *self;
        self.must(owner, lock, ILock::initializeCall { owner });
        self.must(
            owner,
            pool,
            IPool::initializeCall {
                owner,
                asset: cash,
                lock,
            },
        );
        let call = IVault::initializeCall {
            owner,
            cash,
            pool,
            margin,
            lock,
            annex,
        };
        self.must(owner, vault, call);
        self.must(owner, mandate, IMandate::initializeCall { vault });
        let call = IClearing::initializeCall {
            owner,
            vault,
            mandate,
            lock,
            oracle,
        };
        self.must(owner, clearing, call);
        for member in [vault, pool, clearing, mandate] {
            self.must(
                owner,
                lock,
                ILock::setMemberCall {
                    member,
                    isMember: true,
                },
            );
        }
        self.must(owner, pool, IPool::setVaultCall { vault });
        self.must(owner, vault, IVault::setMandateCall { mandate });
        self.must(owner, vault, IVault::setClearingCall { clearing });
        for (asset, decimals) in [(ETH, 18), (BTC, 8)] {
            let token = self.tokens[usize::from(asset)];
            let cap = units(1_000_000, decimals);
            self.must(
                owner,
                vault,
                IVault::listCollateralCall { asset, token, cap },
            );
            let call = IVault::setWeightCall {
                asset,
                weight: wad(1),
                over: 0,
            };
            self.must(owner, vault, call);
        }
        self.must(owner, vault, IVault::openCall {});
        self.register(self.market);
    }

    /// A market that may have a million of each asset open, and add a tenth of the price a day.
    pub fn register(&mut self, market: Address) {
        let (owner, clearing) = (self.owner, self.clearing);
        let most = wad(1) / U256::from(10);
        self.must(
            owner,
            clearing,
            IClearing::registerMarketCall {
                market,
                maxFunding: most,
            },
        );
        for asset in [ETH, BTC] {
            let call = IClearing::setCapCall {
                market,
                asset,
                cap: wad(1_000_000),
            };
            self.must(owner, clearing, call);
        }
    }

    fn fund(&mut self, lender: Address) {
        let (cash, pool, owner) = (self.cash, self.pool, self.owner);
        let amount = dollars(1_000_000);
        self.must(owner, cash, IMint::mintCall { to: lender, amount });
        self.must(
            lender,
            cash,
            IMint::approveCall {
                spender: pool,
                amount,
            },
        );
        let call = IPool::depositCall {
            assets: amount,
            receiver: lender,
        };
        self.must(lender, pool, call);
        for person in [self.alice, self.bob, self.carol] {
            self.must(owner, cash, IMint::mintCall { to: person, amount });
            for token in [self.tokens[0], self.tokens[1], cash] {
                let spender = self.vault;
                self.must(
                    person,
                    token,
                    IMint::approveCall {
                        spender,
                        amount: U256::MAX,
                    },
                );
            }
        }
        for person in [self.alice, self.bob] {
            self.put_cash(person, 2_000);
            self.allow(person, self.market);
        }
    }

    /// Brings cash into a person's account.
    pub fn put_cash(&mut self, person: Address, whole: u64) {
        let (account, amount, vault) = (account_of(person), dollars(whole), self.vault);
        self.must(person, vault, IVault::depositCashCall { account, amount });
    }

    /// Brings whole units of an asset into a person's account.
    pub fn put_asset(&mut self, person: Address, asset: u8, whole: u64) {
        let decimals = if asset == ETH { 18 } else { 8 };
        let (account, amount) = (account_of(person), units(whole, decimals));
        let (owner, vault, token) = (self.owner, self.vault, self.tokens[usize::from(asset)]);
        self.must(owner, token, IMint::mintCall { to: person, amount });
        self.must(
            person,
            vault,
            IVault::depositCall {
                account,
                asset,
                amount,
            },
        );
    }

    /// Lets a market trade for a person.
    pub fn allow(&mut self, person: Address, market: Address) {
        let call = IMandate::setOperatorCall {
            account: account_of(person),
            operator: market,
            capabilities: TRADE,
            until: u64::MAX,
        };
        self.must(person, self.mandate, call);
    }

    /// Whole dollars that the feed of an asset answers from now on.
    pub fn set_price(&mut self, asset: u8, whole: u64) {
        let answer = I256::try_from(whole * 100_000_000).unwrap();
        let feed = self.feeds[usize::from(asset)];
        self.must(self.owner, feed, IMockFeed::setAnswerCall { answer });
    }

    /// Moves time on; the feeds answer nothing new.
    pub fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    /// A perpetual of ETH that one person sells to another.
    pub fn perpetual(
        &self,
        long: Address,
        short: Address,
        size: u64,
        price: u64,
    ) -> IClearing::Trade {
        IClearing::Trade {
            long: account_of(long),
            short: account_of(short),
            asset: ETH,
            kind: 0,
            strike: U256::ZERO,
            expiry: 0,
            size: wad(size),
            price: wad(price),
        }
    }

    /// The market trades.
    pub fn trade(&mut self, trade: IClearing::Trade) -> Result<Receipt, Refusal> {
        self.send(self.market, self.clearing, IClearing::tradeCall { trade })
    }

    pub fn settle(&mut self, people: &[Address]) -> Receipt {
        let accounts = people.iter().map(|person| account_of(*person)).collect();
        self.must(
            self.owner,
            self.clearing,
            IClearing::settleCall { accounts },
        )
    }

    pub fn expire(&mut self, people: &[Address]) -> Result<Receipt, Refusal> {
        let accounts = people.iter().map(|person| account_of(*person)).collect();
        self.send(
            self.owner,
            self.clearing,
            IClearing::expireCall { accounts },
        )
    }

    /// Variation and positions.
    pub fn legs(&self, person: Address) -> (I256, Vec<IClearing::Leg>) {
        let account = account_of(person);
        let answer = self.read(self.clearing, IClearing::legsOfCall { account });
        (answer.variation, answer.legs)
    }

    /// Own cash less debt, in units.
    pub fn net_cash(&self, person: Address) -> I256 {
        let account = account_of(person);
        let info = self.read(self.vault, IVault::accountCall { account });
        I256::try_from(info.cash).unwrap() - I256::try_from(info.debt).unwrap()
    }

    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<Receipt, Refusal> {
        let transaction = Transaction {
            from,
            to: Some(to),
            input: call.abi_encode().into(),
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
            Err(Refusal(receipt.output, receipt.halt))
        }
    }

    #[track_caller]
    pub fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }

    pub fn view<C: SolCall>(&self, to: Address, call: C) -> Result<C::Return, Refusal> {
        let transaction = Transaction {
            from: self.carol,
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
            Ok(C::abi_decode_returns(&outcome.output).expect("an answer"))
        } else {
            Err(Refusal(outcome.output, outcome.halt))
        }
    }

    #[track_caller]
    pub fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        self.view(to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }
}

fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target")
}

/// Deploys a Solidity contract with encoded constructor arguments.
pub fn deploy(chain: &mut Chain, from: Address, contract: &str, arguments: Vec<u8>) -> Address {
    let path = target().join("solidity").join(format!("{contract}.json"));
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run scripts/build.sh first", path.display()));
    let artefact: serde_json::Value = serde_json::from_str(&text).expect("an artefact is JSON");
    let code: Bytes = artefact["bytecode"]
        .as_str()
        .expect("bytecode")
        .parse()
        .expect("hex");
    let mut input = code.to_vec();
    input.extend(arguments);
    chain
        .deploy(from, input)
        .unwrap_or_else(|error| panic!("{contract} does not deploy: {error}"))
}

/// Deploys and activates one of the shipped programs.
fn deploy_program(chain: &mut Chain, from: Address, contract: &str) -> Address {
    let path = target().join("stylus").join(format!("{contract}.code"));
    let code = fs::read(&path)
        .unwrap_or_else(|_| panic!("{} is missing: run scripts/build.sh first", path.display()));
    let input = devnet::chain::returning(&code).expect("the code fits");
    let address = chain
        .deploy(from, input)
        .unwrap_or_else(|error| panic!("{contract} does not deploy: {error}"));
    chain
        .activate(from, address)
        .unwrap_or_else(|error| panic!("{contract} is not activated: {error}"));
    address
}
