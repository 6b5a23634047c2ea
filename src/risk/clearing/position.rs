//! One position: in which series, how much, and what it has paid of the series' funding.

use super::Balance;
use crate::error::OVERFLOW;
use crate::options::payoff;
use crate::price::MAX_PRICE;
use crate::{LegKind, RiskError, MAX_ASSETS, YEAR};
use fixed::{halves, word, U256};

/// Most units of one position, 18 decimals: 5.2e15 whole ones.
pub const MAX_SIZE: u128 = 1 << 112;
/// A series expires within that many seconds.
pub const MAX_TENOR: u64 = YEAR * 5;

const KIND_AT: u32 = 8;
const MARKET_AT: u32 = 16;
const EXPIRY_AT: u32 = 24;
const BYTE: u128 = 0xff;

/// What is traded: positions of one series are of one kind and cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Series {
    /// Number of the market.
    pub market: u8,
    /// The oracle's index of the underlying.
    pub asset: u8,
    /// How it pays.
    pub kind: LegKind,
    /// USD WAD; zero of a linear series, whose cost is in the balance.
    pub strike: u128,
    /// Unix seconds; zero where it never expires.
    pub expiry: u64,
}

impl Series {
    /// Whether it can be traded now: a strike where there is an option and none elsewhere, a price of at most 112 bits;
    /// an everlasting option never expires, a European one does, a linear series may; not past, not further away than
    /// [`MAX_TENOR`]. Errors: `UnknownAsset`, `InvalidTerms`.
    pub fn check(&self, now: u64) -> Result<(), RiskError> {
        if usize::from(self.asset) >= MAX_ASSETS {
            return Err(RiskError::UnknownAsset);
        }
        let ahead = self.expiry > now && self.expiry <= now.saturating_add(MAX_TENOR);
        let struck = self.strike > 0 && self.strike <= MAX_PRICE;
        let is_valid = match payoff(self.kind) {
            None => self.strike == 0 && (self.expiry == 0 || ahead),
            Some((_, true)) => struck && self.expiry == 0,
            Some((_, false)) => struck && ahead,
        };
        if is_valid {
            Ok(())
        } else {
            Err(RiskError::InvalidTerms)
        }
    }

    /// Whether its positions pay funding: those that never expire.
    #[must_use]
    pub const fn is_funded(&self) -> bool {
        self.expiry == 0
    }

    /// What a unit pays at a settlement price, exact.
    #[must_use]
    pub const fn payoff(&self, price: u128) -> u128 {
        match payoff(self.kind) {
            None => price,
            Some((payoff, _)) => payoff.intrinsic(price, self.strike),
        }
    }

    /// All of it but the strike, in 88 bits: asset, kind, market (8 bits each, from the lowest), expiry (64).
    #[must_use]
    pub fn tag(&self) -> u128 {
        u128::from(self.asset)
            | (self.kind as u128) << KIND_AT
            | u128::from(self.market) << MARKET_AT
            | u128::from(self.expiry) << EXPIRY_AT
    }

    #[allow(clippy::cast_possible_truncation)] // fields of their width
    fn from_tag(tag: u128, strike: u128) -> Result<Self, RiskError> {
        let byte = |at: u32| (tag >> at & BYTE) as u8;
        Ok(Self {
            market: byte(MARKET_AT),
            asset: byte(0),
            kind: LegKind::try_from(byte(KIND_AT)).map_err(|_| RiskError::Malformed)?,
            strike,
            expiry: (tag >> EXPIRY_AT) as u64,
        })
    }
}

/// A position of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// What it is a position of.
    pub series: Series,
    /// Units of the underlying, 18 decimals; negative is short.
    pub size: i128,
    /// The series' accumulator of funding when it last traded, USD WAD per unit.
    pub funded: i128,
}

impl Position {
    /// What its funding since its last trade adds to the balance of its account, where the accumulator stands at `index`:
    /// exact; a long pays what was added. Error: overflow.
    pub fn funding(&self, index: i128) -> Result<Balance, RiskError> {
        let added = index.checked_sub(self.funded).ok_or(OVERFLOW)?;
        Ok(Balance::product(self.size, added).negated())
    }

    /// What it pays at a settlement price, exact: a short pays it. Error: overflow.
    pub fn payoff(&self, price: u128) -> Result<Balance, RiskError> {
        let unit = i128::try_from(self.series.payoff(price)).map_err(|_| OVERFLOW)?;
        Ok(Balance::product(self.size, unit))
    }

    /// Two words. First: the size in the low half, [`Series::tag`] above. Second: the strike in the low half, what is
    /// funded above.
    #[must_use]
    pub fn pack(&self) -> [U256; 2] {
        [
            word((self.series.tag(), self.size.cast_unsigned())),
            word((self.funded.cast_unsigned(), self.series.strike)),
        ]
    }

    /// From [`Position::pack`]. Error: `Malformed` where no kind has the number.
    pub fn unpack([first, second]: [U256; 2]) -> Result<Self, RiskError> {
        let (tag, size) = halves(first);
        let (funded, strike) = halves(second);
        Ok(Self {
            series: Series::from_tag(tag, strike)?,
            size: size.cast_signed(),
            funded: funded.cast_signed(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fixed::WAD;

    const NOW: u64 = 1_800_000_000;

    fn series(kind: LegKind, strike: u128, expiry: u64) -> Series {
        Series {
            market: 3,
            asset: 15,
            kind,
            strike,
            expiry,
        }
    }

    #[test]
    fn only_series_that_mean_something_are_traded() {
        use LegKind::{Call, EverlastingCall, EverlastingPut, Linear, Put};
        let good = [
            series(Linear, 0, 0),
            series(Linear, 0, NOW + 1),
            series(Call, 1, NOW + 1),
            series(Put, MAX_PRICE, NOW + MAX_TENOR),
            series(EverlastingCall, WAD, 0),
            series(EverlastingPut, WAD, 0),
        ];
        for series in good {
            assert_eq!(series.check(NOW), Ok(()), "{series:?}");
        }
        let bad = [
            series(Linear, 1, 0),
            series(Linear, 0, NOW),
            series(Call, 0, NOW + 1),
            series(Call, WAD, 0),
            series(Call, WAD, NOW),
            series(Put, WAD, NOW + MAX_TENOR + 1),
            series(Put, MAX_PRICE + 1, NOW + 1),
            series(EverlastingCall, WAD, NOW + 1),
            series(EverlastingPut, 0, 0),
        ];
        for series in bad {
            assert_eq!(
                series.check(NOW),
                Err(RiskError::InvalidTerms),
                "{series:?}"
            );
        }
        let unknown = Series {
            asset: 16,
            ..good[0]
        };
        assert_eq!(unknown.check(NOW), Err(RiskError::UnknownAsset));
    }

    #[test]
    fn two_words_give_back_what_they_were_given() {
        for kind in 0..5 {
            for (size, funded) in [
                (1, -1),
                (-1, i128::MAX),
                (i128::MIN, 0),
                (i128::MAX, i128::MIN),
            ] {
                let kind = LegKind::try_from(kind).unwrap();
                let position = Position {
                    series: series(kind, u128::MAX, u64::MAX),
                    size,
                    funded,
                };
                assert_eq!(Position::unpack(position.pack()), Ok(position));
            }
        }
        let mut words = Position::default().pack();
        words[0] |= word((5 << KIND_AT, 0));
        assert_eq!(Position::unpack(words), Err(RiskError::Malformed));
    }

    #[test]
    fn payoffs_are_those_of_the_contract() {
        let (at, strike) = (70 * WAD, 100 * WAD);
        let paid = |kind, size: i128, price| {
            let position = Position {
                series: series(kind, if kind == LegKind::Linear { 0 } else { strike }, NOW),
                size: size * WAD.cast_signed(),
                funded: 0,
            };
            position.payoff(price).unwrap().to_usd_down().unwrap() / WAD.cast_signed()
        };
        assert_eq!(paid(LegKind::Linear, 2, at), 140);
        assert_eq!(paid(LegKind::Linear, -2, at), -140);
        assert_eq!(paid(LegKind::Put, 2, at), 60);
        assert_eq!(paid(LegKind::Put, -2, at), -60);
        assert_eq!(paid(LegKind::Put, 2, strike), 0);
        assert_eq!(paid(LegKind::Call, 2, at), 0);
        assert_eq!(paid(LegKind::Call, -3, 130 * WAD), -90);
    }
}
