//! Who bears a loss, in order, to the unit.

/// An amount for each of those who can bear a loss, in the order in which they do. Any one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layers {
    /// What is left in the account.
    pub account: u128,
    /// The insurance tranche of the market in which the loss arose, up to its cap: no other market pays for it.
    pub tranche: u128,
    /// The insurance of all.
    pub insurance: u128,
    /// Profit of the other side of that market, see [`super::deleverage`].
    pub profits: u128,
    /// Interest that the protocol has earned and not taken yet.
    pub reserve: u128,
    /// Cash of the pool, through the price of its shares.
    pub pool: u128,
}

/// A loss fully told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Borne {
    /// What each pays.
    pub by: Layers,
    /// What nobody could pay and stays on the books as a deficit.
    pub deficit: u128,
}

/// Spreads a loss over the layers: each pays all it can before the next pays anything. The parts and the deficit sum
/// to the loss exactly.
#[must_use]
pub fn spread(loss: u128, able: &Layers) -> Borne {
    let mut left = loss;
    let mut take = |able: u128| {
        let paid = able.min(left);
        left = left.saturating_sub(paid);
        paid
    };
    let by = Layers {
        account: take(able.account),
        tranche: take(able.tranche),
        insurance: take(able.insurance),
        profits: take(able.profits),
        reserve: take(able.reserve),
        pool: take(able.pool),
    };
    Borne { by, deficit: left }
}
