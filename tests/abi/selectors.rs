//! Selectors and topics of the contracts' Rust against those that solc computes from `abi/`.

use std::collections::BTreeSet;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::OnceLock;

use abi::solc::{self, Compiled};
use abi::{title, CONTRACTS};
use alloy_primitives::Address;
use motsu::prelude::*;
use stylus_sdk::abi::Router;

/// What solc says of the committed interfaces; compiled once.
fn compiled(contract: &str) -> Compiled {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let out = solc::root().join("target/abi/selectors");
        solc::compile(&solc::root().join("abi"), &out).unwrap();
        out
    });
    solc::read(folder, &title(contract)).unwrap()
}

/// Contract, kind, name and hash of every event and error, from their Rust types.
fn declared() -> Vec<(&'static str, &'static str, &'static str, String)> {
    fn hex(bytes: impl AsRef<[u8]>) -> String {
        bytes
            .as_ref()
            .iter()
            .fold("0x".to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }
    include!(concat!(env!("OUT_DIR"), "/declared.rs"))
}

#[test]
fn committed_json_is_what_solc_makes_of_the_interfaces() {
    for contract in CONTRACTS {
        let file = solc::root().join("abi").join(title(contract) + ".json");
        let committed: serde_json::Value =
            serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        assert_eq!(committed, compiled(contract).abi, "{contract}");
    }
}

#[test]
fn topics_and_error_selectors_are_those_of_solc() {
    let declared = declared();
    for contract in CONTRACTS {
        let compiled = compiled(contract);
        for (kind, hashes) in [("event", compiled.events), ("error", compiled.errors)] {
            let of_rust: BTreeSet<_> = declared
                .iter()
                .filter(|(of, is, ..)| *of == contract && *is == kind)
                .map(|(_, _, name, hash)| ((*name).to_owned(), hash.clone()))
                .collect();
            let of_solc: BTreeSet<_> = hashes.into_iter().collect();
            // Some write nothing down.
            assert!(
                kind == "event" || !of_rust.is_empty(),
                "{contract} declares no {kind}"
            );
            assert_eq!(of_rust, of_solc, "{contract}, {kind}");
        }
    }
}

/// Known from the standards, not from this repository.
#[test]
fn solc_agrees_with_the_standards() {
    let pool = compiled("pool");
    let has = |pairs: &[(String, String)], name: &str, hash: &str| {
        assert!(
            pairs.contains(&(name.to_owned(), hash.to_owned())),
            "{name} is not {hash}"
        );
    };
    has(&pool.functions, "transfer(address,uint256)", "0xa9059cbb");
    has(&pool.functions, "balanceOf(address)", "0x70a08231");
    has(&pool.functions, "deposit(uint256,address)", "0x6e553f65");
    has(
        &pool.functions,
        "redeem(uint256,address,address)",
        "0xba087652",
    );
    has(
        &pool.events,
        "Transfer",
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
    );
    has(
        &pool.events,
        "Deposit",
        "0xdcbc1c05240f31ff3ad067ef1ee35ce4997762752e3a095284754544f4c709d7",
    );
    has(&pool.errors, "ERC20InsufficientBalance", "0xe450d38c");
}

#[test]
fn no_two_functions_or_errors_share_a_selector() {
    for contract in CONTRACTS {
        let compiled = compiled(contract);
        for pairs in [&compiled.functions, &compiled.errors, &compiled.events] {
            let hashes: BTreeSet<_> = pairs.iter().map(|(_, hash)| hash).collect();
            assert_eq!(hashes.len(), pairs.len(), "{contract}");
        }
    }
}

/// A contract that runs out of call data or of its neighbours has been reached: only a selector that the
/// router does not know comes back as nothing.
fn is_routed<C>(contract: &mut C, selector: u32) -> bool
where
    C: Router<C> + stylus_sdk::prelude::TopLevelStorage + stylus_sdk::prelude::ValueDenier,
    C: std::borrow::BorrowMut<<C as Router<C>>::Storage>,
{
    catch_unwind(AssertUnwindSafe(|| {
        C::route(contract, selector, &[]).is_some()
    }))
    .unwrap_or(true)
}

macro_rules! routes {
    ($($test:ident $contract:literal $ty:path;)*) => {$(
        #[motsu::test]
        fn $test(contract: Contract<$ty>, caller: Address) {
            let functions = compiled($contract).functions;
            assert!(!functions.is_empty());
            // Whom a contract asks before it is initialised: on chain nobody, here somebody who knows nothing.
            let _nobody = motsu::prelude::Contract::<lock::Lock>::new_at(Address::ZERO);
            let missing: Vec<_> = functions
                .iter()
                .filter(|(_, selector)| {
                    let selector = u32::from_str_radix(&selector[2..], 16).unwrap();
                    !is_routed(&mut *contract.sender(caller), selector)
                })
                .collect();
            assert!(missing.is_empty(), "not routed: {missing:?}");
            assert!(!is_routed(&mut *contract.sender(caller), 0xdead_beef), "routes anything");
        }
    )*};
}

routes! {
    prices_routes_every_function "prices" prices::Prices;
    oracle_routes_every_function "oracle" oracle::Oracle;
    book_routes_every_function "book" book::Book;
    lens_routes_every_function "lens" lens::Lens;
    depth_routes_every_function "depth" depth::Depth;
    pool_depth_routes_every_function "pool_depth" pool_depth::PoolDepth;
    feed_routes_every_function "feed" feed::Feed;
    margin_routes_every_function "margin" margin::Margin;
    vault_routes_every_function "vault" vault::Vault;
    pool_routes_every_function "pool" pool::Pool;
    liquidator_routes_every_function "liquidator" liquidator::Liquidator;
    lock_routes_every_function "lock" lock::Lock;
    terms_routes_every_function "terms" terms::Terms;
    simulator_routes_every_function "simulator" simulator::Simulator;
    pricer_routes_every_function "pricer" pricer::Pricer;
    judge_routes_every_function "judge" judge::Judge;
    planner_routes_every_function "planner" planner::Planner;
    mandate_routes_every_function "mandate" mandate::Mandate;
    clearing_routes_every_function "clearing" clearing::Clearing;
    insurance_routes_every_function "insurance" insurance::Insurance;
    lookout_routes_every_function "lookout" lookout::Lookout;
}
