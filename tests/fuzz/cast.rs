//! Who acts, and in whose accounts.

use crate::draw::Draw;

/// Everybody who holds tokens or sends transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Actor {
    /// Borrowers and traders.
    User(u8),
    /// The whale among the lenders.
    Lender,
    /// Acts on everybody's account and gives tokens away where that might hurt.
    Attacker,
    /// Buys what is sold.
    Liquidator,
    /// Owns the contracts.
    Owner,
    /// Calls what everybody may.
    Keeper,
}

/// Number of borrowers.
pub const USERS: u8 = 3;
/// Everybody, in the order of [`Actor::index`].
pub const ACTORS: [Actor; 8] = [
    Actor::User(0),
    Actor::User(1),
    Actor::User(2),
    Actor::Lender,
    Actor::Attacker,
    Actor::Liquidator,
    Actor::Owner,
    Actor::Keeper,
];

impl Actor {
    /// Place in [`ACTORS`].
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::User(number) => number as usize,
            Self::Lender => 3,
            Self::Attacker => 4,
            Self::Liquidator => 5,
            Self::Owner => 6,
            Self::Keeper => 7,
        }
    }

    /// Mostly users, sometimes somebody who has no business there.
    pub fn draw(draw: &mut Draw) -> Self {
        match draw.below(20) {
            0 => Self::Attacker,
            1 => Self::Liquidator,
            2 => Self::Keeper,
            3 => Self::Lender,
            _ => Self::User(draw.below(u64::from(USERS)) as u8),
        }
    }
}

/// A margin account, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account(pub u8);

/// Accounts in play: one of each user, a second of the first user, one of the attacker, one of the liquidator.
pub const ACCOUNTS: usize = 6;

impl Account {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ACCOUNTS as u8).map(Self)
    }

    /// Whose it is.
    #[must_use]
    pub const fn owner(self) -> Actor {
        match self.0 {
            0..USERS => Actor::User(self.0),
            3 => Actor::User(0),
            4 => Actor::Attacker,
            _ => Actor::Liquidator,
        }
    }

    /// The sub-account number: the high 12 bytes of the account.
    #[must_use]
    pub const fn number(self) -> u64 {
        if self.0 == 3 {
            1
        } else {
            0
        }
    }

    /// One of them, those of users more often.
    pub fn draw(draw: &mut Draw) -> Self {
        Self(draw.of(&[0, 0, 1, 1, 2, 2, 3, 4, 5]))
    }

    /// One of an actor's own, or now and then somebody else's.
    pub fn of(actor: Actor, draw: &mut Draw) -> Self {
        if draw.once_in(12) {
            return Self::draw(draw);
        }
        let own: Vec<Self> = Self::all().filter(|a| a.owner() == actor).collect();
        if own.is_empty() {
            Self::draw(draw)
        } else {
            draw.of(&own)
        }
    }
}
