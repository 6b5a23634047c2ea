// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Who may act for an account besides its owner: operators with capabilities and an end, and whoever brings an action
/// that the owner signed.
///
/// What is executed here goes to the vault alone, in the place of one owner: its own accounts. It holds no tokens and no
/// allowances. An operator of somebody else's account calls the vault itself.
interface IMandate {
    /// The vault that actions go to.
    event VaultSet(address indexed vault);

    /// What an operator may do for an account, through which time; no capability ends it.
    event OperatorSet(bytes32 indexed account, address indexed operator, uint32 capabilities, uint64 until);

    /// A number is used up, by an action or because the owner cancelled it.
    event NonceUsed(bytes32 indexed account, uint256 nonce);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// There is no contract at the address.
    error NoCode(address account);

    /// The account is not the caller's.
    error NotAccountOwner(bytes32 account, address caller);

    /// There is no such capability.
    error UnknownCapabilities(uint32 capabilities);

    /// The time through which the action was signed is over.
    error Expired(uint256 deadline);

    /// The action was signed with another number than the account's next.
    error WrongNonce(bytes32 account, uint256 expected);

    /// Not the one signature of the account's owner: 65 bytes r, s, v, with s in the lower half and v 27 or 28.
    error InvalidSignature();

    /// The vault refused without saying why, or answered what does not decode.
    error VaultCallFailed();

    /// A contract of the house is in the middle of something.
    error Reentrant();

    /// Sets the vault, once. Errors: `AlreadyInitialized`, `NoCode`.
    function initialize(address vault) external;

    /// The vault that actions go to.
    function vault() external view returns (address);

    /// Sets what an operator may do for an account, through `until` (seconds): 1 opt in and deposit a new kind of
    /// collateral, 2 withdraw, 4 borrow, 8 transfer, 16 trade, 32 repay from cash; their sum, and zero to end it. By
    /// the account's owner. Errors: `NotAccountOwner`, `UnknownCapabilities`.
    function setOperator(bytes32 account, address operator, uint32 capabilities, uint64 until) external;

    /// What was last set for an operator, also where its time is over.
    function capabilities(bytes32 account, address operator) external view returns (uint32 capabilities, uint64 until);

    /// Whether an operator has a capability of the account now, or every one of several; the owner is none. No
    /// capability is not allowed.
    function allows(bytes32 account, address operator, uint32 capability) external view returns (bool);

    /// Executes a call of the vault that the account's owner signed (`digest`), whoever brings it, and answers what the
    /// vault does. Signed for this chain, this contract, this number, and through the deadline (seconds); the call may
    /// name any account of the owner. Errors: `Expired`, `WrongNonce`, `InvalidSignature`, `VaultCallFailed`, and those
    /// of the vault.
    function execute(
        bytes32 account,
        bytes calldata call,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes memory answer);

    /// The number that the account's next action must be signed with.
    function nonce(bytes32 account) external view returns (uint256);

    /// Uses the account's next number up: what was signed with it cannot be executed. Answers the one after it. By the
    /// account's owner. Error: `NotAccountOwner`.
    function cancel(bytes32 account) external returns (uint256 next);

    /// Tries a permit (EIP-2612) of the caller for the vault, then calls the vault in the place of the caller, and
    /// answers what the vault does. A permit that fails is passed over: somebody may have used it before. Errors:
    /// `VaultCallFailed`, and those of the vault.
    function permitAndCall(
        address token,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s,
        bytes calldata call
    ) external returns (bytes memory answer);

    /// What the owner of an account signs: EIP-712, `Action(bytes32 account,bytes call,uint256 nonce,uint256
    /// deadline)` in the domain of `eip712Domain`.
    function digest(
        bytes32 account,
        bytes calldata call,
        uint256 nonce,
        uint256 deadline
    ) external view returns (bytes32);

    /// Separator of the domain.
    function domainSeparator() external view returns (bytes32);

    /// The domain of EIP-712, as EIP-5267 describes it: name "Plimsoll", version "1", this chain, this contract.
    function eip712Domain() external view returns (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] memory extensions);
}
