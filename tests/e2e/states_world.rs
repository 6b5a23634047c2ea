//! A deployment without an oracle: the margin contract asks a stand-in whose every word the test writes. Its
//! book is empty, so that volatilities judge.

use alloy::{
    primitives::{Address, B256, U256},
    sol,
    sol_types::{SolCall, SolValue},
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};
use fixed::WAD;
use keeper::abi::{IBook, ILiquidator, IPool, ITerms, IVault, IERC20};
use risk::scenarios::Scenarios;
use risk::terms::bases::Bases;
use risk::terms::{AssetRules, Rules};
use risk::{snapshot, Covariance, Holding, Market, State, Verdict, MAX_ASSETS};

use crate::house::{liquid, plain_class, House, MAJOR};
use crate::world::{deploy, deploy_program, name, wad, Refusal};

sol! {
    interface IMint {
        function mint(address to, uint256 amount) external;
    }

    interface IScriptedOracle {
        function script(uint16 mask, uint256[] words) external;
        function setMode(uint8 mode) external;
    }
}

/// Assets, all of 18 decimals.
pub const ASSETS: usize = 5;
/// Dollars per token at the start.
pub const PRICES: [u128; ASSETS] = [2_000, 10, 40_000, 100, 1];

/// How the oracle behaves; see `ScriptedOracle.sol`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Mode {
    /// It answers what is written.
    Answering = 0,
    /// It reverts.
    Reverting = 1,
    /// It burns all gas.
    Burning = 2,
}

/// The real margin, vault, pool and liquidator, and a scripted oracle.
#[derive(Debug)]
pub struct StatesWorld {
    /// The chain.
    pub chain: Chain,
    /// Owner of all contracts.
    pub owner: Address,
    /// Somebody who borrows.
    pub user: Address,
    /// Somebody who liquidates.
    pub buyer: Address,
    /// Cash token, 6 decimals.
    pub cash: Address,
    /// Collateral tokens.
    pub tokens: Vec<Address>,
    /// Contracts.
    pub oracle: Address,
    /// All that judge and hold.
    pub house: House,
    /// Contracts.
    pub pool: Address,
    /// Contracts.
    pub vault: Address,
    /// Contracts.
    pub liquidator: Address,
    /// What the oracle says once it is published.
    pub market: Market,
    accounts: u64,
}

/// Five assets, live, 4 % a day, correlations of a half; the next sample is due in an hour.
pub fn calm() -> Market {
    let mut market = Market::new();
    market.mask = (1 << ASSETS) - 1;
    let variance = 1_600_000_000_000_000 * 10_i128.pow(18);
    let mut triangle = Vec::new();
    for (row, dollars) in PRICES.iter().enumerate() {
        market.prices[row] = dollars * WAD;
        triangle.extend((0..=row).map(|column| {
            if row == column {
                variance
            } else {
                variance / 2
            }
        }));
    }
    market.liability_prices = market.prices;
    market.covariance = Covariance::from_triangle(ASSETS, &triangle).expect("a triangle");
    (market.timestamp, market.due_at) = (1_750_000_000, 1_750_003_600);
    market.updated_at = [market.timestamp; MAX_ASSETS];
    market
}

impl StatesWorld {
    /// Deploys everything. Needs what `scripts/build.sh` makes.
    pub fn new() -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, lender, user, _, buyer, ..] = chain.accounts();
        let token = |chain: &mut Chain, decimals: u8| {
            let arguments = ("Token".to_owned(), "T".to_owned(), U256::from(decimals));
            deploy(chain, owner, "MockToken", arguments.abi_encode_params())
        };
        let cash = token(&mut chain, 6);
        let tokens = (0..ASSETS).map(|_| token(&mut chain, 18)).collect();
        let oracle = deploy(&mut chain, owner, "ScriptedOracle", vec![]);
        let house = House::deploy(&mut chain, owner);
        let mut world = Self {
            chain,
            owner,
            user,
            buyer,
            cash,
            tokens,
            oracle,
            pool: house.pool,
            vault: house.vault,
            liquidator: house.liquidator,
            house,
            market: calm(),
            accounts: 0,
        };
        world.initialise();
        world.fund(lender);
        world
    }

    fn initialise(&mut self) {
        let (owner, house) = (self.owner, self.house);
        let oracle = self.oracle;
        let book = deploy_program(&mut self.chain, owner, "book");
        self.must(owner, book, IBook::initializeCall { owner, oracle });
        let mut calls = house.wiring(owner, self.cash, oracle, book);
        for (class, terms) in [(DOUBTFUL, doubtful_class()), (MAJOR, unstressed_class())] {
            let call = ITerms::setClassCall { class, terms };
            calls.push((house.terms, call.abi_encode()));
        }
        for (asset, token) in (0..).zip(self.tokens.clone()) {
            let class = if asset == 0 { DOUBTFUL } else { MAJOR };
            let cap = wad("1000000000");
            calls.extend(house.listing_in(class, asset, token, cap, liquid()));
        }
        calls.push(house.opening());
        for (to, input) in calls {
            let sent = self.send_raw(owner, to, input);
            sent.unwrap_or_else(|refusal| panic!("{to} refused: {}", word(&refusal)));
        }
    }

    fn fund(&mut self, lender: Address) {
        let (owner, cash, pool) = (self.owner, self.cash, self.pool);
        let assets = U256::from(100_000_000_000_000_u64);
        for to in [lender, self.user, self.buyer] {
            self.must(owner, cash, IMint::mintCall { to, amount: assets });
            for spender in [pool, self.vault, self.liquidator] {
                self.approve(to, cash, spender);
            }
        }
        self.must(
            lender,
            pool,
            IPool::depositCall {
                assets,
                receiver: lender,
            },
        );
        for token in self.tokens.clone() {
            let (to, amount) = (self.user, wad("100000000"));
            self.must(owner, token, IMint::mintCall { to, amount });
            self.approve(to, token, self.vault);
        }
    }

    fn approve(&mut self, from: Address, token: Address, spender: Address) {
        let amount = U256::MAX;
        self.must(from, token, IERC20::approveCall { spender, amount });
    }

    /// Has the oracle say what `market` says, for each of these masks.
    pub fn publish(&mut self, masks: &[u16]) {
        for mask in masks {
            let (mask, words) = (*mask, words_of(&self.market, *mask));
            let call = IScriptedOracle::scriptCall { mask, words };
            self.must(self.owner, self.oracle, call);
        }
    }

    /// How the oracle behaves from now on.
    pub fn behave(&mut self, mode: Mode) {
        let call = IScriptedOracle::setModeCall { mode: mode as u8 };
        self.must(self.owner, self.oracle, call);
    }

    /// Puts the first asset into a state at its two prices, dollars WAD.
    pub fn put(&mut self, state: State, low: u128, high: u128) {
        self.market.states[0] = state;
        (self.market.prices[0], self.market.liability_prices[0]) = (low, high);
    }

    /// A new account of the user with whole tokens and a debt in whole dollars, opened in calm.
    pub fn open(&mut self, holdings: &[(u8, u64)], debt: u64) -> B256 {
        self.accounts += 1;
        let mut account = B256::left_padding_from(self.user.as_slice());
        account[..8].copy_from_slice(&self.accounts.to_be_bytes());
        let market = std::mem::replace(&mut self.market, calm());
        self.publish(&[mask_of(holdings)]);
        for (asset, whole) in holdings {
            let amount = U256::from(*whole) * wad("1");
            let call = IVault::depositCall {
                account,
                asset: *asset,
                amount,
            };
            self.must(self.user, self.vault, call);
        }
        if debt > 0 {
            let borrowed = self.borrow(account, debt);
            borrowed.unwrap_or_else(|refusal| panic!("borrowing in calm: {}", name(&refusal.data)));
        }
        self.market = market;
        account
    }

    /// Borrows whole dollars.
    pub fn borrow(&mut self, account: B256, dollars: u64) -> Result<Receipt, Refusal> {
        let (to, amount) = (self.user, U256::from(dollars) * U256::from(1_000_000));
        self.send(
            self.user,
            self.vault,
            IVault::borrowCall {
                account,
                amount,
                to,
            },
        )
    }

    /// Takes whole tokens out.
    pub fn withdraw(&mut self, account: B256, asset: u8, whole: u64) -> Result<Receipt, Refusal> {
        let (to, amount) = (self.user, U256::from(whole) * wad("1"));
        let call = IVault::withdrawCall {
            account,
            asset,
            amount,
            to,
        };
        self.send(self.user, self.vault, call)
    }

    /// Buys as much as the plan for an asset gives.
    pub fn buy(&mut self, account: B256, asset: u8) -> Result<(U256, U256), Refusal> {
        self.buy_for(account, asset, U256::MAX)
    }

    /// The same for so much cash at most.
    pub fn buy_for(
        &mut self,
        account: B256,
        asset: u8,
        cash: U256,
    ) -> Result<(U256, U256), Refusal> {
        let call = ILiquidator::buyCollateralCall {
            account,
            asset,
            maxRepay: cash,
            minSeized: U256::ZERO,
            to: self.buyer,
        };
        let receipt = self.send(self.buyer, self.liquidator, call)?;
        let answer = ILiquidator::buyCollateralCall::abi_decode_returns(&receipt.output);
        let answer = answer.expect("two words");
        Ok((answer.repaid, answer.seized))
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
            return Ok(receipt);
        }
        Err(Refusal {
            data: receipt.output,
            halt: receipt.halt,
        })
    }

    /// Sends a transaction that must succeed.
    #[track_caller]
    pub fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {}", C::SIGNATURE, word(&refusal)))
    }

    /// Calls a view that must succeed.
    #[track_caller]
    pub fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        let transaction = Transaction {
            from: self.buyer,
            to: Some(to),
            input: call.abi_encode().into(),
            gas_limit: 100_000_000,
            ..Transaction::default()
        };
        let outcome = self
            .chain
            .call(transaction)
            .expect("the chain takes the call");
        assert!(
            outcome.success,
            "{} refused: {}",
            C::SIGNATURE,
            name(&outcome.output)
        );
        C::abi_decode_returns(&outcome.output).expect("an answer")
    }
}

impl Default for StatesWorld {
    fn default() -> Self {
        Self::new()
    }
}

/// The model's own verdict on whole tokens and a debt in whole dollars.
pub fn judged(market: &Market, holdings: &[(u8, u64)], debt: u64) -> Verdict {
    let holdings: Vec<Holding> = holdings
        .iter()
        .map(|(asset, whole)| Holding {
            asset: *asset,
            amount: u128::from(*whole) * WAD,
        })
        .collect();
    let (rules, mut bases) = (rules(), Bases::default());
    bases.fill(market, &rules).expect("facts");
    let context = bases.context(market, &rules);
    let sums = context.accumulate(-i128::from(debt) * WAD as i128, &holdings, &[]);
    sums.expect("sums")
        .verdict(&Scenarios::of(&[]))
        .expect("a verdict")
}

/// The class of the first asset, whose price fails.
const DOUBTFUL: u8 = 1;

/// Its table asks for as much maintenance as volatilities do: without a price an account is not healthier.
fn doubtful_class() -> ITerms::ClassTerms {
    ITerms::ClassTerms {
        tableInitial: wad("0.105"),
        tableMaintenance: wad("0.095"),
        ..unstressed_class()
    }
}

/// A stress of the market asks for the same at any volatility, and here volatilities are to judge.
fn unstressed_class() -> ITerms::ClassTerms {
    ITerms::ClassTerms {
        stressScale: U256::ZERO,
        ..plain_class()
    }
}

/// The terms that [`House::listing`] gives to every asset.
fn rules() -> Rules {
    let mut rules = Rules::new();
    let mut assets = [terms_of(&unstressed_class()); MAX_ASSETS];
    assets[0] = terms_of(&doubtful_class());
    rules.initial.assets = assets;
    rules.maintenance.assets = assets;
    rules
}

fn terms_of(class: &ITerms::ClassTerms) -> AssetRules {
    let own = liquid();
    let narrow = |word: U256| u128::try_from(word).expect("a term");
    let mut asset = AssetRules::unlisted();
    asset.listed = true;
    asset.policy.jump = narrow(class.jump);
    asset.policy.stress_scale = narrow(class.stressScale);
    asset.policy.table_initial = narrow(class.tableInitial);
    asset.policy.table_maintenance = narrow(class.tableMaintenance);
    asset.half_spread = narrow(own.halfSpread);
    asset.dead_band = narrow(own.deadBand);
    asset.uncertainty = narrow(own.uncertainty);
    asset.assumed_depth = narrow(own.assumedDepth);
    asset.expected_age = u64::from(own.expectedAge);
    asset
}

/// The price of the first asset, WAD, at which the health of an account of these is `health`, WAD, in calm.
pub fn price_at(holdings: &[(u8, u64)], debt: u64, health: u128) -> u128 {
    let mut market = calm();
    let (mut low, mut high) = (WAD, 4 * PRICES[0] * WAD);
    while high - low > 1_000_000 {
        let middle = low.midpoint(high);
        (market.prices[0], market.liability_prices[0]) = (middle, middle);
        if judged(&market, holdings, debt).health < health {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The mask of some holdings.
pub fn mask_of(holdings: &[(u8, u64)]) -> u16 {
    holdings
        .iter()
        .fold(0, |mask, (asset, _)| mask | 1 << asset)
}

/// The snapshot of the assets of `mask`.
fn words_of(market: &Market, mask: u16) -> Vec<U256> {
    let mut part = market.clone();
    part.mask = mask;
    part.covariance = market.covariance.sub(mask).expect("assets of the market");
    let members = (0..ASSETS).filter(|asset| mask >> asset & 1 == 1);
    for (place, asset) in members.enumerate() {
        part.prices[place] = market.prices[asset];
        part.liability_prices[place] = market.liability_prices[asset];
        part.states[place] = market.states[asset];
    }
    let mut words = [U256::ZERO; snapshot::MAX_WORDS];
    let count = snapshot::encode(&part, &mut words).expect("a market that fits");
    words[..count].to_vec()
}

/// The name of the error of a refusal.
pub fn word(refusal: &Refusal) -> String {
    let name = name(&refusal.data);
    name.split('(').next().unwrap_or(&name).to_owned()
}
