//! A chain with a book, a lens and a mock oracle, and what the book must say, from the pure code.

use alloy::{
    primitives::{Address, B256, U256},
    sol,
    sol_types::{SolCall, SolError, SolEvent},
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};
use e2e::{
    abi::{IBook, ILens},
    world::{deploy, deploy_program, name},
    Refusal,
};
use risk::scenarios::{encode, Fact, Row, Seen, MISSING};
use risk::{snapshot, Market, MAX_ASSETS};

sol! {
    interface IMockOracle {
        event Answered(uint256[] answers);
        function setSnapshot(uint16 mask, uint256[] calldata words) external;
        function snapshot(uint16 mask) external view returns (uint256[] memory words);
        function record(address book, uint64 at, uint256[] calldata facts) external returns (uint256[] memory);
    }
}

/// 2026-01-01, when the chain of a test begins.
pub(crate) const START: u64 = 1_767_225_600;
/// Seconds from row to row.
pub(crate) const DAY: u64 = 86_400;
/// 1e-36 per unit of a variance of one.
const UNIT: f64 = 1e36;

/// A chain with the contracts.
pub(crate) struct Ground {
    pub(crate) chain: Chain,
    pub(crate) owner: Address,
    pub(crate) other: Address,
    pub(crate) oracle: Address,
    pub(crate) book: Address,
    pub(crate) lens: Address,
}

impl Ground {
    pub(crate) fn new() -> Self {
        Self::with(None)
    }

    /// With another recorder than the mock oracle.
    pub(crate) fn with(recorder: Option<usize>) -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        // Before the programs: they expire after a year.
        chain.set_next_timestamp(START).expect("a time to come");
        chain.mine(1);
        let [owner, other, ..] = chain.accounts();
        let oracle = deploy(&mut chain, owner, "MockOracle", Vec::new());
        let book = deploy_program(&mut chain, owner, "book");
        let lens = deploy_program(&mut chain, owner, "lens");
        let mut ground = Self {
            chain,
            owner,
            other,
            oracle,
            book,
            lens,
        };
        let recorder = recorder.map_or(oracle, |place| ground.chain.accounts()[place]);
        let call = IBook::initializeCall {
            owner,
            oracle: recorder,
        };
        ground.must(owner, book, call);
        ground
    }

    pub(crate) fn send<C: SolCall>(
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
        let receipt = self.chain.send(transaction).expect("a transaction");
        if receipt.success {
            Ok(receipt)
        } else {
            Err(Refusal {
                data: receipt.output,
                halt: receipt.halt,
            })
        }
    }

    #[track_caller]
    pub(crate) fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call).unwrap_or_else(|refusal| {
            let Refusal { data, halt } = refusal;
            panic!("{} refused: {} {halt:?}", C::SIGNATURE, name(&data))
        })
    }

    /// What a refusal says.
    #[track_caller]
    pub(crate) fn refused<C: SolCall, E: SolError>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> E {
        let refusal = self.send(from, to, call).expect_err("it went through");
        refusal
            .typed()
            .unwrap_or_else(|| panic!("refused with {} {:?}", name(&refusal.data), refusal.halt))
    }

    /// A view and the gas of its call, as a transaction would pay it.
    pub(crate) fn view<C: SolCall>(
        &self,
        to: Address,
        call: C,
    ) -> Result<(C::Return, u64), Refusal> {
        let transaction = Transaction {
            from: self.other,
            to: Some(to),
            input: call.abi_encode().into(),
            gas_limit: 30_000_000,
            ..Transaction::default()
        };
        let outcome = self.chain.call(transaction).expect("a call");
        if outcome.success {
            let answer = C::abi_decode_returns(&outcome.output).expect("an answer");
            Ok((answer, outcome.gas_used))
        } else {
            Err(Refusal {
                data: outcome.output,
                halt: outcome.halt,
            })
        }
    }

    #[track_caller]
    pub(crate) fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        self.view(to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {}", C::SIGNATURE, name(&refusal.data)))
            .0
    }

    /// Hands a row over; the receipt and what the book answered.
    #[track_caller]
    pub(crate) fn record(&mut self, at: u64, facts: &[Fact]) -> (Receipt, Vec<U256>) {
        let call = self.recording(at, facts);
        let receipt = self.must(self.other, self.oracle, call);
        let answered = receipt
            .logs
            .iter()
            .find_map(|log| IMockOracle::Answered::decode_log(log).ok())
            .expect("the book answers");
        let answers = answered.data.answers;
        (receipt, answers)
    }

    pub(crate) fn recording(&self, at: u64, facts: &[Fact]) -> IMockOracle::recordCall {
        IMockOracle::recordCall {
            book: self.book,
            at,
            facts: facts.iter().map(word).collect(),
        }
    }

    /// Seals; the page.
    #[track_caller]
    pub(crate) fn seal(&mut self) -> (Receipt, Address) {
        let receipt = self.must(self.other, self.book, IBook::sealCall {});
        let page = Address::from_slice(&receipt.output[12..32]);
        (receipt, page)
    }

    pub(crate) fn info(&self) -> IBook::BookInfo {
        self.read(self.book, IBook::bookInfoCall {})
    }

    pub(crate) fn hash(&self, address: Address) -> B256 {
        self.chain.machine().code_hash(address)
    }

    /// The rows of a page, then those of the ring.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let answer = self.read(self.book, IBook::scenariosCall {});
        let code = self.chain.machine().code(answer.page);
        let page = code.get(32..).unwrap_or_default();
        let mut rows: Vec<Row> = page.as_chunks().0.to_vec();
        rows.extend(answer.ring.iter().map(|row| row.to_be_bytes::<32>()));
        rows
    }

    /// What the oracle shows: variances per day of the first assets, uncorrelated; of three at most, every part of
    /// them too.
    pub(crate) fn show(&mut self, variances: &[i128]) {
        let all = u16::MAX >> (MAX_ASSETS - variances.len());
        let masks = if variances.len() <= 3 {
            1..=all
        } else {
            all..=all
        };
        for mask in masks {
            let mut words = [fixed::U256::ZERO; snapshot::MAX_WORDS];
            let count = snapshot::encode(&market(variances, mask), &mut words).expect("a snapshot");
            let words = words[..count]
                .iter()
                .map(|word| U256::from_limbs(word.into_limbs()))
                .collect();
            let call = IMockOracle::setSnapshotCall { mask, words };
            self.must(self.owner, self.oracle, call);
        }
    }

    /// Expected Shortfall by the lens over a day, and the gas of it.
    pub(crate) fn shortfall(&self, exposures: &[(u8, i128)]) -> (u128, u64) {
        let call = ILens::shortfallCall {
            book: self.book,
            assets: exposures.iter().map(|(asset, _)| *asset).collect(),
            exposures: exposures
                .iter()
                .map(|(_, usd)| (*usd).try_into().expect("dollars"))
                .collect(),
            horizon: 86_400,
        };
        let (answer, gas) = self.view(self.lens, call).unwrap_or_else(|refusal| {
            panic!("refused: {} {:?}", name(&refusal.data), refusal.halt)
        });
        (answer.to(), gas)
    }
}

/// A market of uncorrelated assets.
fn market(variances: &[i128], mask: u16) -> Market {
    let mut market = Market::new();
    market.mask = mask;
    let members = (0..variances.len()).filter(|asset| mask >> asset & 1 == 1);
    for (place, asset) in members.enumerate() {
        market.prices[place] = fixed::WAD;
        market.liability_prices[place] = fixed::WAD;
        let added = market.covariance.add_asset(variances[asset]);
        added.expect("an asset");
    }
    market
}

/// What the mock oracle's answer to a lens costs, call data and all.
pub(crate) fn asking(ground: &Ground, assets: u8) -> u64 {
    let mask = u16::MAX >> (16 - assets);
    let call = IMockOracle::snapshotCall { mask };
    let (_, gas) = ground.view(ground.oracle, call).expect("a snapshot");
    gas - 21_000
}

/// The word of a fact, by the declaration of the interface.
pub(crate) fn word(fact: &Fact) -> U256 {
    U256::from(fact.price) | U256::from(fact.variance) << 128
}

/// A variance per day from a volatility per day.
pub(crate) fn variance(volatility: f64) -> u128 {
    (volatility * volatility * UNIT) as u128
}

/// What the book must have: rows from the pure code.
pub(crate) struct Mirror {
    seen: [Seen; MAX_ASSETS],
    pub(crate) rows: Vec<Row>,
    pub(crate) residuals: Vec<[i16; MAX_ASSETS]>,
}

impl Mirror {
    pub(crate) fn new() -> Self {
        Self {
            seen: [Seen::default(); MAX_ASSETS],
            rows: Vec::new(),
            residuals: Vec::new(),
        }
    }

    pub(crate) fn record(&mut self, at: u64, facts: &[Fact]) {
        let mut residuals = [MISSING; MAX_ASSETS];
        for ((fact, seen), residual) in facts.iter().zip(&mut self.seen).zip(&mut residuals) {
            (*residual, _) = seen.row(fact, at).expect("a row");
            *seen = Seen::from_word(seen.after(fact, at).word().expect("a time"));
        }
        self.rows.push(encode(&residuals));
        self.residuals.push(residuals);
    }
}

/// Numbers that look random (Vigna 2014, splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Nearly normal.
    pub(crate) fn normal(&mut self) -> f64 {
        let uniform = |dice: &mut Self| (dice.next() >> 11) as f64 / 2.0_f64.powi(53);
        (0..12).map(|_| uniform(self)).sum::<f64>() - 6.0
    }
}

/// Prices that move from row to row, by their own volatility, with what the oracle expects of each.
pub(crate) struct Walk {
    dice: Dice,
    pub(crate) prices: Vec<f64>,
    pub(crate) volatilities: Vec<f64>,
}

impl Walk {
    pub(crate) fn new(assets: usize, seed: u64) -> Self {
        let each =
            |first: f64, factor: f64| (0..assets).map(|n| first * factor.powi(n as i32)).collect();
        Self {
            dice: Dice::new(seed),
            prices: each(40_000.0, 0.4),
            volatilities: each(0.03, 1.1),
        }
    }

    pub(crate) fn step(&mut self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (price, volatility) in self.prices.iter_mut().zip(&mut self.volatilities) {
            *price *= (*volatility * self.dice.normal()).exp();
            *volatility *= (self.dice.normal() / 20.0).exp();
            facts.push(Fact {
                price: (*price * 1e18) as u128,
                variance: variance(*volatility),
            });
        }
        facts
    }
}
