//! Prices of feeds that speak at different times, brought to common times.
//!
//! Refresh-time sampling (Barndorff-Nielsen, Hansen, Lunde, Shephard 2011, section 2): the first refresh is
//! when every feed has spoken, the next when every feed has spoken again. At a refresh each feed gives its
//! last price. Returns between refreshes are joint samples, which keep a covariance positive semi-definite;
//! pairs sampled each at its own times do not.

use crate::{RiskError, MAX_ASSETS};

/// Which feeds have spoken since the last refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refresh {
    all: u16,
    spoken: u16,
}

impl Refresh {
    /// Waits for the feeds whose bits are set.
    #[must_use]
    pub const fn of(feeds: u16) -> Self {
        Self {
            all: feeds,
            spoken: 0,
        }
    }

    /// Notes the feeds that speak at one time (bits outside of the waited-for are ignored). Whether that
    /// completes a refresh; the next one then starts from nothing. Without feeds there is none.
    pub fn speak(&mut self, feeds: u16) -> bool {
        self.spoken |= feeds & self.all;
        let complete = self.all != 0 && self.spoken == self.all;
        if complete {
            self.spoken = 0;
        }
        complete
    }
}

/// The refreshes of up to 16 lists of (time, price), each ascending in time. Yields (time, prices); prices
/// of feeds that do not exist are zero.
#[derive(Debug, Clone)]
pub struct Refreshes<'a> {
    updates: [&'a [(u64, u128)]; MAX_ASSETS],
    prices: [u128; MAX_ASSETS],
    refresh: Refresh,
}

impl<'a> Refreshes<'a> {
    /// Starts before the first update of every feed.
    ///
    /// # Errors
    /// [`RiskError::TooManyAssets`] where there are more than 16 feeds.
    pub fn new(feeds: &[&'a [(u64, u128)]]) -> Result<Self, RiskError> {
        let mut updates: [&[(u64, u128)]; MAX_ASSETS] = [&[]; MAX_ASSETS];
        let places = updates.get_mut(..feeds.len());
        places
            .ok_or(RiskError::TooManyAssets)?
            .copy_from_slice(feeds);
        let waited = feeds.iter().fold(0u16, |all, _| all << 1 | 1);
        Ok(Self {
            updates,
            prices: [0; MAX_ASSETS],
            refresh: Refresh::of(waited),
        })
    }
}

impl Iterator for Refreshes<'_> {
    type Item = (u64, [u128; MAX_ASSETS]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let coming = self.updates.iter().filter_map(|list| list.first());
            let time = coming.map(|(time, _)| *time).min()?;
            let mut spoken = 0;
            let places = self.updates.iter_mut().zip(&mut self.prices);
            for (feed, (list, price)) in (0u32..).zip(places) {
                // Several rounds of one second count as the last of them.
                while let Some(((_, told), rest)) =
                    list.split_first().filter(|((at, _), _)| *at == time)
                {
                    (*price, *list) = (*told, rest);
                    spoken |= 1u16.checked_shl(feed).unwrap_or(0);
                }
            }
            if self.refresh.speak(spoken) {
                return Some((time, self.prices));
            }
        }
    }
}
