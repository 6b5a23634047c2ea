//! The story: hour after hour of prices, and what keeper, owners and the static lender make of them.

use std::{fs, path::Path};

use alloy::primitives::U256;
use anyhow::{anyhow, Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use super::{
    actions::{approve, call, key, mint, static_standing, travel},
    mocks::{MockFeed, StaticLtvLender},
    prices::Prices,
    quantity::{amount_of, answer, signed, units, CASH_DECIMALS, TOKEN_DECIMALS},
    record::{clock, AccountPoint, Kind, Point, Record},
    stage::Stage,
};
use crate::{
    abi::{IOracle, IVault},
    explain::explain_call,
    journal::Journal,
    liquidate::{Event, Liquidator},
    poke::{poke_if_due, upkeep, Poke, Upkeep},
    watch::{Alerts, Level},
};

/// Loan to value at which the static lender liquidates.
pub(super) const STATIC_THRESHOLD: f64 = 0.80;
/// Hours before the accounts open, so that the estimate has settled.
const WARM_UP: usize = 10 * 24;
/// Before this many samples volatilities are those of caution with something new.
const COLD_HOURS: usize = 32;

/// What an account of the story does.
pub(super) struct Part {
    pub(super) name: &'static str,
    /// Collateral at opening, USD, by asset.
    pub(super) collateral: [f64; 2],
    /// Debt over collateral at opening.
    pub(super) loan_to_value: f64,
    /// Adds collateral when it is warned, up to this many USD of the first asset in all.
    pub(super) reserve: f64,
}

pub(super) const PARTS: [Part; 3] = [
    Part {
        name: "stretched",
        collateral: [100_000.0, 0.0],
        loan_to_value: 0.62,
        reserve: 0.0,
    },
    Part {
        name: "topped up",
        collateral: [100_000.0, 0.0],
        loan_to_value: 0.62,
        reserve: 150_000.0,
    },
    Part {
        name: "steady",
        collateral: [60_000.0, 60_000.0],
        loan_to_value: 0.25,
        reserve: 0.0,
    },
];

/// Runs the whole story on the local chain at `rpc`.
pub async fn run(
    rpc: &str,
    prices: &Prices,
    programs: &Path,
    solidity: &Path,
    out: &Path,
) -> Result<Record> {
    fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
    let (book_path, journal_path) = (out.join("plimsoll.json"), out.join("journal.json"));
    for stale in [&book_path, &journal_path] {
        if stale.exists() {
            fs::remove_file(stale)?;
        }
    }
    let mut stage = Stage::build(rpc, prices, programs, solidity, &book_path).await?;
    let keeper = stage.owner.with_key(key(2)?);
    mint(
        &stage.owner,
        stage.cash,
        keeper.sender,
        units(5e6, CASH_DECIMALS),
    )
    .await?;
    let book = stage.book.clone();
    let journal = Journal::open(
        &journal_path,
        book.chain_id,
        book.contract("vault")?,
        book.from_block,
    )?;
    let mut liquidator = Liquidator::new(&keeper, &book, journal);
    let mut alerts = Alerts::default();
    let opening = WARM_UP.min(prices.times.len() / 3).max(COLD_HOURS);
    let bar = ProgressBar::new(prices.times.len() as u64);
    bar.set_style(
        ProgressStyle::with_template("replay {bar:30} {pos}/{len} hours {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    for (row, (at, closes)) in prices.times.iter().zip(&prices.closes).enumerate() {
        bar.set_message(clock(*at));
        stage.set_prices(*at, closes).await?;
        for done in poke_if_due(&keeper, &book).await? {
            match done {
                Poke::Sampled { samples: 1, gas } => stage.note_gas("poke", gas),
                Poke::Sampled { gas, .. } => stage.note_gas("poke of several due times", gas),
                _ => {}
            }
        }
        for done in upkeep(&keeper, &book, Upkeep::ALL).await? {
            match done {
                Poke::Sealed { gas, .. } => stage.note_gas("seal", gas),
                Poke::Refreshed { gas } => stage.note_gas("refresh", gas),
                Poke::Updated { gas, .. } => stage.note_gas("update of a feed", gas),
                _ => {}
            }
        }
        if row == opening {
            stage.open_accounts(*at, closes).await?;
        }
        let events = liquidator.round().await?;
        // What the screening saw before the purchases is what the owners are warned of.
        for change in alerts.update(liquidator.standings()) {
            stage.tell(
                *at,
                change.account,
                if change.to > change.from {
                    Kind::Warned
                } else {
                    Kind::Eased
                },
                format!(
                    "{} -> {}, health {:.2}",
                    change.from, change.to, change.health
                ),
            );
        }
        for event in events {
            stage.tell_sale(*at, closes, event);
        }
        if row >= opening {
            stage.react(*at, closes, &alerts).await?;
            stage.static_lender(*at).await?;
        }
        stage.measure(*at, closes, row >= opening).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(stage.finish())
}

impl Stage<'_> {
    async fn set_prices(&self, at: u64, closes: &[f64]) -> Result<()> {
        travel(&self.owner, at).await?;
        for (feed, close) in self.feeds.iter().zip(closes) {
            call(
                &self.owner,
                *feed,
                MockFeed::setAnswerCall {
                    answer: answer(*close)?,
                },
            )
            .await
            .context("setting a price")?;
        }
        Ok(())
    }

    async fn open_accounts(&mut self, at: u64, closes: &[f64]) -> Result<()> {
        let vault = self.book.contract("vault")?;
        for (index, part) in PARTS.iter().enumerate() {
            let Some(actor) = self.actors.get(index) else {
                continue;
            };
            let (user, id) = (actor.connection.clone(), actor.id);
            let mut value = 0.0;
            for (asset, usd) in part.collateral.iter().enumerate() {
                // With one instrument, all collateral is of it.
                let place = asset.min(closes.len() - 1);
                let (Some(price), Some(token)) =
                    (closes.get(place), self.tokens.get(place).copied())
                else {
                    continue;
                };
                if *usd <= 0.0 {
                    continue;
                }
                value += usd;
                let amount = units(usd / price, i32::from(TOKEN_DECIMALS[place]));
                mint(
                    &self.owner,
                    token,
                    user.sender,
                    amount.saturating_mul(U256::from(2)),
                )
                .await?;
                approve(&user, token, vault).await?;
                approve(&user, token, self.lender).await?;
                let gas = call(
                    &user,
                    vault,
                    IVault::depositCall {
                        account: id,
                        asset: u8::try_from(place)?,
                        amount,
                    },
                )
                .await
                .context("deposit")?;
                self.note_gas("deposit", gas);
                call(
                    &user,
                    self.lender,
                    StaticLtvLender::depositCall { token, amount },
                )
                .await
                .context("deposit at the static lender")?;
            }
            let debt = units(value * part.loan_to_value, CASH_DECIMALS);
            let gas = call(
                &user,
                vault,
                IVault::borrowCall {
                    account: id,
                    amount: debt,
                    to: user.sender,
                },
            )
            .await
            .context("borrow")?;
            self.note_gas("borrow", gas);
            call(
                &user,
                self.lender,
                StaticLtvLender::borrowCall { amount: debt },
            )
            .await
            .context("borrow at the static lender")?;
            self.tell(
                at,
                id,
                Kind::Opened,
                format!(
                    "{value:.0} USD of collateral, {:.0} USD of debt",
                    value * part.loan_to_value
                ),
            );
        }
        Ok(())
    }

    /// The owner with a reserve adds a third of its first deposit whenever its account is on watch or worse.
    async fn react(&mut self, at: u64, closes: &[f64], alerts: &Alerts) -> Result<()> {
        let vault = self.book.contract("vault")?;
        let (Some(price), Some(token)) = (closes.first().copied(), self.tokens.first().copied())
        else {
            return Ok(());
        };
        for index in 0..self.actors.len() {
            let Some(actor) = self.actors.get_mut(index) else {
                continue;
            };
            if actor.reserve <= 0.0 || alerts.level(&actor.id) < Level::Watch {
                continue;
            }
            let usd = actor.reserve.min(35_000.0);
            actor.reserve -= usd;
            let (user, id) = (actor.connection.clone(), actor.id);
            let amount = units(usd / price, i32::from(TOKEN_DECIMALS[0]));
            mint(&self.owner, token, user.sender, amount).await?;
            call(
                &user,
                vault,
                IVault::depositCall {
                    account: id,
                    asset: 0,
                    amount,
                },
            )
            .await
            .context("top-up")?;
            self.tell(
                at,
                id,
                Kind::ToppedUp,
                format!("{usd:.0} USD of collateral"),
            );
        }
        Ok(())
    }

    /// Somebody liquidates the twins that are past the static threshold: all of the debt, as far as the
    /// collateral goes.
    async fn static_lender(&mut self, at: u64) -> Result<()> {
        let lender = StaticLtvLender::new(self.lender, self.owner.provider.clone());
        for index in 0..self.actors.len() {
            let Some(actor) = self.actors.get(index) else {
                continue;
            };
            let (user, id) = (actor.connection.sender, actor.id);
            let (value, debt) = static_standing(&lender, user).await?;
            if value < 1.0 || debt <= STATIC_THRESHOLD * value {
                continue;
            }
            let liquidator = self.owner.with_key(key(8)?);
            mint(
                &self.owner,
                self.cash,
                liquidator.sender,
                units(2.0 * debt, CASH_DECIMALS),
            )
            .await?;
            approve(&liquidator, self.cash, self.lender).await?;
            for token in self.tokens.clone() {
                let sale = StaticLtvLender::liquidateCall {
                    account: user,
                    token,
                    amount: U256::MAX,
                };
                // Another token's sale may have cured it.
                if call(&liquidator, self.lender, sale).await.is_err() {
                    break;
                }
            }
            let (value_after, debt_after) = static_standing(&lender, user).await?;
            self.tell(
                at,
                id,
                Kind::StaticLiquidated,
                format!(
                    "{:.0} USD repaid for {:.0} USD of collateral",
                    debt - debt_after,
                    value - value_after
                ),
            );
            if value_after < 1.0 && debt_after >= 1.0 {
                self.tell(at, id, Kind::StaticBadDebt, format!("{debt_after:.0} USD"));
            }
        }
        Ok(())
    }

    fn tell_sale(&mut self, at: u64, closes: &[f64], event: Event) {
        match event {
            Event::Bought {
                account,
                asset,
                repay,
                seized,
                gas,
                ..
            } => {
                let place = usize::from(asset);
                let decimals = i32::from(TOKEN_DECIMALS.get(place).copied().unwrap_or(18));
                let symbol = self.prices.symbols.get(place).cloned().unwrap_or_default();
                let (paid, amount) = (amount_of(repay, CASH_DECIMALS), amount_of(seized, decimals));
                let price = closes.get(place).copied().unwrap_or(f64::NAN);
                let discount = 100.0 * (amount * price / paid - 1.0);
                self.note_gas("buyCollateral", gas);
                self.tell(
                    at,
                    account,
                    Kind::Liquidated,
                    format!(
                        "{paid:.0} USD repaid for {amount:.4} {symbol}, discount {discount:.2} %"
                    ),
                );
            }
            Event::Resumed { account, .. } => {
                self.tell(at, account, Kind::Liquidated, "by an earlier run".into())
            }
            Event::Lost { account, .. } => {
                self.tell(at, account, Kind::Warned, "a purchase reverted".into())
            }
            Event::Refused { account, why } => {
                self.tell(at, account, Kind::Warned, format!("no purchase: {why}"))
            }
        }
    }

    async fn measure(&mut self, at: u64, closes: &[f64], open: bool) -> Result<()> {
        let oracle = IOracle::new(self.book.contract("oracle")?, &self.owner.provider);
        let vault = IVault::new(self.book.contract("vault")?, &self.owner.provider);
        let lender = StaticLtvLender::new(self.lender, &self.owner.provider);
        let mut point = Point {
            time: at,
            prices: closes.to_vec(),
            ..Point::default()
        };
        for index in 0..closes.len() {
            let volatility = oracle
                .volatility(u8::try_from(index)?)
                .call()
                .await
                .map_err(|e| anyhow!("volatility: {}", explain_call(&e)))?;
            point.volatilities.push(amount_of(volatility, 18));
        }
        if closes.len() > 1 {
            let correlation = oracle
                .correlation(0, 1)
                .call()
                .await
                .map_err(|e| anyhow!("correlation: {}", explain_call(&e)))?;
            point.correlation = Some(signed(correlation));
        }
        if open {
            for actor in &self.actors {
                let verdict = vault
                    .assess(actor.id)
                    .call()
                    .await
                    .map_err(|e| anyhow!("assess: {}", explain_call(&e)))?;
                let debt = vault
                    .debt(actor.id)
                    .call()
                    .await
                    .map_err(|e| anyhow!("debt: {}", explain_call(&e)))?;
                let debt = amount_of(debt, CASH_DECIMALS);
                let (equity, maintenance) = (
                    signed(verdict.equity),
                    amount_of(verdict.maintenanceMargin, 18),
                );
                let (static_value, static_debt) =
                    static_standing(&lender, actor.connection.sender).await?;
                point.accounts.push(AccountPoint {
                    equity,
                    initial: amount_of(verdict.initialMargin, 18),
                    maintenance,
                    buffer: amount_of(verdict.bufferMargin, 18),
                    health: (debt > 0.0 && maintenance > 0.0).then(|| equity / maintenance),
                    debt,
                    value: equity + debt,
                    static_ltv: (static_value > 0.0).then(|| static_debt / static_value),
                    static_debt,
                    static_value,
                });
            }
        }
        self.record.points.push(point);
        Ok(())
    }
}
