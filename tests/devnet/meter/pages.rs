//! Gas of memory pages. Pages are counted over the whole transaction: those open now, over all open
//! frames, and the most that ever were open at once.

/// Pages of a transaction that cost nothing.
const FREE_PAGES: u16 = 2;
/// Gas of each further page that is opened.
const PAGE_GAS: u64 = 1_000;
/// Most pages open at once.
pub(crate) const PAGE_LIMIT: u16 = 128;
/// The exponential part that just is not reached at [`PAGE_LIMIT`]: with the linear part of the pages
/// that are not free, 32 million gas.
const RAMP_END: f64 = 32_000_000.0 - 126_000.0;

/// Pages open in a transaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PageModel {
    open: u16,
    ever: u16,
}

impl PageModel {
    /// Gas of opening `pages` more.
    pub(crate) fn price(self, pages: u16) -> u64 {
        let open = self.open.saturating_add(pages);
        let ever = self.ever.max(open);
        if ever <= FREE_PAGES {
            return 0;
        }
        if ever > PAGE_LIMIT {
            return u64::MAX;
        }
        let paid = |open: u16| u64::from(open.saturating_sub(FREE_PAGES));
        let linear = paid(open)
            .saturating_sub(paid(self.open))
            .saturating_mul(PAGE_GAS);
        linear.saturating_add(ramp(ever).saturating_sub(ramp(self.ever)))
    }

    /// Opens `pages` more.
    pub(crate) fn add(&mut self, pages: u16) {
        self.open = self.open.saturating_add(pages);
        self.ever = self.ever.max(self.open);
    }

    /// Closes what a frame opened: back to what was open before it. The mark of the most stays.
    pub(crate) fn close_to(&mut self, before: Self) {
        self.open = before.open;
    }
}

/// The exponential part up to `pages`, in gas, rounded down: from 1 at no page to the end at the limit,
/// which the chain's own numbers miss by less than one.
fn ramp(pages: u16) -> u64 {
    let exponent = f64::from(pages) / f64::from(PAGE_LIMIT) * RAMP_END.ln();
    (exponent.exp() * (1.0 - 1e-13)).max(1.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pages_are_free_and_the_next_cost_a_thousand_each() {
        let mut pages = PageModel::default();
        assert_eq!(pages.price(2), 0);
        pages.add(2);
        // 31,874,000^(3/128) = 1.499 and ^(2/128) = 1.31 both round down to 1.
        assert_eq!(pages.price(1), 1_000);
        // ^(12/128) = 5.05: 10 pages and four gas of ramp.
        assert_eq!(pages.price(10), 10_004);
        // ^(30/128) = 57.4: in practice a thousand a page.
        assert_eq!(PageModel::default().price(30), 28_056);
    }

    #[test]
    fn all_pages_cost_thirty_two_million() {
        // 126 linear, and a ramp that ends at 31,873,999.
        assert_eq!(PageModel::default().price(128), 126_000 + 31_873_999 - 1);
        assert_eq!(PageModel::default().price(129), u64::MAX);
    }

    #[test]
    fn the_ramp_is_paid_once() {
        let mut pages = PageModel::default();
        let before = pages;
        pages.add(30);
        pages.close_to(before);
        // 28 pages over the free ones, no ramp: 30 were open before.
        assert_eq!(pages.price(30), 28_000);
        // Nested on an open frame nothing is free.
        let mut nested = PageModel::default();
        nested.add(2);
        nested.add(1);
        assert_eq!(nested.price(1), 1_000);
    }
}
