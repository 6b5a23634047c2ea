//! Deployment on any Stylus chain, step by step. A step that the chain or the book says is done is not done
//! again, so an interrupted deployment is finished by running it once more.

use std::{fs, path::Path};

use alloy::{
    primitives::{address, Address, Bytes, TxKind, U256},
    providers::Provider,
    sol_types::SolCall,
};
use anyhow::{anyhow, bail, ensure, Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    abi::{ArbWasm, ILiquidator, IMargin, IOracle, IPool, IVault, IERC20},
    book::{AssetEntry, Book},
    connection::Connection,
    explain::explain_call,
    terms::{AssetListing, Terms},
};

/// The precompile that activates programs.
const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
/// Most that an activation may cost in data fee; what is not used comes back. Wei.
const ACTIVATION_VALUE: u64 = 10_000_000_000_000_000;
/// The contracts in the order of their deployment.
pub const CONTRACTS: [&str; 5] = ["oracle", "margin", "pool", "vault", "liquidator"];

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
    let steps = CONTRACTS.len() * 3 + 2 + terms.assets.len() * 3;
    let bar = if quiet {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(steps as u64)
    };
    bar.set_style(
        ProgressStyle::with_template("deploy {bar:30} {pos}/{len} {msg}")
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
    deployment.programs().await?;
    deployment.initialise().await?;
    deployment.wire().await?;
    deployment.list().await?;
    deployment.bar.finish_with_message("done");
    Ok(deployment.book)
}

impl Deployment<'_> {
    async fn programs(&mut self) -> Result<()> {
        for name in CONTRACTS {
            if !self.book.contracts.contains_key(name) {
                self.bar.set_message(format!("{name}: code"));
                let file = self.programs.join(format!("{name}.code"));
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
            self.bar.inc(1);
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
        }
        Ok(())
    }

    /// Initialises each contract and makes sure that the owner is ours: nobody came in between.
    async fn initialise(&mut self) -> Result<()> {
        let owner = self.terms.owner.unwrap_or(self.connection.sender);
        let [oracle, margin, pool, vault, liquidator] = self.addresses()?;
        let clock = &self.terms.clock;
        let calls: [(&str, Address, Vec<u8>); 5] = [
            (
                "oracle",
                oracle,
                IOracle::initializeCall {
                    owner,
                    sequencerFeed: self.terms.sequencer_feed,
                    interval: clock.interval,
                    minInterval: clock.min_interval,
                    maxInterval: clock.max_interval,
                    halfLife: clock.half_life,
                    referenceVolatility: clock.reference_volatility.wad()?,
                    clip: clock.clip.wad()?,
                }
                .abi_encode(),
            ),
            (
                "margin",
                margin,
                IMargin::initializeCall { owner, oracle }.abi_encode(),
            ),
            (
                "pool",
                pool,
                IPool::initializeCall {
                    owner,
                    asset: self.terms.cash,
                }
                .abi_encode(),
            ),
            (
                "vault",
                vault,
                IVault::initializeCall {
                    owner,
                    cash: self.terms.cash,
                    pool,
                    margin,
                }
                .abi_encode(),
            ),
            (
                "liquidator",
                liquidator,
                ILiquidator::initializeCall {
                    owner,
                    vault,
                    margin,
                    pool,
                    cash: self.terms.cash,
                }
                .abi_encode(),
            ),
        ];
        for (name, address, input) in calls {
            let step = format!("initialise {name}");
            self.once(&step, address, input).await?;
            let found = IOracle::new(address, &self.connection.provider)
                .owner()
                .call()
                .await
                .map_err(|e| anyhow!("{name}: {}", explain_call(&e)))?;
            ensure!(found == owner, "{name} at {address} belongs to {found}, not to {owner}: it was taken over between deployment and initialisation; delete the book and deploy again");
        }
        Ok(())
    }

    async fn wire(&mut self) -> Result<()> {
        let [_, _, pool, vault, liquidator] = self.addresses()?;
        let curve = &self.terms.curve;
        let set_curve = IPool::setCurveCall {
            base: curve.base.wad()?,
            kink: curve.kink.wad()?,
            slopeBelow: curve.slope_below.wad()?,
            slopeAbove: curve.slope_above.wad()?,
        };
        self.once("curve", pool, set_curve.abi_encode()).await?;
        self.once(
            "pool of vault",
            pool,
            IPool::setVaultCall { vault }.abi_encode(),
        )
        .await?;
        self.once(
            "liquidator of vault",
            vault,
            IVault::setLiquidatorCall { liquidator }.abi_encode(),
        )
        .await?;
        let sale = &self.terms.sale;
        let set_terms = ILiquidator::setTermsCall {
            discountSlope: sale.discount_slope.wad()?,
            maxDiscount: sale.max_discount.wad()?,
        };
        self.once("terms of sale", liquidator, set_terms.abi_encode())
            .await
    }

    async fn list(&mut self) -> Result<()> {
        let [oracle, margin, _, vault, _] = self.addresses()?;
        for (index, listing) in self.terms.assets.iter().enumerate() {
            let asset = u8::try_from(index).context("too many assets")?;
            let known = IOracle::new(oracle, &self.connection.provider)
                .assetCount()
                .call()
                .await
                .map_err(|e| anyhow!("{}", explain_call(&e)))?;
            if known <= asset {
                self.bar.set_message(format!("list {}", listing.symbol));
                let input = IOracle::listCall {
                    terms: listing_terms(listing)?,
                }
                .abi_encode();
                self.connection
                    .send(TxKind::Call(oracle), U256::ZERO, input.into())
                    .await
                    .with_context(|| format!("listing {}", listing.symbol))?;
            }
            if self.book.assets.len() <= index {
                self.book.assets.push(AssetEntry {
                    symbol: listing.symbol.clone(),
                    index: asset,
                    token: listing.token,
                    feed: listing.feed,
                });
                self.save()?;
            }
            self.bar.inc(1);
            let terms = IMargin::setAssetTermsCall {
                asset,
                exitCost: listing.exit_cost.wad()?,
                jump: listing.jump.wad()?,
            };
            self.once(
                &format!("margin terms of {}", listing.symbol),
                margin,
                terms.abi_encode(),
            )
            .await?;
            let token = IERC20::new(listing.token, &self.connection.provider);
            let decimals =
                token.decimals().call().await.map_err(|e| {
                    anyhow!("{} has no decimals: {}", listing.symbol, explain_call(&e))
                })?;
            if decimals > 18 {
                bail!("{} has {decimals} decimals: 18 at most", listing.symbol);
            }
            let collateral = IVault::listCollateralCall {
                asset,
                token: listing.token,
                cap: listing.cap.scaled(decimals)?,
            };
            self.once(
                &format!("collateral {}", listing.symbol),
                vault,
                collateral.abi_encode(),
            )
            .await?;
        }
        Ok(())
    }

    /// Sends a call that must happen once and remembers it.
    async fn once(&mut self, step: &str, to: Address, input: Vec<u8>) -> Result<()> {
        self.bar.set_message(step.to_owned());
        if !self.book.done.iter().any(|done| done == step) {
            self.connection
                .send(TxKind::Call(to), U256::ZERO, input.into())
                .await
                .with_context(|| step.to_owned())?;
            self.book.done.push(step.to_owned());
            self.save()?;
        }
        self.bar.inc(1);
        Ok(())
    }

    fn addresses(&self) -> Result<[Address; 5]> {
        let [a, b, c, d, e] = CONTRACTS;
        Ok([
            self.book.contract(a)?,
            self.book.contract(b)?,
            self.book.contract(c)?,
            self.book.contract(d)?,
            self.book.contract(e)?,
        ])
    }

    fn save(&self) -> Result<()> {
        self.book.write(self.path)
    }
}

fn listing_terms(listing: &AssetListing) -> Result<IOracle::ListingTerms> {
    Ok(IOracle::ListingTerms {
        feed: listing.feed,
        heartbeat: listing.heartbeat,
        grace: listing.grace,
        minPrice: listing.min_price.wad()?,
        maxPrice: listing.max_price.wad()?,
        maxDeviation: listing.max_deviation.wad()?,
        floorVolatility: listing.floor_volatility.wad()?,
        startVolatility: listing.start_volatility.wad()?,
        indexWeight: listing.index_weight.wad()?,
    })
}
