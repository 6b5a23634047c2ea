//! What a judgement stands on, on its way to the judge.

use super::context::{AssetFacts, AssetPolicy, Basis, Context, Policy};
use super::wire::{Reader, Sink};
use crate::{Market, RiskError, MAX_ASSETS};

/// A context that owns what it stands on.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Prices and covariance; nothing else of a market is filled in.
    market: Market,
    initial: Owned,
    maintenance: Owned,
}

#[derive(Debug, Clone)]
struct Owned {
    policy: Policy,
    facts: [AssetFacts; MAX_ASSETS],
    assets: [AssetPolicy; MAX_ASSETS],
}

/// Numbers of a policy, and of what is known and given of an asset.
const POLICY: usize = 14;
const ASSET: usize = 15;

impl Default for Owned {
    fn default() -> Self {
        Self {
            policy: Policy::standard(),
            facts: [AssetFacts::default(); MAX_ASSETS],
            assets: [AssetPolicy::default(); MAX_ASSETS],
        }
    }
}

impl Context<'_> {
    /// Writes everything that a judgement looks at.
    pub fn write(&self, to: &mut impl Sink) {
        let market = self.market;
        to.put(u128::from(market.mask) | u128::from(market.not_live) << 16);
        to.pair(market.timestamp, market.due_at);
        let prices = market.prices.iter().zip(&market.liability_prices);
        for (price, liability) in prices.take(market.assets()) {
            to.put(*price);
            to.put(*liability);
        }
        for entry in market.covariance.triangle() {
            to.signed(*entry);
        }
        for basis in [&self.initial, &self.maintenance] {
            for number in policy_numbers(basis.policy) {
                to.put(number);
            }
            let assets = basis.facts.iter().zip(basis.assets).take(market.assets());
            for (facts, terms) in assets {
                for number in asset_numbers(facts, terms) {
                    to.put(number);
                }
            }
        }
    }
}

fn policy_numbers(policy: &Policy) -> [u128; POLICY] {
    let margin = &policy.margin;
    [
        margin.horizon.into(),
        margin.shortfall_factor,
        margin.model_multiplier,
        margin.maintenance_ratio,
        margin.buffer_ratio,
        margin.correlation_stress,
        margin.sigma_floor,
        policy.confidence,
        policy.min_rows as u128,
        policy.unwind_rate,
        policy.max_unwind,
        policy.crowding,
        policy.buffer,
        policy.funding_period.into(),
    ]
}

fn asset_numbers(facts: &AssetFacts, terms: &AssetPolicy) -> [u128; ASSET] {
    [
        u128::from(facts.known) | u128::from(terms.pegged) << 1,
        facts.deviation,
        facts.multiplier,
        facts.age.into(),
        facts.dead_band,
        facts.depth,
        facts.half_spread,
        facts.system_long,
        facts.system_short,
        facts.uncertainty,
        facts.quote,
        terms.jump,
        terms.stress_scale,
        terms.table_initial,
        terms.table_maintenance,
    ]
}

/// The next numbers.
#[inline(never)]
fn numbers(from: &mut Reader<'_>, to: &mut [u128]) -> Result<(), RiskError> {
    for number in to {
        *number = from.number()?;
    }
    Ok(())
}

/// A number of 64 bits; the largest where it has more.
fn narrow(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Owned {
    #[inline(never)]
    fn read(&mut self, assets: usize, from: &mut Reader<'_>) -> Result<(), RiskError> {
        let mut policy = [0; POLICY];
        numbers(from, &mut policy)?;
        let [horizon, factor, multiplier, maintenance, restored, correlation, floor, rest @ ..] =
            policy;
        let [confidence, rows, rate, unwind, crowding, buffer, period] = rest;
        let to = &mut self.policy;
        to.margin.horizon = narrow(horizon);
        to.margin.shortfall_factor = factor;
        to.margin.model_multiplier = multiplier;
        to.margin.maintenance_ratio = maintenance;
        to.margin.buffer_ratio = restored;
        to.margin.correlation_stress = correlation;
        to.margin.sigma_floor = floor;
        to.confidence = confidence;
        to.min_rows = usize::try_from(rows).unwrap_or(usize::MAX);
        to.unwind_rate = rate;
        to.max_unwind = unwind;
        to.crowding = crowding;
        to.buffer = buffer;
        to.funding_period = narrow(period);
        for (facts, terms) in self.facts.iter_mut().zip(&mut self.assets).take(assets) {
            let mut asset = [0; ASSET];
            numbers(from, &mut asset)?;
            let [flags, deviation, multiplier, age, dead_band, depth, half_spread, rest @ ..] =
                asset;
            let [long, short, uncertainty, quote, jump, stress, initial, maintenance] = rest;
            *facts = AssetFacts {
                known: flags & 1 != 0,
                deviation,
                multiplier,
                age: narrow(age),
                dead_band,
                depth,
                half_spread,
                system_long: long,
                system_short: short,
                uncertainty,
                quote,
            };
            *terms = AssetPolicy {
                jump,
                pegged: flags & 2 != 0,
                stress_scale: stress,
                table_initial: initial,
                table_maintenance: maintenance,
            };
        }
        Ok(())
    }

    const fn basis(&self) -> Basis<'_> {
        Basis {
            facts: &self.facts,
            assets: &self.assets,
            policy: &self.policy,
        }
    }
}

impl Ground {
    /// Reads what [`Context::write`] wrote, where it lies: it is too large to be handed around.
    ///
    /// # Errors
    /// [`RiskError::Malformed`].
    pub fn read(&mut self, from: &mut Reader<'_>) -> Result<(), RiskError> {
        let [m0, m1, n0, n1, ..] = from.number()?.to_le_bytes();
        let market = &mut self.market;
        market.mask = u16::from_le_bytes([m0, m1]);
        market.not_live = u16::from_le_bytes([n0, n1]);
        [market.timestamp, market.due_at] = from.pair()?;
        let assets = market.assets();
        let prices = market.prices.iter_mut().zip(&mut market.liability_prices);
        for (price, liability) in prices.take(assets) {
            *price = from.number()?;
            *liability = from.number()?;
        }
        for entry in market.covariance.resized(assets)? {
            *entry = from.signed()?;
        }
        self.initial.read(assets, from)?;
        self.maintenance.read(assets, from)
    }

    /// What a judgement stands on.
    #[must_use]
    pub const fn context(&self) -> Context<'_> {
        Context {
            market: &self.market,
            initial: self.initial.basis(),
            maintenance: self.maintenance.basis(),
        }
    }
}
