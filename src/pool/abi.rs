//! What the pool declares in Solidity besides what every class of shares does: its events and its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

pub use shares::abi::*;

sol! {
    /// The vault borrowed `assets` for `to`; `scaled` is the debt over the borrow index, rounded up.
    #[derive(Debug, PartialEq, Eq)]
    event Lent(address indexed to, uint256 assets, uint256 scaled);
    /// `assets` came back and ended `scaled` of the debt.
    #[derive(Debug, PartialEq, Eq)]
    event Collected(uint256 assets, uint256 scaled);
    /// The borrow index (1e27) grew, and all debt with it to `borrowed`. Of what it grew by, `reserve` and `insurance` are
    /// due to those, and all else is the lenders'.
    #[derive(Debug, PartialEq, Eq)]
    event InterestAccrued(uint256 borrowIndex, uint256 borrowed, uint256 reserve, uint256 insurance);
    /// The vault wrote debt off. `loss` is what the books lost; insurance and reserve bore these parts of it, in this order.
    #[derive(Debug, PartialEq, Eq)]
    event LossCovered(uint256 scaled, uint256 loss, uint256 insurance, uint256 reserve);
    /// What was left of a loss fell on the lenders: the price of a share fell to `totalAssets` over the supply. `deficit` is
    /// the sum of such losses that nobody has made good.
    #[derive(Debug, PartialEq, Eq)]
    event LossShared(uint256 loss, uint256 totalAssets, uint256 deficit);
    /// Somebody paid for what lenders had lost.
    #[derive(Debug, PartialEq, Eq)]
    event Recapitalised(address indexed by, uint256 assets, uint256 deficit);
    /// What was due was paid, and to the insurance what had been sent to the pool by mistake.
    #[derive(Debug, PartialEq, Eq)]
    event Distributed(uint256 reserve, uint256 insurance, uint256 surplus);
    /// The volatility index (annual WAD) was noted: this premium (WAD per year) is charged from now on.
    #[derive(Debug, PartialEq, Eq)]
    event StressNoted(uint256 index, uint256 premium);
    /// The interest curve changed (WAD, rates per year).
    #[derive(Debug, PartialEq, Eq)]
    event CurveSet(uint256 base, uint256 kink, uint256 slopeBelow, uint256 slopeAbove);
    /// The parts (WAD) of the interest that go to the reserve and to the insurance changed.
    #[derive(Debug, PartialEq, Eq)]
    event SplitSet(uint256 reserve, uint256 insurance);
    /// The premium for stress changed: nothing up to a volatility index of `calm`, `most` per year from `storm` on (WAD).
    #[derive(Debug, PartialEq, Eq)]
    event StressSet(address indexed oracle, uint256 calm, uint256 storm, uint256 most);
    /// The outflow limit changed: this part (WAD) of the pool within so many seconds, and `floor` at least.
    #[derive(Debug, PartialEq, Eq)]
    event OutflowLimitSet(uint256 share, uint64 window, uint256 floor);
    /// Who carries losses first was named.
    #[derive(Debug, PartialEq, Eq)]
    event InsuranceSet(address indexed insurance);
    /// Who receives what the reserve earns was named.
    #[derive(Debug, PartialEq, Eq)]
    event ReserveSet(address indexed reserve);
    /// The one borrower was named.
    #[derive(Debug, PartialEq, Eq)]
    event VaultSet(address indexed vault);
    /// The owner named a successor, who has yet to accept.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// The owner changed.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// The caller is not the owner, nor the named successor where ownership is accepted.
    #[derive(Debug, PartialEq, Eq)]
    error NotOwner(address caller);
    /// The caller is not the vault.
    #[derive(Debug, PartialEq, Eq)]
    error NotVault(address caller);
    /// The vault is named once.
    #[derive(Debug, PartialEq, Eq)]
    error VaultAlreadySet(address vault);
    /// The insurance is named once.
    #[derive(Debug, PartialEq, Eq)]
    error InsuranceAlreadySet(address insurance);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// The kink must lie inside (0, 1) and no rate may exceed 1,000 % per year.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidCurve();
    /// At most half of the interest may go to reserve and insurance.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidSplit();
    /// The storm must lie above the calm, and both below an index of 18.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidStress();
    /// At least a tenth of the pool may leave within a window of at most a week.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidLimit();
    /// There is no oracle, or it does not answer.
    #[derive(Debug, PartialEq, Eq)]
    error IndexUnknown();
    /// The insurance is for another token, or gave no answer that can be read.
    #[derive(Debug, PartialEq, Eq)]
    error InsuranceFailed();
    /// More is known to be lost than the insurance holds: nobody leaves before the loss is shared by all.
    #[derive(Debug, PartialEq, Eq)]
    error WithdrawalsClosed();
    /// That much would leave too fast; `available` may leave now.
    #[derive(Debug, PartialEq, Eq)]
    error OutflowLimited(uint256 wanted, uint256 available);
    /// There is less debt than is to be written off.
    #[derive(Debug, PartialEq, Eq)]
    error DebtExceeded(uint256 scaled, uint256 total);
    /// The token has more than 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    error DecimalsTooLarge(uint8 decimals);
    /// What was paid is less than the debt it is to end, or the debt is less than what is to be ended.
    #[derive(Debug, PartialEq, Eq)]
    error PaymentTooSmall(uint256 assets, uint256 owed);

}

crate::words::events! {
    Lent { to; assets, scaled }
    Collected { ; assets, scaled }
    InterestAccrued { ; borrowIndex, borrowed, reserve, insurance }
    LossCovered { ; scaled, loss, insurance, reserve }
    LossShared { ; loss, totalAssets, deficit }
    Recapitalised { by; assets, deficit }
    Distributed { ; reserve, insurance, surplus }
    StressNoted { ; index, premium }
    SplitSet { ; reserve, insurance }
    StressSet { oracle; calm, storm, most }
    OutflowLimitSet { ; share, window, floor }
    InsuranceSet { insurance;  }
    ReserveSet { reserve;  }
    CurveSet { ; base, kink, slopeBelow, slopeAbove }
    VaultSet { vault;  }
    OwnershipTransferStarted { previousOwner, newOwner;  }
    OwnershipTransferred { previousOwner, newOwner;  }
}
