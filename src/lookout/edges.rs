//! Where an account falls below maintenance as one price moves.

use crate::abi::{Edges, UnknownAsset};
use crate::custody::Custody;
use crate::error::LookoutError;
use crate::judgement::Desk;
use crate::portfolio::Portfolio;
use crate::Lookout;
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use risk::frontier::{nearest, Judge};

/// Distances at which the price is first looked at, in thousandths of it: four to a question, finer near by. Down to a
/// thousandth of the price.
const DOWN: [u32; 16] = [
    10, 25, 50, 80, 120, 170, 230, 300, 380, 470, 570, 680, 800, 900, 970, 999,
];
/// Up to ten times the price.
const UP: [u32; 20] = [
    10, 25, 50, 80, 120, 170, 230, 300, 400, 550, 750, 1_000, 1_400, 2_000, 2_700, 3_500, 4_500,
    6_000, 7_500, 9_000,
];

impl Lookout {
    pub(crate) fn edges(&self, account: B256, asset: u8) -> Result<Edges, LookoutError> {
        let custody = Custody(self.vault_at());
        if usize::from(asset) >= risk::MAX_ASSETS {
            return Err(UnknownAsset { asset }.into());
        }
        let desk = Desk::new(self.margin_at());
        let price = desk.price(asset)?;
        let mut edges = Edges {
            price: U256::from(price),
            lower: U256::ZERO,
            upper: U256::MAX,
        };
        let head = custody.head(account)?;
        let portfolio = custody.portfolio(account)?;
        let legs = portfolio.has_legs_on(asset);
        if head.is_safe() || !(legs || portfolio.held(asset) > 0) {
            return Ok(edges);
        }
        let mut judge = Moves {
            desk,
            version: head.version,
            portfolio,
            asset,
            price,
            rises: false,
        };
        if let Some(distance) = nearest(&mut judge, price, &DOWN)? {
            edges.lower = U256::from(price.saturating_sub(distance));
        }
        // What is held alone gains more by a rise than its margin grows.
        if legs {
            judge.rises = true;
            if let Some(distance) = nearest(&mut judge, price, &UP)? {
                edges.upper = U256::from(price.saturating_add(distance));
            }
        } else if edges.lower == edges.price {
            edges.upper = edges.price;
        }
        Ok(edges)
    }
}

/// Moves of one price.
struct Moves {
    desk: Desk,
    version: u32,
    portfolio: Portfolio,
    asset: u8,
    price: u128,
    rises: bool,
}

impl Judge for Moves {
    type Error = LookoutError;

    fn judge(&mut self, candidates: &[u128], headrooms: &mut [i128]) -> Result<(), LookoutError> {
        let mut prices = Vec::with_capacity(candidates.len());
        for distance in candidates {
            let price = if self.rises {
                self.price.saturating_add(*distance)
            } else {
                self.price.saturating_sub(*distance)
            };
            prices.push(price);
        }
        let verdicts = self
            .desk
            .at(self.version, &self.portfolio, self.asset, &prices)?;
        for (headroom, verdict) in headrooms.iter_mut().zip(verdicts) {
            *headroom = verdict.over_maintenance();
        }
        Ok(())
    }
}
