//! The smallest sale that restores an account, found on whatever function judges it.
//!
//! A judgement costs, and asking costs: sizes are asked for in batches of at most [`BATCH`]. What is required does not
//! depend on cash, and equity moves with it one for one, so a judgement of what is left of the collateral stands for
//! every price it may be sold at.

use super::close::{ClosePlan, Path};
use super::grid::{Grid, Size};
use super::line::{line_zero, Point};
use crate::error::OVERFLOW;
use crate::model::health_down;
use crate::wide::{product, signed};
use crate::{RiskError, Verdict};
use fixed::{mul_div_down, mul_div_down_u128, mul_wad_down, mul_wad_up, U256, WAD};

/// Sizes in a question.
pub const BATCH: usize = 4;
/// A sale is the smallest to within this share of itself, `2^-20`, about a millionth; or to a unit of the coarser of the
/// two tokens, where that is more.
const PRECISION: u32 = 20;
/// Questions of a search at most. Every second one at least halves the bracket, and no bracket is wider than 2^88 units,
/// so the bound is not met; it is there so that the loop plainly ends.
const MAX_ROUNDS: u32 = 200;
/// Questions for sizes below one that does not restore, each [`BATCH`] halvings further down.
const MAX_DESCENTS: u32 = 8;

/// Judges an account after sales.
pub trait Judge {
    /// Why it cannot.
    type Error: From<RiskError>;

    /// The verdicts on the account with its cash as it is, and with so much less (18 decimals, at most what is held) of
    /// the collateral under consideration, each by itself.
    ///
    /// # Errors
    /// Whatever keeps it from judging.
    fn judge(&mut self, less: &[u128], verdicts: &mut [Verdict]) -> Result<(), Self::Error>;
}

/// A collateral, and how it is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Which asset.
    pub asset: u8,
    /// What is held of it, 18 decimals.
    pub held: u128,
    /// Its price, USD WAD.
    pub price: u128,
    /// Smallest unit of its token at 18 decimals, `10^(18 - decimals)`.
    pub asset_unit: u128,
    /// Smallest unit of cash as WAD.
    pub cash_unit: u128,
    /// Debt of the account, USD WAD.
    pub debt: u128,
    /// Discount per unit of health below 1, WAD.
    pub discount_slope: u128,
    /// Largest discount, WAD.
    pub max_discount: u128,
}

/// A sale and what it leaves.
#[derive(Debug, Clone, Copy)]
struct Sold {
    units: u128,
    size: Size,
    verdict: Verdict,
    /// Equity less BM.
    surplus: i128,
}

/// Plans the sale of one collateral of an account below its maintenance margin, whose verdict is `before`.
///
/// The discount is `min(max_discount, discount_slope (1 - health))`, capped so that a sale of any size raises health:
/// `b / (1 + b) <= equity m / MM`, `m` being the maintenance margin freed per USD over the largest sale; a thousandth
/// less. With no equity left, or nothing freed, no sale can raise health: the whole holding is then sold at once,
/// uncapped. Otherwise the size is the smallest that lifts equity to BM, by the judge itself: a unit less, or
/// 2^-20 of it less, does not. Where no size does, it is the largest; where that one would lower health, the best of its
/// halves. Cash is rounded up and collateral down.
///
/// `None` where no sale of it helps: it has no price, it hedges the rest of an account that still has equity, or it is
/// worth less than a unit.
///
/// # Errors
/// [`RiskError::InvalidTerms`] for a unit of zero; overflow; what the judge says.
pub fn plan<J: Judge>(
    before: &Verdict,
    offer: &Offer,
    judge: &mut J,
) -> Result<Option<ClosePlan>, J::Error> {
    if offer.cash_unit == 0 || offer.asset_unit == 0 {
        return Err(RiskError::InvalidTerms.into());
    }
    if offer.price == 0 {
        return Ok(None);
    }
    let distress = WAD.saturating_sub(before.health);
    let wanted = mul_wad_down(offer.discount_slope, distress).unwrap_or(u128::MAX);
    let mut discount = wanted.min(offer.max_discount);
    let mut search = Search {
        judge,
        before,
        grid: offer.grid(discount)?,
    };
    let most = search.grid.most()?;
    if most == 0 {
        return Ok(None);
    }
    let [mut largest, mut quarter] = search.sold([most, (most >> 2).max(1)])?;
    let cap = match u128::try_from(before.equity) {
        Ok(equity) if equity > 0 => {
            let Some(freed) = search.freed(&largest, &quarter)? else {
                return Ok(None);
            };
            toxic_bound(equity, before.maintenance, freed)?
        }
        _ => 0,
    };
    let outcome = if cap == 0 {
        Some((Path::Insolvent, largest))
    } else {
        if cap < discount {
            discount = cap;
            search.grid = offer.grid(cap)?;
            let most = search.grid.most()?;
            [largest, quarter] = search.sold([most, (most >> 2).max(1)])?;
        }
        search.smallest_restoring(largest, quarter)?
    };
    Ok(outcome.map(|(path, sold)| ClosePlan {
        path,
        asset: offer.asset,
        repay: sold.size.repay,
        seized: sold.size.seized,
        discount,
        health_before: before.health,
        health_after: sold.verdict.health,
    }))
}

impl Offer {
    fn grid(&self, discount: u128) -> Result<Grid, RiskError> {
        Ok(Grid {
            price: self.price,
            markup: WAD.checked_add(discount).ok_or(OVERFLOW)?,
            cash_unit: self.cash_unit,
            asset_unit: self.asset_unit,
            held: self.held,
            debt: self.debt,
        })
    }
}

/// Maintenance margin that a sale frees (USD WAD, above 0) and what it sells for that (USD WAD).
#[derive(Debug, Clone, Copy)]
struct Freed {
    margin: u128,
    sold: u128,
}

/// The largest discount at which a sale of any size raises health, rounded down; 0 where there is none.
fn toxic_bound(equity: u128, maintenance: u128, freed: Freed) -> Result<u128, RiskError> {
    let carried = product(maintenance, freed.sold);
    let bound = mul_div_down(product(equity, freed.margin), U256::from(WAD), carried)?;
    let bound = u128::try_from(bound).unwrap_or(u128::MAX);
    // b / (1 + b) <= bound is b <= bound / (1 - bound); a thousandth less, so that health rises, not stays.
    let cap = match WAD.checked_sub(bound) {
        Some(rest) => mul_div_down_u128(bound, WAD, rest).unwrap_or(u128::MAX),
        None => u128::MAX,
    };
    Ok(cap.saturating_sub(cap.div_ceil(1000)))
}

struct Search<'a, J> {
    judge: &'a mut J,
    before: &'a Verdict,
    grid: Grid,
}

impl<J: Judge> Search<'_, J> {
    /// What sales of so many units leave.
    fn sold<const N: usize>(&mut self, units: [u128; N]) -> Result<[Sold; N], J::Error> {
        let nothing = Size {
            repay: 0,
            seized: 0,
        };
        let (mut sizes, mut less) = ([nothing; N], [0; N]);
        for ((size, less), units) in sizes.iter_mut().zip(&mut less).zip(&units) {
            *size = self.grid.size(*units)?;
            *less = size.seized;
        }
        let mut verdicts = [Verdict::default(); N];
        self.judge.judge(&less, &mut verdicts)?;
        let mut sold = [Sold {
            units: 0,
            size: nothing,
            verdict: Verdict::default(),
            surplus: 0,
        }; N];
        let places = sold.iter_mut().zip(units).zip(sizes);
        for (((to, units), size), verdict) in places.zip(verdicts) {
            *to = paid(units, size, verdict)?;
        }
        Ok(sold)
    }

    /// What a sale frees of the maintenance margin. Margin is convex in what is sold, so the least per USD is freed over
    /// the largest sale. Where that one frees nothing (it would cut into a hedge) smaller ones are looked at, down to
    /// the first that frees something; the search decides then. `None` where none does.
    fn freed(&mut self, largest: &Sold, quarter: &Sold) -> Result<Option<Freed>, J::Error> {
        for sold in [largest, quarter] {
            if let Some(freed) = self.freed_by(sold)? {
                return Ok(Some(freed));
            }
        }
        let units = [6, 10, 14, 18].map(|halvings: u32| (largest.units >> halvings).max(1));
        for sold in self.sold(units)? {
            if let Some(freed) = self.freed_by(&sold)? {
                return Ok(Some(freed));
            }
        }
        Ok(None)
    }

    fn freed_by(&self, sold: &Sold) -> Result<Option<Freed>, RiskError> {
        let margin = self
            .before
            .maintenance
            .saturating_sub(sold.verdict.maintenance);
        let sold = mul_wad_up(self.grid.price, sold.size.seized)?;
        Ok((margin > 0 && sold > 0).then_some(Freed { margin, sold }))
    }

    /// The smallest sale that lifts equity to BM. Where none does, the largest sale; where that one would lower
    /// health, the best of its halves; `None` where nothing raises it.
    fn smallest_restoring(
        &mut self,
        largest: Sold,
        quarter: Sold,
    ) -> Result<Option<(Path, Sold)>, J::Error> {
        if largest.surplus >= 0 {
            let low = (quarter.surplus < 0 && quarter.units < largest.units).then_some(quarter);
            let high = if quarter.surplus >= 0 {
                quarter
            } else {
                largest
            };
            return Ok(Some((Path::Restore, self.narrow(low, high)?)));
        }
        // Past some size a sale may free less margin than it costs (what is left is no longer diversified, or
        // hedged): a smaller one can restore where the largest does not. Health has one peak, since equity
        // falls linearly and margin is convex.
        let whole = (largest.verdict.health > self.before.health).then_some(largest);
        let (mut best, mut peak, mut falling) = (whole, largest.verdict.health, false);
        for descent in 0..MAX_DESCENTS {
            let halvings =
                [1u32, 2, 3, 4].map(|halving| descent.wrapping_mul(4).wrapping_add(halving));
            let units = halvings.map(|halvings| largest.units.checked_shr(halvings).unwrap_or(0));
            let [.., smallest] = units;
            for part in self.sold(units)? {
                if part.units == 0 {
                    continue;
                }
                if part.surplus >= 0 {
                    return Ok(Some((Path::Restore, self.narrow(None, part)?)));
                }
                let health = part.verdict.health;
                falling = health <= peak;
                if falling {
                    continue;
                }
                peak = health;
                if whole.is_none() && health > self.before.health {
                    best = Some(part);
                }
            }
            if (best.is_some() && falling) || smallest == 0 {
                break;
            }
        }
        Ok(best.map(|sold| (Path::Exhaust, sold)))
    }

    /// Between a sale that does not restore (none at all, where none is given) and one that does: the smallest that
    /// does.
    ///
    /// Surplus is concave in what is sold: the chord through both ends of the bracket crosses zero where a sale
    /// restores; the line through the two lower ones, and the tangent at the upper one, where it does not. Each is much
    /// closer than its end; where rounding or a kink makes them idle, a halving follows.
    fn narrow(&mut self, low: Option<Sold>, high: Sold) -> Result<Sold, J::Error> {
        let nothing = Point {
            units: 0,
            surplus: surplus(self.before)?,
        };
        let (mut below, mut low) = match low {
            Some(low) => (Some(nothing), low.point()),
            None => (None, nothing),
        };
        let (mut high, mut idle) = (high, false);
        let mut tangent = None;
        for _ in 0..MAX_ROUNDS {
            let width = high.units.saturating_sub(low.units);
            let close = (high.units >> PRECISION).max(1);
            if width <= close {
                break;
            }
            let (first, last) = (low.units.saturating_add(1), high.units.saturating_sub(1));
            let inside = |units: u128| units.clamp(first, last);
            let middle = low.units.saturating_add(width >> 1);
            let zero = line_zero(low, high.point()).unwrap_or(middle);
            // On either side of it: where it is the zero, that is the end.
            let chord = inside(zero.saturating_add(close.div_ceil(2)));
            let short = inside(zero.saturating_sub(close >> 1));
            let beneath = below.and_then(|below| line_zero(below, low)).max(tangent);
            let half = low
                .units
                .saturating_add(chord.saturating_sub(low.units) >> 1);
            // Short of the zero, so that it does not restore.
            let beneath = beneath.map(|units| units.saturating_sub(close.div_ceil(2)));
            let guess = beneath.filter(|units| (first..chord).contains(units));
            let guess = if idle { middle } else { guess.unwrap_or(half) };
            let tried = self.sold([inside(guess), short, chord])?;
            for sold in &tried {
                if sold.surplus >= 0 && sold.units < high.units {
                    high = *sold;
                }
            }
            let failing = |sold: &&Sold| sold.surplus < 0 && sold.units < high.units;
            let nearest = tried.iter().filter(failing).max_by_key(|sold| sold.units);
            if let Some(sold) = nearest.filter(|sold| sold.units > low.units) {
                (below, low) = (Some(low), sold.point());
            }
            let [_, short, chord] = tried;
            tangent = line_zero(short.point(), chord.point()).filter(|_| short.surplus >= 0);
            idle = high.units.saturating_sub(low.units) > width >> 1;
        }
        Ok(high)
    }
}

impl Sold {
    const fn point(&self) -> Point {
        Point {
            units: self.units,
            surplus: self.surplus,
        }
    }
}

/// A sale that is paid for: the judge has seen only what it takes away.
fn paid(units: u128, size: Size, mut verdict: Verdict) -> Result<Sold, RiskError> {
    let cash = signed(false, size.repay)?;
    verdict.equity = verdict.equity.checked_add(cash).ok_or(OVERFLOW)?;
    verdict.health = health_down(verdict.equity, verdict.maintenance);
    let surplus = surplus(&verdict)?;
    Ok(Sold {
        units,
        size,
        verdict,
        surplus,
    })
}

fn surplus(verdict: &Verdict) -> Result<i128, RiskError> {
    let buffer = signed(false, verdict.buffer)?;
    verdict.equity.checked_sub(buffer).ok_or(OVERFLOW)
}

/// Which of an account's collaterals frees the most maintenance margin per USD sold: the place in the list. What each
/// frees is given as the attribution of the margin to it, USD WAD, beside what it is worth, USD WAD; `None` for one that
/// is not to be sold. While there is equity one that frees nothing is passed over.
pub fn choose(
    collateral: impl Iterator<Item = Option<(i128, u128)>>,
    has_equity: bool,
) -> Option<usize> {
    let mut best: Option<(usize, u128, u128)> = None;
    for (place, candidate) in collateral.enumerate() {
        let Some((margin, value)) = candidate else {
            continue;
        };
        if value == 0 || (has_equity && margin <= 0) {
            continue;
        }
        let margin = margin.max(0).unsigned_abs();
        let better =
            best.is_none_or(|(_, most, worth)| product(margin, worth) > product(most, value));
        if better {
            best = Some((place, margin, value));
        }
    }
    best.map(|(place, ..)| place)
}
