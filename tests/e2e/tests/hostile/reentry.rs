//! A token that calls back: from its transfers, before and after it moves, every function of every program is called.
//! (T6, REE-1, Y5, Y6)
//!
//! While tokens move, a program that holds something is changed by nobody and shows nothing that is halfway: it answers
//! `Reentrant()`, refuses the caller, or shows what it shows before the transaction or after it. And what it keeps in
//! the end is what it keeps where the token does not call.

use crate::catalogue::{bars, changes, encoded, errors, programs, samples, Named, Number, Program};
use crate::house::{data, ready, ICustody, Ready};
use crate::operations::{purchase, with_cash, with_collateral, Operation};
use crate::stand::{call, read, send};
use alloy::{
    primitives::{Address, Bytes, B256, U256},
    sol,
    sol_types::{SolError, SolEvent},
};
use devnet::machine::Transaction;
use e2e::world::deploy;
use std::collections::BTreeMap;

sol! {
    interface IProbe {
        event Probed(uint256 indexed index, bool indexed moved, bool succeeded, bytes answer);
        function arm(address[] targets, bytes[] calls) external;
    }
}

/// Those that hold something, or decide over it.
const CUSTODY: [&str; 5] = ["vault", "pool", "insurance", "clearing", "liquidator"];
/// Not called: what concerns the caller's own shares alone, and a fact that anybody brings up to date at any time and
/// that no contract reads while tokens move.
const HARMLESS: [(&str, &str); 4] = [
    ("pool", "approve"),
    ("insurance", "approve"),
    ("insurance", "giveNotice"),
    ("pool", "noteStress"),
];
/// Limits answer nothing while nothing can be done.
const LIMITS: [&str; 4] = ["maxDeposit", "maxMint", "maxWithdraw", "maxRedeem"];
/// How many calls one transfer makes: what fits the gas of a transaction.
const AT_ONCE: usize = 60;
/// Gas of the probed transactions.
const GAS: u64 = 32_000_000;

/// One call of the token.
struct Probe {
    program: String,
    function: String,
    custody: bool,
    changes: bool,
    to: Address,
    input: Vec<u8>,
}

fn probes(house: &Ready, token: Address) -> Vec<Probe> {
    // As well meant as an attacker can: accounts and shares of its own, small amounts.
    let named = Named {
        address: token,
        account: B256::left_padding_from(token.as_slice()),
        number: Number::One,
    };
    let mut probes = Vec::new();
    for program in programs() {
        let Some(to) = house.programs.get(program.name.as_str()) else {
            continue;
        };
        for function in program.abi.functions() {
            if HARMLESS.contains(&(&program.name, &function.name)) {
                continue;
            }
            probes.push(Probe {
                custody: CUSTODY.contains(&program.name.as_str()),
                changes: changes(function),
                program: program.name.clone(),
                function: function.name.clone(),
                to: *to,
                input: encoded(function, &samples(function, named)),
            });
        }
    }
    probes
}

/// Counts of what the probes came to.
#[derive(Default, Debug)]
struct Tally {
    reentrant: usize,
    barred: usize,
    same: usize,
    elsewhere: usize,
}

struct Attack {
    probes: Vec<Probe>,
    errors: BTreeMap<[u8; 4], String>,
    token: Address,
    tally: Tally,
    faults: Vec<String>,
}

impl Attack {
    /// The token has shares, collateral and cash of its own, so that nothing but the lock stands in its way.
    fn new(house: &mut Ready, token: Address) -> Self {
        house.endow(token);
        let all: Vec<Program> = programs();
        Self {
            probes: probes(house, token),
            errors: errors(&all),
            token,
            tally: Tally::default(),
            faults: Vec::new(),
        }
    }

    fn slots(house: &Ready) -> Vec<BTreeMap<U256, U256>> {
        let machine = house.chain.machine();
        house
            .programs
            .values()
            .map(|at| machine.slots(*at))
            .collect()
    }

    /// What each probe is answered outside of any transaction.
    fn answers(&self, house: &Ready, token: Address) -> Vec<(bool, Bytes)> {
        let answers = self.probes.iter().map(|probe| {
            let outcome = call(&house.chain, token, probe.to, probe.input.clone());
            (outcome.success, outcome.output)
        });
        answers.collect()
    }

    /// Runs an operation with and without the calls of a token, and compares.
    fn run(&mut self, house: &mut Ready, token: Address, operation: &Operation) {
        let snapshot = house.chain.snapshot();
        let before = self.answers(house, token);
        transact(house, operation, false);
        let (slots, after) = (Self::slots(house), self.answers(house, token));
        assert!(house.chain.revert(snapshot));

        let mut seen = 0;
        for start in (0..self.probes.len()).step_by(AT_ONCE) {
            let end = (start + AT_ONCE).min(self.probes.len());
            let snapshot = house.chain.snapshot();
            let targets = self.probes[start..end]
                .iter()
                .map(|probe| probe.to)
                .collect();
            let calls = self.probes[start..end].iter();
            let calls = calls.map(|probe| probe.input.clone().into()).collect();
            send(
                &mut house.chain,
                house.owner,
                token,
                IProbe::armCall { targets, calls },
            );
            let logs = transact(house, operation, true);
            let probed = logs
                .iter()
                .filter(|log| log.address == token)
                .filter_map(|log| IProbe::Probed::decode_log(log).ok());
            for probed in probed {
                seen += 1;
                let index = start + usize::try_from(probed.index).expect("an index");
                self.judge(
                    operation.name,
                    index,
                    (probed.succeeded, &probed.answer),
                    [&before[index], &after[index]],
                );
            }
            // Only what nobody holds may be another than without the calls: facts may be brought up to date.
            let held: Vec<usize> = CUSTODY
                .iter()
                .filter_map(|name| house.programs.keys().position(|other| other == name))
                .collect();
            for (index, kept) in Self::slots(house).into_iter().enumerate() {
                if held.contains(&index) && kept != slots[index] {
                    self.faults
                        .push(format!("{}: storage differs", operation.name));
                }
            }
            assert!(house.chain.revert(snapshot));
        }
        assert!(seen > 0, "{}: the token was not moved", operation.name);
    }

    fn judge(
        &mut self,
        operation: &str,
        index: usize,
        (succeeded, answer): (bool, &Bytes),
        stable: [&(bool, Bytes); 2],
    ) {
        let probe = &self.probes[index];
        if !probe.custody {
            self.tally.elsewhere += 1;
            return;
        }
        let error = answer.first_chunk::<4>();
        let known = error.and_then(|error| self.errors.get(error));
        let barred = known.is_some_and(|name| bars(name, answer, self.token));
        let same = stable.contains(&&(succeeded, answer.clone()));
        // That is refused forever.
        let again = probe.function == "initialize" && !succeeded && same;
        let nothing = LIMITS.contains(&probe.function.as_str())
            && succeeded
            && answer.iter().all(|byte| *byte == 0);
        if !succeeded && error == Some(&ICustody::Reentrant::SELECTOR) {
            self.tally.reentrant += 1;
        } else if !succeeded && barred {
            self.tally.barred += 1;
        } else if (!probe.changes && (same || nothing)) || again {
            self.tally.same += 1;
        } else {
            self.faults.push(format!(
                "{operation}: {}.{} {}: {answer}",
                probe.program,
                probe.function,
                if succeeded {
                    "answered"
                } else {
                    "refused otherwise"
                },
            ));
        }
    }

    fn report(mut self, operations: usize) {
        self.faults.sort();
        self.faults.dedup();
        println!(
            "{operations} operations, {} functions: {:?}",
            self.probes.len(),
            self.tally
        );
        assert!(self.faults.is_empty(), "{:#?}", self.faults);
        assert!(self.tally.reentrant > 100);
    }
}

/// The logs of an operation that must succeed, kept on the chain.
fn transact(house: &mut Ready, operation: &Operation, probed: bool) -> Vec<alloy::primitives::Log> {
    let transaction = Transaction {
        from: operation.from,
        to: Some(operation.to),
        input: operation.input.clone().into(),
        gas_limit: GAS,
        ..Transaction::default()
    };
    let receipt = house
        .chain
        .send(transaction)
        .expect("the chain takes the transaction");
    assert!(
        receipt.success,
        "{} (probed: {probed}) refused: {} {:?}",
        operation.name,
        e2e::name(&receipt.output),
        receipt.halt
    );
    receipt.logs
}

sol! {
    interface ICallsBack {
        function prepare(bytes data) external;
        function succeeded() external view returns (bool);
        function answer() external view returns (bytes);
    }
}

/// Y6: the entry of a program refuses its own re-entry, whatever is asked, with an error that says so.
#[test]
fn ree_1_a_program_is_not_entered_twice() {
    let mut house = ready();
    let (user, mandate) = (house.user, house.at("mandate"));
    let back = deploy(&mut house.chain, user, "CallsBack", Vec::new());
    let named = Named {
        address: back,
        account: B256::left_padding_from(back.as_slice()),
        number: Number::One,
    };
    let program = programs()
        .into_iter()
        .find(|program| program.name == "mandate");
    let program = program.expect("the mandate");
    let own = program
        .abi
        .functions()
        .map(|function| encoded(function, &samples(function, named)));
    // Nothing, half of a selector, and a selector of no function are answered alike.
    for input in own.chain([vec![], vec![1, 2], vec![1, 2, 3, 4]]) {
        let call = ICallsBack::prepareCall {
            data: input.clone().into(),
        };
        send(&mut house.chain, user, back, call);
        // The permit of this token calls back; the call after it is an empty batch of the vault.
        let call = ICustody::permitAndCallCall {
            token: back,
            value: U256::ZERO,
            deadline: U256::ZERO,
            v: 27,
            r: B256::ZERO,
            s: B256::ZERO,
            call: data(ICustody::multicallCall { calls: vec![] }).into(),
        };
        send(&mut house.chain, user, mandate, call);
        assert!(!read(
            &house.chain,
            user,
            back,
            ICallsBack::succeededCall {}
        ));
        let answer = read(&house.chain, user, back, ICallsBack::answerCall {});
        assert_eq!(
            answer[..],
            ICustody::Reentrant::SELECTOR,
            "{}",
            Bytes::from(input)
        );
    }
}

#[test]
fn t6_collateral_that_calls_back_gets_nowhere() {
    let mut house = ready();
    let token = house.token;
    house.turn(token, "ProbeToken");
    let mut attack = Attack::new(&mut house, token);
    let operations = with_collateral(&house);
    for operation in &operations[..4] {
        attack.run(&mut house, token, operation);
    }
    attack.report(4);
}

#[test]
fn t6_cash_that_calls_back_gets_nowhere() {
    let mut house = ready();
    let cash = house.cash;
    house.turn(cash, "ProbeToken");
    let mut attack = Attack::new(&mut house, cash);
    let operations = with_cash(&house);
    for operation in &operations {
        attack.run(&mut house, cash, operation);
    }
    attack.report(operations.len());
}

#[test]
fn t6_a_liquidation_in_tokens_that_call_back() {
    for cash in [false, true] {
        let mut house = ready();
        house.fall(1_320);
        let token = if cash { house.cash } else { house.token };
        house.turn(token, "ProbeToken");
        let mut attack = Attack::new(&mut house, token);
        let operation = purchase(&house);
        attack.run(&mut house, token, &operation);
        attack.report(1);
    }
}
