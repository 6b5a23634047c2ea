//! The four programs of the judgement on a machine, before accounts that always answer the same: oracle, terms, book.

use alloy::primitives::{Address, Bytes, I256, U256};
use alloy::sol_types::{SolCall, SolValue};
use devnet::precompiles::{arb_wasm_interface::ArbWasm, ARB_WASM};
use devnet::{Environment, Machine, Outcome, Transaction};
use risk::margin::Context;
use risk::scenarios::{encode, Header, Row, Scenarios};
use risk::terms::{self, bases::Bases, Rules};
use risk::{snapshot, Holding, Leg, Market, Verdict};

alloy::sol!(
    #[derive(Debug, PartialEq, Eq)]
    IMargin,
    "../../abi/Margin.json"
);

const SENDER: Address = Address::repeat_byte(0x11);
pub(crate) const ORACLE: Address = Address::repeat_byte(0xa1);
pub(crate) const TERMS: Address = Address::repeat_byte(0xa2);
pub(crate) const BOOK: Address = Address::repeat_byte(0xa3);
pub(crate) const PAGE: Address = Address::repeat_byte(0xa4);
pub(crate) const MARGIN: Address = Address::repeat_byte(0xb1);
pub(crate) const JUDGE: Address = Address::repeat_byte(0xb2);
pub(crate) const SIMULATOR: Address = Address::repeat_byte(0xb3);
pub(crate) const PRICER: Address = Address::repeat_byte(0xb4);
const TWICE: Address = Address::repeat_byte(0xc1);
pub(crate) const PROGRAMS: [(Address, &str); 4] = [
    (MARGIN, "margin"),
    (JUDGE, "judge"),
    (SIMULATOR, "simulator"),
    (PRICER, "pricer"),
];
const ETHER: u128 = 1_000_000_000_000_000_000;
/// Unix time of the block.
pub(crate) const NOW: u64 = 1_767_225_600;

/// An account with everything that it holds.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) cash: i128,
    pub(crate) holdings: Vec<Holding>,
    pub(crate) legs: Vec<Leg>,
}

/// A market, its terms, and its scenarios, as they come out of their words.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) market: Market,
    pub(crate) rules: Rules,
    pub(crate) rows: Vec<Row>,
}

impl Ground {
    pub(crate) fn scenarios(&self) -> Scenarios<'_> {
        Scenarios::of(&self.rows)
    }

    /// What the judgement of this program says: the verdict, and what each position carries.
    pub(crate) fn native(&self, account: &Account) -> (Verdict, Vec<i128>) {
        let mut bases = Box::new(Bases::default());
        bases.fill(&self.market, &self.rules).unwrap();
        judged(&bases.context(&self.market, &self.rules), self, account)
    }
}

fn judged(context: &Context<'_>, ground: &Ground, account: &Account) -> (Verdict, Vec<i128>) {
    let sums = context
        .accumulate(account.cash, &account.holdings, &account.legs)
        .unwrap();
    let scenarios = ground.scenarios();
    let mut attribution = vec![0; account.holdings.len() + account.legs.len()];
    sums.attribute(&scenarios, &mut attribution).unwrap();
    (sums.verdict(&scenarios).unwrap(), attribution)
}

/// The programs, and what they are told.
pub(crate) struct World {
    pub(crate) machine: Machine,
    pub(crate) block: Environment,
}

fn read(name: &str) -> Vec<u8> {
    let path = format!("{}/../../target/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|_| panic!("{path} is missing: run scripts/build.sh first"))
}

/// Code that answers every call with the bytes behind it.
pub(crate) fn saying(answer: &[u8]) -> Bytes {
    let [high, low] = u16::try_from(answer.len()).unwrap().to_be_bytes();
    // PUSH2 length, PUSH1 14, PUSH0, CODECOPY, PUSH2 length, PUSH0, RETURN, STOP
    let mut code = vec![
        0x61, high, low, 0x60, 14, 0x5f, 0x39, 0x61, high, low, 0x5f, 0xf3, 0x00, 0x00,
    ];
    code.extend(answer);
    code.into()
}

/// Code that calls with the data that it is given, twice, and answers the gas of both and of nothing.
fn twice(target: Address) -> Bytes {
    let mut code = vec![0x36, 0x5f, 0x5f, 0x37, 0x5a];
    for _ in 0..2 {
        // STATICCALL(GAS, target, 0, CALLDATASIZE, 0, 0), ISZERO, fail on it, GAS
        code.extend([0x5f, 0x5f, 0x36, 0x5f, 0x73]);
        code.extend(target);
        code.extend([0x5a, 0xfa, 0x50, 0x5a]);
    }
    // Three readings, the last one first.
    code.extend([
        0x5f, 0x52, 0x60, 32, 0x52, 0x60, 64, 0x52, 0x60, 96, 0x5f, 0xf3,
    ]);
    code.into()
}

pub(crate) fn list(words: &[U256]) -> Vec<u8> {
    words.to_vec().abi_encode()
}

impl World {
    pub(crate) fn new() -> Self {
        let mut machine = Machine::new(412_346);
        machine.set_balance(SENDER, U256::from(u128::MAX));
        machine.set_cached(true);
        let block = Environment {
            number: 5_000,
            timestamp: NOW,
            base_fee: 100_000_000,
            coinbase: Address::repeat_byte(0xcb),
            gas_limit: 1 << 50,
            chain_id: 412_346,
            l1_number: 77,
        };
        let mut world = Self { machine, block };
        for (address, name) in PROGRAMS {
            let code = program::compress(&read(&format!("stylus/{name}.wasm")));
            world.machine.set_code(address, code.into());
            let activation = ArbWasm::activateProgramCall { program: address };
            world.transact(ARB_WASM, activation.abi_encode(), ETHER);
        }
        for place in [ORACLE, TERMS, BOOK] {
            world.machine.set_code(place, saying(&[]));
        }
        let call = IMargin::initializeCall {
            oracle: ORACLE,
            terms: TERMS,
            book: BOOK,
            judge: JUDGE,
            simulator: SIMULATOR,
            pricer: PRICER,
        };
        world.transact(MARGIN, call.abi_encode(), 0);
        world
    }

    fn transact(&mut self, to: Address, input: Vec<u8>, value: u128) {
        let nonce = self.machine.nonce(SENDER);
        let transaction = Transaction {
            nonce: Some(nonce),
            ..transaction(to, input, value)
        };
        let outcome = self.machine.transact(&self.block, &transaction).unwrap();
        assert!(outcome.success, "{outcome:?}");
    }

    /// Tells oracle, terms and book what to say, and returns what that is once it has been through its words.
    pub(crate) fn show(&mut self, market: &Market, rules: &Rules, rows: &[Row]) -> Ground {
        let mut words = [U256::ZERO; snapshot::MAX_WORDS];
        let count = snapshot::encode(market, &mut words).unwrap();
        self.machine
            .set_code(ORACLE, saying(&list(&words[..count])));
        let market = snapshot::decode(&words[..count]).unwrap();
        let mut words = [U256::ZERO; terms::MAX_WORDS];
        let count = terms::encode(rules, market.mask, &mut words).unwrap();
        self.machine.set_code(TERMS, saying(&list(&words[..count])));
        let mut rules = Rules::new();
        terms::decode(&words[..count], market.mask, &mut rules).unwrap();
        self.show_rows(rows);
        Ground {
            market,
            rules,
            rows: rows.to_vec(),
        }
    }

    /// All but the last seven rows in a page, where there are as many, and those in the ring.
    pub(crate) fn show_rows(&mut self, rows: &[Row]) {
        let paged = rows.len().saturating_sub(7).min(767);
        let (page, ring) = rows.split_at(paged);
        let mut answer = [PAGE.into_word(); 3].concat();
        if page.is_empty() {
            answer[..32].fill(0);
        } else {
            let header = Header {
                assets: u16::MAX,
                period: 86_400,
                last: NOW,
                previous: [0; 16],
            };
            let mut bytes = header.encode(page.len()).unwrap().to_vec();
            page.iter().for_each(|row| bytes.extend(row));
            self.machine.set_code(PAGE, bytes.into());
        }
        answer[64..96].copy_from_slice(&U256::from(ring.len()).to_be_bytes::<32>());
        ring.iter().for_each(|row| answer.extend(row));
        self.machine.set_code(BOOK, saying(&answer));
    }

    pub(crate) fn call<C: SolCall>(&self, call: &C) -> Outcome {
        let transaction = transaction(MARGIN, call.abi_encode(), 0);
        self.machine.call(&self.block, &transaction).unwrap()
    }

    /// With so much gas.
    pub(crate) fn call_with<C: SolCall>(&self, call: &C, gas_limit: u64) -> Outcome {
        let transaction = Transaction {
            gas_limit,
            ..transaction(MARGIN, call.abi_encode(), 0)
        };
        self.machine.call(&self.block, &transaction).unwrap()
    }

    #[track_caller]
    pub(crate) fn view<C: SolCall>(&self, call: &C) -> C::Return {
        let outcome = self.call(call);
        assert!(outcome.success, "{outcome:?}");
        C::abi_decode_returns(&outcome.output).unwrap()
    }

    /// What `assess` says.
    #[track_caller]
    pub(crate) fn assess(&self, account: &Account) -> (IMargin::Verdict, Vec<I256>) {
        let answer = self.view(&assess(account));
        (answer.verdict, answer.attribution)
    }

    /// Gas of a call in a transaction that touches everything for the first time, and of the same call after it.
    pub(crate) fn gas<C: SolCall>(&mut self, target: Address, call: &C) -> (u64, u64) {
        self.machine.set_code(TWICE, twice(target));
        let transaction = transaction(TWICE, call.abi_encode(), 0);
        let outcome = self.machine.call(&self.block, &transaction).unwrap();
        assert!(outcome.success, "{outcome:?}");
        let word = |index: usize| {
            let bytes = &outcome.output[32 * index..][..32];
            U256::from_be_slice(bytes).to::<u64>()
        };
        let (last, middle, first) = (word(0), word(1), word(2));
        (first - middle, middle - last)
    }
}

pub(crate) fn assess(account: &Account) -> IMargin::assessCall {
    let portfolio = portfolio(account);
    IMargin::assessCall {
        cash: portfolio.cash,
        collateral: portfolio.collateral,
        legs: portfolio.legs,
    }
}

/// As the ABI has it.
pub(crate) fn portfolio(account: &Account) -> IMargin::Portfolio {
    let signed = |number: i128| I256::try_from(number).unwrap();
    IMargin::Portfolio {
        cash: signed(account.cash),
        collateral: account
            .holdings
            .iter()
            .map(|held| IMargin::Holding {
                asset: held.asset,
                amount: U256::from(held.amount),
            })
            .collect(),
        legs: account
            .legs
            .iter()
            .map(|leg| IMargin::Leg {
                asset: leg.asset,
                kind: leg.kind as u8,
                size: signed(leg.size),
                strike: U256::from(leg.strike),
                expiry: leg.expiry,
            })
            .collect(),
    }
}

/// A verdict in the words of the ABI.
pub(crate) fn words(verdict: &Verdict) -> IMargin::Verdict {
    IMargin::Verdict {
        equity: I256::try_from(verdict.equity).unwrap(),
        initialMargin: U256::from(verdict.initial),
        maintenanceMargin: U256::from(verdict.maintenance),
        bufferMargin: U256::from(verdict.buffer),
        health: U256::from(verdict.health),
        notLive: verdict.not_live,
    }
}

/// A row of residuals.
pub(crate) fn row(residuals: &[i16; 16]) -> Row {
    encode(residuals)
}

fn transaction(to: Address, input: Vec<u8>, value: u128) -> Transaction {
    Transaction {
        from: SENDER,
        to: Some(to),
        input: input.into(),
        value: U256::from(value),
        gas_limit: 1 << 32,
        gas_price: 100_000_000,
        ..Transaction::default()
    }
}
