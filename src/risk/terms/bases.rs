//! Rules and a market, made into what a judgement stands on.

use super::facts::facts;
use super::Rules;
use crate::margin::{AssetFacts, AssetPolicy, Basis, Context, Kind};
use crate::model::put;
use crate::{Market, RiskError, MAX_ASSETS};

/// Facts and terms of the assets of a market, packed like its lists, for both kinds of requirement.
#[derive(Debug, Clone, Default)]
pub struct Bases {
    initial: Lists,
    maintenance: Lists,
}

#[derive(Debug, Clone, Default)]
struct Lists {
    facts: [AssetFacts; MAX_ASSETS],
    assets: [AssetPolicy; MAX_ASSETS],
}

impl Bases {
    /// Fills in what rules say of a market, where it lies: it is too large to be handed around.
    ///
    /// # Errors
    /// As [`facts`].
    pub fn fill(&mut self, market: &Market, rules: &Rules) -> Result<(), RiskError> {
        for place in 0..market.assets() {
            let sets = [
                (&mut self.initial, &rules.initial, Kind::Initial),
                (&mut self.maintenance, &rules.maintenance, Kind::Maintenance),
            ];
            for (lists, set, kind) in sets {
                let own = set.assets.get(place).ok_or(RiskError::UnknownAsset)?;
                *put(&mut lists.facts, place)? = facts(market, rules, kind, place)?;
                *put(&mut lists.assets, place)? = own.policy;
            }
        }
        Ok(())
    }

    /// What a judgement stands on.
    #[must_use]
    pub const fn context<'a>(&'a self, market: &'a Market, rules: &'a Rules) -> Context<'a> {
        Context {
            market,
            initial: Basis {
                facts: &self.initial.facts,
                assets: &self.initial.assets,
                policy: &rules.initial.policy,
            },
            maintenance: Basis {
                facts: &self.maintenance.facts,
                assets: &self.maintenance.assets,
                policy: &rules.maintenance.policy,
            },
        }
    }
}
