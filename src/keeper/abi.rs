//! The contracts as this tool calls them, from the Solidity interfaces in `abi/`.

#![allow(missing_docs, clippy::too_many_arguments)]

use alloy::sol;

sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IPrices,
    "../../abi/Prices.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IOracle,
    "../../abi/Oracle.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IFeed,
    "../../abi/Feed.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IDepth,
    "../../abi/Depth.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IPoolDepth,
    "../../abi/PoolDepth.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug, PartialEq)]
    IBook,
    "../../abi/Book.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug, PartialEq)]
    ILens,
    "../../abi/Lens.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IMargin,
    "../../abi/Margin.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IVault,
    "../../abi/Vault.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IPool,
    "../../abi/Pool.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    ILiquidator,
    "../../abi/Liquidator.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    ILock,
    "../../abi/Lock.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    ITerms,
    "../../abi/Terms.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IPricer,
    "../../abi/Pricer.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    ISimulator,
    "../../abi/Simulator.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IJudge,
    "../../abi/Judge.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IMandate,
    "../../abi/Mandate.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IInsurance,
    "../../abi/Insurance.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IClearing,
    "../../abi/Clearing.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    IPlanner,
    "../../abi/Planner.json"
);
sol!(
    #[sol(rpc)]
    #[derive(Debug)]
    ILookout,
    "../../abi/Lookout.json"
);

sol! {
    /// The part of ERC-20 that deploying and liquidating need.
    #[sol(rpc)]
    #[derive(Debug)]
    interface IERC20 {
        function decimals() external view returns (uint8);
        function symbol() external view returns (string);
        function balanceOf(address owner) external view returns (uint256);
        function allowance(address owner, address spender) external view returns (uint256);
        function approve(address spender, uint256 amount) external returns (bool);
        function transfer(address to, uint256 amount) external returns (bool);
    }

    /// The precompile at 0x71 that turns deployed code into a program.
    #[sol(rpc)]
    #[derive(Debug)]
    interface ArbWasm {
        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function programVersion(address program) external view returns (uint16);
        function programTimeLeft(address program) external view returns (uint64);
        function codehashKeepalive(bytes32 codehash) external payable;
        error ProgramNotActivated();
        error ProgramExpired(uint64 age);
        error ProgramUpToDate();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }
}
