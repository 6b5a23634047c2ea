//! Deployment on any Stylus chain, step by step. A step that the chain or the book says is done is not done
//! again, so an interrupted deployment is finished by running it once more.

mod custody;
mod depth;
mod facts;
mod feeds;
mod judgement;
mod listing;

pub use feeds::FEED_PREFIX;

use std::{fs, path::Path};

use alloy::{
    primitives::{address, Address, Bytes, TxKind, U256},
    providers::Provider,
    rpc::types::TransactionRequest,
    sol_types::SolCall,
    transports::RpcError,
};
use anyhow::{anyhow, ensure, Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    abi::{ArbWasm, IOracle},
    book::Book,
    connection::Connection,
    explain::{explain, explain_call, WITHOUT_DATA},
    terms::Terms,
};

/// The precompile that activates programs.
const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
/// Most that an activation may cost in data fee; what is not used comes back. Wei.
const ACTIVATION_VALUE: u64 = 10_000_000_000_000_000;
/// The contracts of every deployment, in its order.
pub const CONTRACTS: [&str; 20] = [
    "lock",
    "prices",
    "oracle",
    "book",
    "lens",
    "depth",
    "terms",
    "pricer",
    "simulator",
    "judge",
    "margin",
    "mandate",
    "pool",
    "insurance",
    "annex",
    "vault",
    "clearing",
    "planner",
    "liquidator",
    "lookout",
];
/// Those of them that nobody owns.
const OWNERLESS: [&str; 9] = [
    "lens",
    "judge",
    "annex",
    "pricer",
    "simulator",
    "margin",
    "mandate",
    "planner",
    "lookout",
];
/// Those that hold the lock of the house while they work.
const MEMBERS: [&str; 6] = [
    "vault",
    "pool",
    "insurance",
    "clearing",
    "liquidator",
    "mandate",
];

/// Init code that returns `code` as it is: PUSH2 length, DUP1, PUSH1 offset, PUSH0, CODECOPY, PUSH0, RETURN.
pub fn init_code(code: &[u8]) -> Result<Bytes> {
    let length = u16::try_from(code.len())
        .map_err(|_| anyhow!("{} bytes of code do not fit a contract", code.len()))?;
    let [high, low] = length.to_be_bytes();
    let mut init = vec![0x61, high, low, 0x80, 0x60, 0x0a, 0x5f, 0x39, 0x5f, 0xf3];
    init.extend_from_slice(code);
    Ok(init.into())
}

/// A deployment under way.
#[derive(Debug)]
pub struct Deployment<'a> {
    connection: &'a Connection,
    terms: &'a Terms,
    programs: &'a Path,
    book: Book,
    path: &'a Path,
    bar: ProgressBar,
}

/// Deploys, activates, initialises, wires and lists. Writes the address book to `path` after each step.
pub async fn deploy(
    connection: &Connection,
    terms: &Terms,
    programs: &Path,
    path: &Path,
    quiet: bool,
) -> Result<Book> {
    let book = if path.exists() {
        let book = Book::read(path)?;
        book.require_chain(connection.chain_id)?;
        ensure!(
            book.cash == terms.cash,
            "the address book {} is of another deployment: its cash token differs",
            path.display()
        );
        book
    } else {
        Book {
            chain_id: connection.chain_id,
            from_block: connection
                .provider
                .get_block_number()
                .await
                .context("eth_blockNumber")?,
            cash: terms.cash,
            contracts: Default::default(),
            assets: Vec::new(),
            done: Vec::new(),
        }
    };
    let bar = if quiet {
        ProgressBar::hidden()
    } else {
        ProgressBar::new_spinner()
    };
    bar.set_style(
        ProgressStyle::with_template("deploy {pos} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let mut deployment = Deployment {
        connection,
        terms,
        programs,
        book,
        path,
        bar,
    };
    for name in CONTRACTS {
        deployment.program(name, name).await?;
    }
    deployment.facts().await?;
    deployment.judgement().await?;
    deployment.custody().await?;
    deployment.list().await?;
    deployment.depth_sources().await?;
    deployment.feeds().await?;
    deployment.open().await?;
    deployment.hand_over().await?;
    deployment.bar.finish_with_message("steps, done");
    Ok(deployment.book)
}

impl Deployment<'_> {
    /// Deploys and activates the program of `contract` as `name` and answers its address.
    async fn program(&mut self, contract: &str, name: &str) -> Result<Address> {
        if !self.book.contracts.contains_key(name) {
            self.bar.set_message(format!("{name}: code"));
            let file = self.programs.join(format!("{contract}.code"));
            let code = fs::read(&file).with_context(|| {
                format!("cannot read {}: run scripts/build.sh first", file.display())
            })?;
            let receipt = self
                .connection
                .send(TxKind::Create, U256::ZERO, init_code(&code)?)
                .await
                .with_context(|| format!("deploying {name}"))?;
            let address = receipt
                .contract_address
                .with_context(|| format!("the receipt of {name} has no address"))?;
            self.book.contracts.insert(name.into(), address);
            self.save()?;
        }
        let address = self.book.contract(name)?;
        let arb_wasm = ArbWasm::new(ARB_WASM, &self.connection.provider);
        if arb_wasm.programVersion(address).call().await.is_err() {
            self.bar.set_message(format!("{name}: activation"));
            let input = ArbWasm::activateProgramCall { program: address }.abi_encode();
            self.connection
                .send(
                    TxKind::Call(ARB_WASM),
                    U256::from(ACTIVATION_VALUE),
                    input.into(),
                )
                .await
                .with_context(|| format!("activating {name}"))?;
        }
        self.bar.inc(1);
        Ok(address)
    }

    /// Sends `initialize`, unless somebody did, and makes sure that the owner is ours: nobody came in between.
    async fn initialise(&mut self, name: &str, call: impl SolCall) -> Result<()> {
        let address = self.book.contract(name)?;
        let step = format!("initialise {name}");
        let taken = match self.owner_of(name).await {
            Ok(owner) => owner != Address::ZERO,
            // The owner of the vault is told by its annex, which it does not know before it is initialised.
            Err(error) if error.to_string().contains(WITHOUT_DATA) => false,
            Err(error) => return Err(error),
        };
        self.once_unless(&step, taken, address, call).await?;
        let found = self.owner_of(name).await?;
        let ours = [Some(self.connection.sender), self.terms.owner];
        ensure!(
            ours.contains(&Some(found)),
            "{name} at {address} belongs to {found}, not to {}: it was taken over between deployment and initialisation; delete the book and deploy again",
            self.connection.sender
        );
        Ok(())
    }

    /// The same for a contract that nobody owns: `known` asks it for one of the addresses that it was given, which
    /// must be `ours`.
    async fn introduce(
        &mut self,
        name: &str,
        call: impl SolCall,
        known: impl SolCall<Return = Address>,
        ours: Address,
    ) -> Result<()> {
        let address = self.book.contract(name)?;
        let input = known.abi_encode();
        let step = format!("initialise {name}");
        let taken = self.ask(address, input.clone()).await? != Address::ZERO;
        self.once_unless(&step, taken, address, call).await?;
        let found = self.ask(address, input).await?;
        ensure!(
            found == ours,
            "{name} at {address} works with {found}, not with {ours}: it was taken over between deployment and initialisation; delete the book and deploy again"
        );
        Ok(())
    }

    /// The address that a view answers.
    async fn ask(&self, to: Address, input: Vec<u8>) -> Result<Address> {
        let request = TransactionRequest::default().to(to).input(input.into());
        let answer = self.connection.provider.call(request).await;
        let answer = answer.map_err(|e| anyhow!("{}", explain(&e)))?;
        let word = answer.get(12..32).context("the answer is no address")?;
        Ok(Address::from_slice(word))
    }

    /// Nobody where the contract has no answer: the vault has none before it knows its annex.
    async fn owner_of(&self, name: &str) -> Result<Address> {
        let contract = IOracle::new(self.book.contract(name)?, &self.connection.provider);
        match contract.owner().call().await {
            Ok(owner) => Ok(owner),
            Err(alloy::contract::Error::TransportError(RpcError::ErrorResp(_))) => {
                Ok(Address::ZERO)
            }
            Err(error) => Err(anyhow!("{name}: {}", explain_call(&error))),
        }
    }

    /// Offers every contract to the owner of the terms, where that is not the sender.
    async fn hand_over(&mut self) -> Result<()> {
        let Some(owner) = self.terms.owner.filter(|o| *o != self.connection.sender) else {
            return Ok(());
        };
        // Feeds and pages belong to nobody either.
        let owned = CONTRACTS
            .into_iter()
            .filter(|name| !OWNERLESS.contains(name));
        for name in owned.chain(["pool_depth"]) {
            let Some(address) = self.book.contracts.get(name).copied() else {
                continue;
            };
            let call = IOracle::transferOwnershipCall { newOwner: owner };
            self.once(&format!("offer {name} to {owner}"), address, call)
                .await?;
        }
        Ok(())
    }

    /// Sends a call that must happen once and remembers it.
    async fn once(&mut self, step: &str, to: Address, call: impl SolCall) -> Result<()> {
        self.once_unless(step, false, to, call).await
    }

    /// The same, where the chain may say that it happened though the book does not: the deployment was
    /// interrupted between the two.
    async fn once_unless(
        &mut self,
        step: &str,
        happened: bool,
        to: Address,
        call: impl SolCall,
    ) -> Result<()> {
        self.bar.set_message(step.to_owned());
        if !self.book.done.iter().any(|done| done == step) {
            if !happened {
                self.connection
                    .send(TxKind::Call(to), U256::ZERO, call.abi_encode().into())
                    .await
                    .with_context(|| step.to_owned())?;
            }
            self.book.done.push(step.to_owned());
            self.save()?;
        }
        self.bar.inc(1);
        Ok(())
    }

    fn save(&self) -> Result<()> {
        self.book.write(self.path)
    }
}
