//! Call data that is none, and wei that nobody asked for: every function of every program. (A1, A2, A4, A5, REV-1)
//!
//! A program refuses them as Solidity does, without data: there is nobody to read an error of a call that has none of
//! its functions. It neither traps nor spends what it was given.

use crate::catalogue::{dirty_words, encoded, filling, programs, samples, Named, Number, Program};
use crate::house::{ready, Ready};
use crate::stand::{call, call_with};
use alloy::primitives::{keccak256, Address, B256};
use devnet::{chain::Chain, machine::Outcome};
use e2e::world::deploy_program;
use std::collections::BTreeMap;

/// What a call that is refused at the door may cost: entry of an uncached program, call data, and little else.
const CHEAP: u64 = 150_000;

/// The house at work, and beside it what is deployed by itself.
struct Street {
    chain: Chain,
    user: Address,
    programs: Vec<(Program, Address)>,
    named: Named,
}

fn street() -> Street {
    let Ready {
        mut chain,
        programs: addresses,
        owner,
        user,
        ..
    } = ready();
    let programs: Vec<_> = programs()
        .into_iter()
        .map(|program| {
            let known = addresses.get(program.name.as_str()).copied();
            let address = known.unwrap_or_else(|| deploy_program(&mut chain, owner, &program.name));
            (program, address)
        })
        .collect();
    let named = Named {
        address: programs[0].1,
        account: B256::left_padding_from(user.as_slice()),
        number: Number::One,
    };
    Street {
        chain,
        user,
        programs,
        named,
    }
}

#[track_caller]
fn refused_at_the_door(outcome: &Outcome, what: impl Fn() -> String) {
    assert!(!outcome.success, "{} went through", what());
    assert_eq!(outcome.halt, None, "{} halted", what());
    assert!(
        outcome.failures.is_empty(),
        "{} trapped: {:?}",
        what(),
        outcome.failures
    );
    assert!(outcome.output.is_empty(), "{}: {}", what(), outcome.output);
    assert!(
        outcome.gas_used < CHEAP,
        "{} used {}",
        what(),
        outcome.gas_used
    );
}

/// A1: cut at every length, every call is refused; a cut that only misses filling is none.
#[test]
fn a1_cut_call_data_is_refused() {
    let street = street();
    let mut calls = 0;
    for (program, address) in &street.programs {
        for length in 0..4 {
            let outcome = call(&street.chain, street.user, *address, vec![0xa5; length]);
            refused_at_the_door(&outcome, || format!("{} {length} bytes", program.name));
        }
        for function in program.abi.functions() {
            let values = samples(function, street.named);
            let whole = encoded(function, &values);
            let least = whole.len() - filling(&values);
            let expected = call(&street.chain, street.user, *address, whole.clone());
            for length in 1..whole.len() {
                let outcome = call(
                    &street.chain,
                    street.user,
                    *address,
                    whole[..length].to_vec(),
                );
                calls += 1;
                if length < least {
                    refused_at_the_door(&outcome, || {
                        format!("{} {} cut to {length}", program.name, function.name)
                    });
                } else {
                    assert_eq!(
                        (outcome.success, &outcome.output),
                        (expected.success, &expected.output),
                        "{} {} cut to {length}",
                        program.name,
                        function.name
                    );
                }
            }
        }
    }
    println!("{calls} cut calls");
    assert!(calls > 5_000);
}

/// A2: what comes behind the parameters is ignored; bits that a type does not have are not.
#[test]
fn a2_trailing_bytes_pass_and_dirty_words_do_not() {
    let street = street();
    let (mut long, mut dirty) = (0, 0);
    for (program, address) in &street.programs {
        for function in program.abi.functions() {
            let values = samples(function, street.named);
            let whole = encoded(function, &values);
            let expected = call(&street.chain, street.user, *address, whole.clone());
            for more in 1..=33 {
                let data = [&whole[..], &vec![0xff; more]].concat();
                let outcome = call(&street.chain, street.user, *address, data);
                long += 1;
                assert_eq!(
                    (outcome.success, &outcome.output, &outcome.halt),
                    (expected.success, &expected.output, &expected.halt),
                    "{} {} and {more} bytes",
                    program.name,
                    function.name
                );
            }
            for (word, bytes) in dirty_words(&values) {
                let mut data = whole.clone();
                let start = 4 + 32 * word;
                data[start..start + 32].copy_from_slice(&bytes);
                let outcome = call(&street.chain, street.user, *address, data);
                dirty += 1;
                refused_at_the_door(&outcome, || {
                    format!("{} {} word {word}", program.name, function.name)
                });
            }
        }
    }
    println!("{long} calls with trailing bytes, {dirty} with dirty words");
    assert!(dirty > 100);
}

/// A4: no two functions of a program have one selector, one selector means one function in the whole house, and a
/// selector of no function is refused.
#[test]
fn a4_selectors() {
    let street = street();
    let mut meanings: BTreeMap<[u8; 4], String> = BTreeMap::new();
    let mut unknown = 0;
    for (program, address) in &street.programs {
        let mut own: BTreeMap<[u8; 4], String> = BTreeMap::new();
        for function in program.abi.functions() {
            let (selector, signature) = (function.selector().0, function.signature());
            if let Some(other) = own.insert(selector, signature.clone()) {
                panic!("{}: {other} and {signature}", program.name);
            }
            let meaning = meanings
                .entry(selector)
                .or_insert_with(|| signature.clone());
            assert_eq!(*meaning, signature);
        }
        // The neighbours of every selector of the house, and the SDK's constructor.
        let neighbours = meanings.keys().flat_map(|selector| {
            (0..32).map(|bit| (u32::from_be_bytes(*selector) ^ 1 << bit).to_be_bytes())
        });
        let constructor = keccak256("stylus_constructor()");
        let constructor = [
            constructor[0],
            constructor[1],
            constructor[2],
            constructor[3],
        ];
        let all = neighbours.chain([[0; 4], [0xff; 4], constructor]);
        for selector in all.filter(|selector| !own.contains_key(selector)) {
            let data = [&selector[..], &[0; 256]].concat();
            let outcome = call(&street.chain, street.user, *address, data);
            unknown += 1;
            refused_at_the_door(&outcome, || format!("{} {selector:02x?}", program.name));
        }
        // Nor is a function of another program one of this.
        for selector in meanings
            .keys()
            .filter(|selector| !own.contains_key(*selector))
        {
            let outcome = call(&street.chain, street.user, *address, selector.to_vec());
            refused_at_the_door(&outcome, || format!("{} {selector:02x?}", program.name));
        }
    }
    println!("{} selectors, {unknown} unknown ones", meanings.len());
}

/// A5: no function takes wei, nor does a plain transfer.
#[test]
fn a5_no_program_takes_wei() {
    let street = street();
    let mut calls = 0;
    for (program, address) in &street.programs {
        for wei in [0, 1] {
            let outcome = call_with(&street.chain, street.user, *address, Vec::new(), wei);
            refused_at_the_door(&outcome, || format!("{} took {wei} wei", program.name));
        }
        for function in program.abi.functions() {
            let whole = encoded(function, &samples(function, street.named));
            for data in [whole, function.selector().to_vec()] {
                let outcome = call_with(&street.chain, street.user, *address, data, 1);
                calls += 1;
                refused_at_the_door(&outcome, || format!("{} {}", program.name, function.name));
            }
        }
    }
    println!("{calls} calls with one wei");
}
