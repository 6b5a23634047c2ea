//! What the desk answers to people.

use crate::abi::{DepthInfo, DeskTerms};
use crate::state::{usd, Desk};
use crate::words::{pack, Answer, Word};
use risk::liquidity::depth::DepthTerms;
use stylus_sdk::ArbResult;

pub(crate) fn info(desk: &Desk, now: u64, terms: &DepthTerms) -> DepthInfo {
    let (source, state) = (&desk.source, &desk.state);
    let [latest, ..] = state.snapshots;
    DepthInfo {
        source: source.address,
        kind: source.kind,
        heartbeat: source.heartbeat,
        decimals: source.decimals,
        base: usd(desk.base),
        depth: usd(state.used(now, terms)),
        maintenanceDepth: usd(state.maintenance_at(now, desk.base, terms)),
        latest: usd(latest),
        median: usd(state.median()),
        measuredAt: state.measured_at,
        askedAt: desk.asked_at,
    }
}

pub(crate) fn terms(terms: &DepthTerms) -> DeskTerms {
    DeskTerms {
        spacing: terms.spacing,
        fresh: terms.fresh,
        ramp: terms.ramp,
        doubling: terms.doubling,
        halving: terms.halving,
    }
}

impl Answer for DepthInfo {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.source.to_word(),
                self.kind.to_word(),
                self.heartbeat.to_word(),
                self.decimals.to_word(),
                self.base.to_word(),
                self.depth.to_word(),
                self.maintenanceDepth.to_word(),
                self.latest.to_word(),
                self.median.to_word(),
                self.measuredAt.to_word(),
                self.askedAt.to_word(),
            ],
        ))
    }
}

impl Answer for DeskTerms {
    fn encode(self) -> ArbResult {
        Ok(pack(
            &[],
            &[
                self.spacing.to_word(),
                self.fresh.to_word(),
                self.ramp.to_word(),
                self.doubling.to_word(),
                self.halving.to_word(),
            ],
        ))
    }
}
