//! How much of a collateral counts where risk rises: a weight that a new listing does not have yet, that rises by a slow
//! line, falls at once, and is nothing while tokens are missing.

use crate::abi::*;
use crate::clock::now;
use crate::error::VaultError;
use crate::host::emit;
use crate::listing::out_of_range;
use crate::packing::{field, narrow, small_field, with_field};
use crate::state::listing::RAMP;
use crate::state::{load, of_listing, store, Vault, WEIGHTS};
use alloy_primitives::U256;
use fixed::{div_rem_u128, mul_div_down_u128};

const WAD: u128 = 1_000_000_000_000_000_000;
/// A weight is kept in basis points.
const POINT: u128 = WAD / 10_000;

/// Each weight has a lane of the word; half of the lanes are in each half.
const LANE: u32 = 14;
const LANES: u8 = 8;
/// In a lane: read the ramp.
const SEE_RAMP: u16 = (1 << LANE) - 1;

const DAY: u32 = 86_400;
/// A weight does not rise faster than this, and not slower.
const LEAST_RAMP: u32 = 7 * DAY;
const LONGEST_RAMP: u32 = 365 * DAY;

const TO_AT: u32 = 16;
const SINCE_AT: u32 = 32;
const UNTIL_AT: u32 = 72;
const TIME_BITS: u32 = 40;
const FROZEN_AT: u32 = 128;

/// A weight on its way, and whether tokens are missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ramp {
    from: u16,
    to: u16,
    since: u64,
    until: u64,
    pub(crate) frozen: bool,
}

impl Ramp {
    const fn settled(to: u16) -> Self {
        Self {
            from: to,
            to,
            since: 0,
            until: 0,
            frozen: false,
        }
    }

    fn unpack(word: U256) -> Self {
        let points = |at| u16::try_from(field(word, at, 16)).unwrap_or_default();
        Self {
            from: points(0),
            to: points(TO_AT),
            since: small_field(word, SINCE_AT, TIME_BITS),
            until: small_field(word, UNTIL_AT, TIME_BITS),
            frozen: field(word, FROZEN_AT, 1) == 1,
        }
    }

    fn pack(self) -> U256 {
        let word = with_field(U256::from(self.from), TO_AT, 16, self.to.into());
        let word = with_field(word, SINCE_AT, TIME_BITS, self.since.into());
        let word = with_field(word, UNTIL_AT, TIME_BITS, self.until.into());
        with_field(word, FROZEN_AT, 1, self.frozen.into())
    }

    /// The weight at a time, WAD, rounded down, frozen or not.
    fn at(self, time: u64) -> Result<u128, VaultError> {
        let (from, to) = (wad(self.from), wad(self.to));
        if time >= self.until {
            return Ok(to);
        }
        let gone = u128::from(time.saturating_sub(self.since));
        let whole = u128::from(self.until.saturating_sub(self.since));
        let risen = mul_div_down_u128(to.saturating_sub(from), gone, whole)?;
        Ok(from.saturating_add(risen))
    }

    /// What stands in the lane of the asset.
    fn lane(self, time: u64) -> u16 {
        if self.frozen || time < self.until {
            SEE_RAMP
        } else {
            self.to
        }
    }

    pub(crate) fn target(self) -> U256 {
        U256::from(wad(self.to))
    }

    /// When the target is reached; 0 where it has been.
    pub(crate) fn ends_after(self, time: u64) -> u64 {
        if time < self.until {
            self.until
        } else {
            0
        }
    }
}

/// WAD of basis points.
fn wad(points: u16) -> u128 {
    u128::from(points).saturating_mul(POINT)
}

/// Basis points of WAD, rounded down.
fn points(weight: u128) -> Result<u16, VaultError> {
    let (points, _) = div_rem_u128(weight, POINT)?;
    u16::try_from(points).map_err(|_| VaultError::math())
}

fn lane_at(asset: u8) -> u32 {
    let base = if asset < LANES { 0 } else { 128 };
    u32::from(asset % LANES)
        .saturating_mul(LANE)
        .saturating_add(base)
}

impl Vault {
    /// What counts of an asset now, WAD, given the word of all weights.
    pub(crate) fn weight(&self, weights: U256, asset: u8) -> Result<u128, VaultError> {
        let lane = u16::try_from(field(weights, lane_at(asset), LANE)).unwrap_or_default();
        if lane != SEE_RAMP {
            return Ok(wad(lane));
        }
        let ramp = Ramp::unpack(load(of_listing(asset, RAMP)));
        if ramp.frozen {
            return Ok(0);
        }
        ramp.at(now())
    }

    /// The weight of an asset with its way and its state.
    pub(crate) fn ramp(&self, asset: u8) -> Ramp {
        let lane = u16::try_from(field(load(WEIGHTS), lane_at(asset), LANE));
        let lane = lane.unwrap_or_default();
        if lane != SEE_RAMP {
            return Ramp::settled(lane);
        }
        Ramp::unpack(load(of_listing(asset, RAMP)))
    }

    fn set_ramp(&mut self, asset: u8, ramp: Ramp) {
        let lane = ramp.lane(now());
        if lane == SEE_RAMP {
            store(of_listing(asset, RAMP), ramp.pack());
        }
        let weights = load(WEIGHTS);
        let moved = with_field(weights, lane_at(asset), LANE, lane.into());
        if moved != weights {
            store(WEIGHTS, moved);
        }
    }

    /// A ramp that has ended is not read any more.
    pub(crate) fn settle_weight(&mut self, asset: u8) {
        let ramp = self.ramp(asset);
        if ramp.ends_after(now()) == 0 {
            self.set_ramp(asset, ramp);
            self.set_ramping(asset, false);
        }
    }

    pub(crate) fn change_weight(
        &mut self,
        asset: u8,
        weight: U256,
        over: u32,
    ) -> Result<(), VaultError> {
        self.listed(asset)?;
        let now = now();
        let ramp = self.ramp(asset);
        let current = ramp.at(now)?;
        let bound = U256::from(WAD);
        if weight > bound {
            return Err(OutOfRange {
                value: weight,
                bound,
            }
            .into());
        }
        let to = points(narrow(weight)?)?;
        let falls = wad(to) <= current;
        self.require_owner_or(falls)?;
        // Nobody has deposited before the vault is open.
        let ramp = if falls || (over == 0 && !self.is_open()) {
            Ramp {
                frozen: ramp.frozen,
                ..Ramp::settled(to)
            }
        } else {
            for (bound, crossed) in [
                (LEAST_RAMP, over < LEAST_RAMP),
                (LONGEST_RAMP, over > LONGEST_RAMP),
            ] {
                if crossed {
                    return Err(out_of_range(over, bound));
                }
            }
            Ramp {
                from: points(current)?,
                to,
                since: now,
                until: now.saturating_add(over.into()),
                frozen: ramp.frozen,
            }
        };
        self.set_ramp(asset, ramp);
        self.set_ramping(asset, ramp.until > now);
        emit(WeightSet {
            asset,
            from: U256::from(wad(ramp.from)),
            to: U256::from(wad(to)),
            since: ramp.since,
            until: ramp.until,
        });
        Ok(())
    }

    /// Notes whether the vault holds what its accounts have of a token. Whether tokens are missing.
    pub(crate) fn compare_with_token(&mut self, asset: u8) -> Result<bool, VaultError> {
        let token = self.listed(asset)?.token;
        let (total, _) = self.total_and_cap(asset);
        let held = crate::token::balance_of(token, crate::host::this())?;
        let total = U256::from(total);
        let frozen = held < total;
        let ramp = self.ramp(asset);
        if ramp.frozen != frozen {
            self.set_ramp(asset, Ramp { frozen, ..ramp });
            if frozen {
                emit(Frozen { asset, held, total });
            } else {
                emit(Thawed { asset });
            }
        }
        Ok(frozen)
    }
}
