//! What can be done to the house. One list for the native model, the state machine and the shipped programs, so that
//! one failing sequence replays in all of them.

use crate::amount::Amount;
use crate::cast::{Account, Actor};
use crate::draw::Draw;

/// Number of listed assets.
pub const ASSETS: usize = 3;
/// In place of an asset: the cash.
pub const CASH: u8 = 255;
/// In place of an asset: all of them.
pub const ALL: u8 = 254;

/// Whose tokens somebody gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum House {
    /// The vault.
    Vault,
    /// The pool.
    Pool,
    /// The insurance.
    Insurance,
}

/// What may be wrong with a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The feeds of all assets answer as they should again.
    None,
    /// The answer is older than its heartbeat and grace, and not older than twice that.
    Stale,
    /// The feed answers zero.
    Dead,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the fields say what they are
pub enum Action {
    // The vault.
    Deposit {
        payer: Actor,
        account: Account,
        asset: u8,
        amount: Amount,
    },
    DepositCash {
        payer: Actor,
        account: Account,
        amount: Amount,
    },
    Withdraw {
        by: Actor,
        account: Account,
        asset: u8,
        amount: Amount,
    },
    WithdrawCash {
        by: Actor,
        account: Account,
        amount: Amount,
    },
    Borrow {
        by: Actor,
        account: Account,
        amount: Amount,
    },
    Repay {
        payer: Actor,
        account: Account,
        amount: Amount,
    },
    RepayFromCash {
        by: Actor,
        account: Account,
        amount: Amount,
    },
    Transfer {
        by: Actor,
        from: Account,
        to: Account,
        asset: u8,
        amount: Amount,
    },
    Liquidate {
        buyer: Actor,
        /// This account, or the next one that may be liquidated.
        account: Account,
        most: Amount,
    },
    WriteOff {
        /// This account, or the next one that owes and has nothing.
        account: Account,
    },
    // The pool and the insurance.
    Lend {
        by: Actor,
        assets: Amount,
    },
    Mint {
        by: Actor,
        shares: Amount,
    },
    Take {
        by: Actor,
        assets: Amount,
    },
    Redeem {
        by: Actor,
        shares: Amount,
    },
    Insure {
        by: Actor,
        assets: Amount,
    },
    Uninsure {
        by: Actor,
        shares: Amount,
    },
    GiveNotice {
        by: Actor,
        shares: Amount,
    },
    NoteLoss {
        account: Account,
    },
    Distribute,
    // Clearing.
    Trade {
        long: Account,
        short: Account,
        asset: u8,
        size: Amount,
        /// Price agreed, in hundredths above or below that of the feed.
        off: i8,
    },
    Fund {
        asset: u8,
        per_unit: i8,
    },
    Settle {
        account: Account,
    },
    // What surrounds the house.
    Move {
        asset: u8,
        /// Log move of the price, in ten-thousandths.
        basis_points: i16,
    },
    Break {
        asset: u8,
        fault: Fault,
    },
    Pass {
        seconds: u32,
    },
    Poke,
    Donate {
        by: Actor,
        to: House,
        asset: u8,
        amount: Amount,
    },
    // The owner.
    SetCap {
        asset: u8,
        amount: Amount,
    },
    Pause {
        action: u8,
        seconds: u32,
    },
    Unpause {
        action: u8,
    },
}

/// Names of the kinds of actions, by [`Action::kind`].
pub const KINDS: [&str; 30] = [
    "deposit",
    "deposit cash",
    "withdraw",
    "withdraw cash",
    "borrow",
    "repay",
    "repay from cash",
    "transfer",
    "liquidate",
    "write off",
    "lend",
    "mint",
    "take",
    "redeem",
    "insure",
    "uninsure",
    "give notice",
    "note a loss",
    "distribute",
    "trade",
    "fund",
    "settle",
    "move a price",
    "break a feed",
    "pass time",
    "poke",
    "donate",
    "set a cap",
    "pause",
    "unpause",
];

impl Action {
    /// Place in [`KINDS`].
    #[must_use]
    pub const fn kind(&self) -> usize {
        match self {
            Self::Deposit { .. } => 0,
            Self::DepositCash { .. } => 1,
            Self::Withdraw { .. } => 2,
            Self::WithdrawCash { .. } => 3,
            Self::Borrow { .. } => 4,
            Self::Repay { .. } => 5,
            Self::RepayFromCash { .. } => 6,
            Self::Transfer { .. } => 7,
            Self::Liquidate { .. } => 8,
            Self::WriteOff { .. } => 9,
            Self::Lend { .. } => 10,
            Self::Mint { .. } => 11,
            Self::Take { .. } => 12,
            Self::Redeem { .. } => 13,
            Self::Insure { .. } => 14,
            Self::Uninsure { .. } => 15,
            Self::GiveNotice { .. } => 16,
            Self::NoteLoss { .. } => 17,
            Self::Distribute => 18,
            Self::Trade { .. } => 19,
            Self::Fund { .. } => 20,
            Self::Settle { .. } => 21,
            Self::Move { .. } => 22,
            Self::Break { .. } => 23,
            Self::Pass { .. } => 24,
            Self::Poke => 25,
            Self::Donate { .. } => 26,
            Self::SetCap { .. } => 27,
            Self::Pause { .. } => 28,
            Self::Unpause { .. } => 29,
        }
    }

    /// What happens next: people 55, prices 15, time 10, samples 5, liquidations 8, gifts 2, the owner 3, feeds 2.
    pub fn draw(draw: &mut Draw) -> Self {
        match draw.below(100) {
            0..35 => Self::in_vault(draw),
            35..47 => Self::in_pool(draw),
            47..55 => Self::in_clearing(draw),
            55..70 => Self::Move {
                asset: draw.of(&[0, 1, 2, ALL]),
                basis_points: Self::walk(draw),
            },
            70..80 => Self::Pass {
                seconds: seconds(draw),
            },
            80..85 => Self::Poke,
            85..91 => Self::Liquidate {
                buyer: draw.of(&[Actor::Liquidator, Actor::Liquidator, Actor::User(0)]),
                account: Account::draw(draw),
                most: draw.of(&[Amount::Max, Amount::Max, Amount::Part(99)]),
            },
            91 if draw.once_in(8) => Self::WriteOff {
                account: Account::draw(draw),
            },
            91..95 => Self::Donate {
                by: Actor::Attacker,
                to: draw.of(&[House::Vault, House::Pool, House::Insurance]),
                asset: asset_or_cash(draw),
                amount: Amount::draw(draw),
            },
            95..98 => Self::by_owner(draw),
            _ => Self::Break {
                asset: draw.below(ASSETS as u64) as u8,
                fault: draw.of(&[
                    Fault::None,
                    Fault::None,
                    Fault::None,
                    Fault::None,
                    Fault::None,
                    Fault::Stale,
                    Fault::Dead,
                ]),
            },
        }
    }

    fn in_vault(draw: &mut Draw) -> Self {
        let by = Actor::draw(draw);
        let account = Account::of(by, draw);
        let (asset, amount) = (draw.below(ASSETS as u64) as u8, Amount::draw(draw));
        match draw.below(28) {
            0..7 => Self::Deposit {
                payer: by,
                account,
                asset,
                amount,
            },
            7..10 => Self::DepositCash {
                payer: by,
                account,
                amount,
            },
            10..13 => Self::Withdraw {
                by,
                account,
                asset,
                amount,
            },
            13..15 => Self::WithdrawCash {
                by,
                account,
                amount,
            },
            // People borrow what they can.
            15..20 => Self::Borrow {
                by,
                account,
                amount: draw.of(&[amount, Amount::All(0), Amount::Part(240)]),
            },
            20..23 => Self::Repay {
                payer: by,
                account,
                amount,
            },
            23..25 => Self::RepayFromCash {
                by,
                account,
                amount,
            },
            _ => Self::Transfer {
                by,
                from: account,
                to: Account::draw(draw),
                asset: asset_or_cash(draw),
                amount,
            },
        }
    }

    fn in_pool(draw: &mut Draw) -> Self {
        let by = if draw.once_in(2) {
            Actor::Lender
        } else {
            Actor::draw(draw)
        };
        let amount = Amount::draw(draw);
        match draw.below(15) {
            0..3 => Self::Lend { by, assets: amount },
            3 | 4 => Self::Mint { by, shares: amount },
            5 | 6 => Self::Take { by, assets: amount },
            7 | 8 => Self::Redeem { by, shares: amount },
            9 => Self::Insure { by, assets: amount },
            10 if draw.once_in(6) => Self::Uninsure { by, shares: amount },
            10..13 => Self::GiveNotice { by, shares: amount },
            13 => Self::NoteLoss {
                account: Account::draw(draw),
            },
            _ => Self::Distribute,
        }
    }

    fn in_clearing(draw: &mut Draw) -> Self {
        let asset = draw.below(ASSETS as u64) as u8;
        match draw.below(8) {
            0..5 => Self::Trade {
                long: Account::draw(draw),
                short: Account::draw(draw),
                asset,
                size: Amount::draw(draw),
                off: draw.of(&[0, 0, 0, 1, -1, 5, -5, 60, -60]),
            },
            5 => Self::Fund {
                asset,
                per_unit: draw.of(&[-3, -1, 0, 1, 3]),
            },
            _ => Self::Settle {
                account: Account::draw(draw),
            },
        }
    }

    fn by_owner(draw: &mut Draw) -> Self {
        match draw.below(4) {
            0 | 1 => Self::SetCap {
                asset: draw.below(ASSETS as u64) as u8,
                amount: draw.of(&[
                    Amount::Exactly(u128::MAX >> 40),
                    Amount::All(0),
                    Amount::Part(128),
                    Amount::Max,
                ]),
            },
            2 => Self::Pause {
                action: draw.below(6) as u8,
                seconds: seconds(draw),
            },
            _ => Self::Unpause {
                action: draw.below(6) as u8,
            },
        }
    }

    /// A move of a price: mostly small, sometimes a crash, up to 60 %.
    fn walk(draw: &mut Draw) -> i16 {
        let size = match draw.below(20) {
            0..3 => 6_000,
            3..6 => 2_000,
            6..10 => 500,
            _ => 60,
        };
        let move_up = draw.below(size) as i16 + 5;
        // Crashes are more than rallies: they are what hurts.
        if draw.once_in(if size > 500 { 4 } else { 2 }) {
            move_up
        } else {
            -move_up
        }
    }
}

/// A second to a week, evenly over the logarithm.
fn seconds(draw: &mut Draw) -> u32 {
    let bits = draw.below(20);
    let most = 1_u64 << bits;
    (most + draw.below(most)).min(7 * 86_400) as u32
}

fn asset_or_cash(draw: &mut Draw) -> u8 {
    draw.of(&[0, 1, 2, CASH])
}
