//! Who may call which function: every state-changing function of every program, called by everybody, before and after
//! the programs are initialised, against `docs/roles.txt`. (GOV-1, REV-1, UPG-1)
//!
//! A call counts as refused for its caller where it reverts with an error that names the caller. Every other refusal is
//! for another reason, and it is typed too: no call traps, none ends without data, whatever its numbers are.

use crate::catalogue::{bars, changes, encoded, errors, programs, samples, Named, Number, Program};
use crate::house::{ready, Ready};
use crate::stand::{call, chain, GAS};
use alloy::{
    json_abi::Function,
    primitives::{address, Address, B256},
};
use devnet::{
    chain::Chain,
    machine::{Outcome, Transaction},
};
use e2e::world::deploy_program;
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write,
    fs,
    path::PathBuf,
};

/// Somebody whom no contract knows.
const NOBODY: Address = address!("00000000000000000000000000000000000b0d13");

/// Selector of `Error(string)`.
const REASON: [u8; 4] = [0x08, 0xc3, 0x79, 0xa0];

/// Programs on a chain, and who calls them.
struct Stage {
    chain: Chain,
    programs: Vec<(Program, Address)>,
    roles: Vec<(String, Address)>,
    named: Named,
    errors: BTreeMap<[u8; 4], String>,
    /// The vault is not initialised.
    early: bool,
    calls: usize,
    faults: BTreeSet<String>,
}

/// What a call came to.
enum End {
    Done,
    /// For another reason than its caller.
    Refused(String),
    /// For its caller.
    Barred(String),
}

impl Stage {
    fn before() -> Self {
        let mut chain = chain();
        let [owner, _, user, ..] = chain.accounts();
        let deployed = programs().into_iter().map(|program| {
            let address = deploy_program(&mut chain, owner, &program.name);
            (program, address)
        });
        let deployed = deployed.collect();
        let people = vec![("owner", owner), ("user", user)];
        Self {
            early: true,
            ..Self::new(chain, deployed, people)
        }
    }

    /// The house whole, in use.
    fn after() -> Self {
        let Ready {
            chain,
            programs: addresses,
            owner,
            guardian,
            user,
            ..
        } = ready();
        let deployed = programs()
            .into_iter()
            .filter_map(|program| {
                let address = *addresses.get(program.name.as_str())?;
                Some((program, address))
            })
            .collect();
        let people = vec![("owner", owner), ("guardian", guardian), ("user", user)];
        Self::new(chain, deployed, people)
    }

    fn new(
        chain: Chain,
        programs: Vec<(Program, Address)>,
        people: Vec<(&'static str, Address)>,
    ) -> Self {
        let user = people[people.len() - 1].1;
        let mut roles = vec![("nobody".to_owned(), NOBODY)];
        roles.extend(
            people
                .into_iter()
                .map(|(name, address)| (name.to_owned(), address)),
        );
        roles.extend(
            programs
                .iter()
                .map(|(program, address)| (program.name.clone(), *address)),
        );
        let named = Named {
            address: programs[0].1,
            account: B256::left_padding_from(user.as_slice()),
            number: Number::One,
        };
        let own: Vec<Program> = crate::catalogue::programs();
        Self {
            chain,
            programs,
            roles,
            named,
            errors: errors(&own),
            early: false,
            calls: 0,
            faults: BTreeSet::new(),
        }
    }

    /// What a call came to; why it should not have, where it is neither done nor refused with a declared error (REV-1).
    fn judge(&self, program: &str, from: Address, outcome: &Outcome) -> Result<End, String> {
        if let Some(halt) = &outcome.halt {
            return Err(format!("halted: {halt}"));
        }
        if !outcome.failures.is_empty() {
            return Err(format!("trapped: {:?}", outcome.failures));
        }
        if outcome.gas_used > GAS / 2 {
            return Err(format!("used {} gas", outcome.gas_used));
        }
        if outcome.success {
            return Ok(End::Done);
        }
        let selector = outcome.output.first_chunk::<4>();
        match selector.and_then(|selector| self.errors.get(selector)) {
            Some(name) if bars(name, &outcome.output, from) => Ok(End::Barred(name.clone())),
            Some(name) => Ok(End::Refused(name.clone())),
            // The reason that readers of Chainlink feeds know.
            None if selector == Some(&REASON) => Ok(End::Refused("Error".to_owned())),
            // Before it knows its annex, the vault has half of its functions.
            None if self.early && program == "vault" && outcome.output.is_empty() => {
                Ok(End::Refused("no data".to_owned()))
            }
            None => Err(format!("no declared error: {}", outcome.output)),
        }
    }

    /// Who may call a function, and how the others are refused.
    fn row(&mut self, program: usize, function: &Function) -> Row {
        let (name, to) = (&self.programs[program].0.name, self.programs[program].1);
        let data = encoded(function, &samples(function, self.named));
        let mut row = Row::default();
        // A program does not call itself.
        for (role, from) in self.roles.iter().filter(|role| role.1 != to) {
            let outcome = call(&self.chain, *from, to, data.clone());
            self.calls += 1;
            let end = self.judge(name, *from, &outcome).unwrap_or_else(|fault| {
                self.faults
                    .insert(format!("{name}.{} by {role}: {fault}", function.name));
                End::Refused("?".to_owned())
            });
            match end {
                End::Done => drop(row.may.insert(role.clone())),
                End::Refused(error) => {
                    row.may.insert(role.clone());
                    row.other.insert(error);
                }
                End::Barred(error) => drop(row.barred.insert(error)),
            }
        }
        row.everybody = row.may.len() == self.roles.iter().filter(|role| role.1 != to).count();
        row
    }
}

#[derive(Default)]
struct Row {
    may: BTreeSet<String>,
    everybody: bool,
    barred: BTreeSet<String>,
    other: BTreeSet<String>,
}

impl Row {
    fn who(&self) -> String {
        match (self.everybody, self.may.is_empty()) {
            (true, _) => "anybody".to_owned(),
            (_, true) => "nobody".to_owned(),
            _ => list(&self.may),
        }
    }
}

fn list(names: &BTreeSet<String>) -> String {
    names.iter().cloned().collect::<Vec<_>>().join(" ")
}

/// The state-changing functions, program by program.
fn changing(program: &Program) -> Vec<Function> {
    let mut functions: Vec<Function> = program
        .abi
        .functions()
        .filter(|function| changes(function))
        .cloned()
        .collect();
    functions.sort_by_key(Function::signature);
    functions
}

#[test]
fn gov_1_who_may_call_what() {
    let (mut before, mut after) = (Stage::before(), Stage::after());
    let mut table = String::from(
        "Who may call the functions that change something, as the deployed programs answered; compared by\n\
         tests/e2e/tests/hostile/roles.rs. Everybody else is refused with the errors behind it. Before: who may, of a program\n\
         that is deployed and not initialised, and with which errors such a call ends. Callers: nobody in particular, the\n\
         user (the owner of the account that is named), the owner, the guardian, and every program.\n\n",
    );
    writeln!(
        table,
        "{:<12} {:<52} {:<40} {:<28} before",
        "program", "function", "who", "others"
    )
    .expect("text");
    for index in 0..before.programs.len() {
        let program = before.programs[index].0.name.clone();
        let functions = changing(&before.programs[index].0);
        let deployed = after
            .programs
            .iter()
            .position(|(other, _)| other.name == program);
        for function in functions {
            let early = before.row(index, &function);
            let row = match deployed {
                Some(deployed) => after.row(deployed, &function),
                None => continue,
            };
            let early_who = early.who();
            let early = if early.may.is_empty() {
                format!("nobody: {}", list(&early.barred))
            } else {
                format!("{early_who}: {}", list(&early.other))
            };
            let signature = short(&function);
            let line = format!(
                "{program:<12} {signature:<52} {:<40} {:<28} {early}",
                row.who(),
                list(&row.barred)
            );
            writeln!(table, "{}", line.trim_end()).expect("text");
        }
    }
    println!("{table}");
    println!("{} calls before, {} after", before.calls, after.calls);
    let faults: BTreeSet<_> = before.faults.union(&after.faults).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/roles.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &table).expect("docs/roles.txt can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    for (kept, found) in kept.lines().zip(table.lines()) {
        assert_eq!(kept, found, "docs/roles.txt differs; BLESS=1 writes it");
    }
    assert_eq!(kept.lines().count(), table.lines().count());
}

fn short(function: &Function) -> String {
    let signature = function.signature();
    if signature.len() <= 52 {
        signature
    } else {
        format!("{}(...)", function.name)
    }
}

/// UPG-1: whoever calls, a program that is initialised is not initialised again.
#[test]
fn upg_1_no_program_is_initialised_twice() {
    let stage = Stage::after();
    let mut initialisers = 0;
    for (program, to) in &stage.programs {
        for function in program
            .abi
            .functions()
            .filter(|function| function.name == "initialize")
        {
            initialisers += 1;
            let data = encoded(function, &samples(function, stage.named));
            for (role, from) in &stage.roles {
                let outcome = call(&stage.chain, *from, *to, data.clone());
                match stage.judge(&program.name, *from, &outcome) {
                    Ok(End::Refused(error)) if error == "AlreadyInitialized" => {}
                    _ => panic!("{} by {role}: {}", program.name, outcome.output),
                }
            }
        }
    }
    println!("{initialisers} programs");
    assert!(initialisers > 6);
}

/// UPG-1: the vault alone runs code of another program as its own: its annex, which `initialize` names for good. The
/// annex by itself does nothing for anybody.
#[test]
fn upg_1_nobody_chooses_what_a_program_runs() {
    let all = programs();
    for program in &all {
        let path = e2e::world::target().join(format!("stylus/{}.wasm", program.name));
        let module = fs::read(path).expect("a module");
        let has = |name: &str| {
            module
                .windows(name.len())
                .any(|bytes| bytes == name.as_bytes())
        };
        assert!(has("read_args"), "{}", program.name);
        let delegates = has("delegate_call_contract");
        assert_eq!(delegates, program.name == "vault", "{}", program.name);
    }
    let vault = all
        .iter()
        .find(|program| program.name == "vault")
        .expect("the vault");
    let setters: Vec<_> = changing(vault)
        .into_iter()
        .filter(|function| function.name.to_lowercase().contains("annex"))
        .collect();
    assert!(setters.is_empty(), "{setters:?}");
    let mut chain = chain();
    let [owner, _, user, ..] = chain.accounts();
    let annex = deploy_program(&mut chain, owner, "annex");
    let named = Named {
        address: annex,
        account: B256::left_padding_from(user.as_slice()),
        number: Number::One,
    };
    for function in changing(vault) {
        let data = encoded(&function, &samples(&function, named));
        for from in [owner, user, annex] {
            let outcome = call(&chain, from, annex, data.clone());
            assert!(!outcome.success, "{}", function.name);
            assert!(
                outcome.failures.is_empty(),
                "{}: {:?}",
                function.name,
                outcome.failures
            );
        }
    }
}

/// REV-1: whatever the numbers, whoever calls, before and after: done, or refused with an error that is declared.
#[test]
fn rev_1_every_refusal_is_typed() {
    let mut faults = BTreeSet::new();
    for mut stage in [Stage::before(), Stage::after()] {
        let mut calls = 0;
        for number in [Number::Zero, Number::One, Number::Most] {
            stage.named.number = number;
            for (program, to) in &stage.programs {
                for function in program.abi.functions() {
                    let data = encoded(function, &samples(function, stage.named));
                    for (role, from) in stage.roles.iter().filter(|role| role.1 != *to) {
                        let outcome = call(&stage.chain, *from, *to, data.clone());
                        calls += 1;
                        if let Err(fault) = stage.judge(&program.name, *from, &outcome) {
                            let name = (&program.name, &function.name);
                            faults.insert(format!("{name:?} {number:?} by {role}: {fault}"));
                        }
                    }
                }
            }
        }
        println!("{calls} calls");
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// REV-1: a call that fails leaves every slot as it was.
#[test]
fn rev_1_a_failing_call_changes_nothing() {
    let mut stage = Stage::after();
    let (mut failed, mut done) = (0, 0);
    let slots = |stage: &Stage| -> Vec<_> {
        let all = stage.programs.iter();
        all.map(|(_, address)| stage.chain.machine().slots(*address))
            .collect()
    };
    let people: Vec<_> = stage.roles.iter().take(4).cloned().collect();
    for number in [Number::One, Number::Most] {
        stage.named.number = number;
        for index in 0..stage.programs.len() {
            let to = stage.programs[index].1;
            for function in changing(&stage.programs[index].0) {
                let data = encoded(&function, &samples(&function, stage.named));
                for (_, from) in &people {
                    let snapshot = stage.chain.snapshot();
                    let before = slots(&stage);
                    let receipt = stage.chain.send(Transaction {
                        from: *from,
                        to: Some(to),
                        input: data.clone().into(),
                        gas_limit: 30_000_000,
                        ..Transaction::default()
                    });
                    // Nobody has nothing to pay gas with.
                    let Ok(receipt) = receipt else { continue };
                    if receipt.success {
                        done += 1;
                    } else {
                        failed += 1;
                        assert!(slots(&stage) == before, "{}", function.name);
                    }
                    assert!(stage.chain.revert(snapshot));
                }
            }
        }
    }
    println!("{failed} transactions failed, {done} did something");
    assert!(failed > 100 && done > 5);
}
