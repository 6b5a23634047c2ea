//! Contracts that were published for Chainlink feeds, unchanged, on feeds of ours: Aave's oracle, Chainlink's
//! paymaster, and Chainlink's consumer of every function.

use alloy::{
    primitives::{aliases::U80, Address, Bytes, I256, U256},
    sol,
    sol_types::SolValue,
};
use e2e::world::deploy;

use crate::stand::{initialize, IFeed, IStandInOracle, Stand, ASSET, LIVE, PRICE, VOLATILITY};

sol! {
    /// Aave v3.
    interface IAaveOracle {
        function getAssetPrice(address asset) external view returns (uint256);
        function getAssetsPrices(address[] assets) external view returns (uint256[]);
        function getSourceOfAsset(address asset) external view returns (address);
    }

    /// Chainlink's paymaster for ERC-4337, which is paid in LINK at the price of a feed.
    interface IPaymaster {
        struct UserOperation {
            address sender;
            uint256 nonce;
            bytes initCode;
            bytes callData;
            uint256 callGasLimit;
            uint256 verificationGasLimit;
            uint256 preVerificationGas;
            uint256 maxFeePerGas;
            uint256 maxPriorityFeePerGas;
            bytes paymasterAndData;
            bytes signature;
        }
        function setConfig(uint32 stalenessSeconds, int256 fallbackWeiPerUnitLink) external;
        function validatePaymasterUserOp(UserOperation userOp, bytes32 userOpHash, uint256 maxCost) external returns (bytes context, uint256 validationData);
        error InsufficientFunds(uint256 juelsNeeded, uint256 subscriptionBalance);
    }

    /// Chainlink's consumer: every function of `AggregatorV2V3Interface`, passed on.
    interface IFeedConsumer {
        function latestAnswer() external view returns (int256);
        function latestTimestamp() external view returns (uint256);
        function latestRound() external view returns (uint256);
        function getAnswer(uint256 roundId) external view returns (int256);
        function getTimestamp(uint256 roundId) external view returns (uint256);
        function decimals() external view returns (uint8);
        function description() external view returns (string);
        function version() external view returns (uint256);
        function getRoundData(uint80 roundId) external view returns (uint80, int256, uint256, uint256, uint80);
        function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80);
    }
}

const WAD: u128 = 1_000_000_000_000_000_000;

#[test]
fn aave_reads_a_price_and_a_volatility() {
    let mut stand = Stand::new(PRICE, 8);
    let (oracle, price, anyone) = (stand.oracle, stand.feed, stand.anyone);
    let volatility = e2e::world::deploy_program(&mut stand.chain, anyone, "feed");
    stand.must(volatility, initialize(oracle, VOLATILITY, ASSET, 8));
    let (ether, variance, nothing) = (
        Address::repeat_byte(1),
        Address::repeat_byte(2),
        Address::repeat_byte(3),
    );
    let arguments = (
        Address::ZERO,
        vec![ether, variance],
        vec![price, volatility],
        Address::ZERO,
        Address::ZERO,
        U256::from(100_000_000),
    )
        .abi_encode_params();
    let aave = deploy(&mut stand.chain, anyone, "AaveOracle", arguments);
    assert_eq!(
        stand.read(aave, IAaveOracle::getSourceOfAssetCall { asset: ether }),
        price
    );
    // No round yet, and no fall-back: Aave has no price, as for any source that answers zero.
    let price_of = |asset| IAaveOracle::getAssetPriceCall { asset };
    assert!(stand.view(aave, price_of(ether)).is_err());
    assert!(stand.view(aave, price_of(nothing)).is_err());

    assert!(stand.update());
    assert_eq!(
        stand.read(aave, price_of(ether)),
        U256::from(200_000_000_000_u64)
    );
    let now = stand.now();
    stand.must(
        oracle,
        IStandInOracle::setVolatilitiesCall {
            asset: ASSET,
            fast: U256::from(WAD * 6 / 10),
            slow: U256::ZERO,
        },
    );
    stand.must(
        oracle,
        IStandInOracle::setSampleCall {
            index_: U256::ZERO,
            sampledAt_: now,
            dueAt_: now + 3_600,
        },
    );
    stand.must(volatility, IFeed::updateCall {});
    stand.set_price(1_500 * WAD, LIVE);
    assert!(stand.update());
    let call = IAaveOracle::getAssetsPricesCall {
        assets: vec![ether, variance],
    };
    assert_eq!(
        stand.read(aave, call),
        [150_000_000_000_u64, 60_000_000].map(U256::from)
    );
}

/// What the paymaster asks for `cost` wei, in juels.
fn juels(stand: &mut Stand, paymaster: Address, cost: u128) -> U256 {
    let operation = IPaymaster::UserOperation {
        sender: stand.anyone,
        nonce: U256::ZERO,
        initCode: Bytes::new(),
        callData: Bytes::new(),
        callGasLimit: U256::ZERO,
        verificationGasLimit: U256::ZERO,
        preVerificationGas: U256::ZERO,
        maxFeePerGas: U256::ZERO,
        maxPriorityFeePerGas: U256::ZERO,
        paymasterAndData: paymaster.to_vec().into(),
        signature: Bytes::new(),
    };
    let call = IPaymaster::validatePaymasterUserOpCall {
        userOp: operation,
        userOpHash: Default::default(),
        maxCost: U256::from(cost),
    };
    let refusal = stand.send(paymaster, call).expect_err("nothing is paid in");
    refusal
        .typed::<IPaymaster::InsufficientFunds>()
        .expect("it says what it needs")
        .juelsNeeded
}

#[test]
fn a_paymaster_sees_the_age_of_the_fact() {
    // LINK at 0.004 ETH, as a feed of 18 decimals.
    let mut stand = Stand::new(PRICE, 18);
    let anyone = stand.anyone;
    let arguments = (anyone, stand.feed, anyone).abi_encode_params();
    let paymaster = deploy(&mut stand.chain, anyone, "Paymaster", arguments);
    let terms = IPaymaster::setConfigCall {
        stalenessSeconds: 3_000,
        fallbackWeiPerUnitLink: I256::try_from(WAD / 100).expect("a price"),
    };
    stand.must(paymaster, terms);
    stand.set_price(4 * WAD / 1_000, LIVE);
    assert!(stand.update());
    // 2 ETH are 500 LINK at the feed's price, 200 LINK at the fall-back.
    let (at_feed, at_fallback) = (U256::from(500 * WAD), U256::from(200 * WAD));
    assert_eq!(juels(&mut stand, paymaster, 2 * WAD), at_feed);
    stand.pass(3_000);
    assert_eq!(juels(&mut stand, paymaster, 2 * WAD), at_feed);
    stand.pass(1);
    assert_eq!(juels(&mut stand, paymaster, 2 * WAD), at_fallback);
    // A round written now of a price as old as that is as old as that.
    let old = stand.now() - 3_001;
    stand.set_status(5 * WAD / 1_000, LIVE, old);
    assert!(stand.update());
    assert_eq!(juels(&mut stand, paymaster, 2 * WAD), at_fallback);
    // And one of a price of now is new.
    stand.set_price(8 * WAD / 1_000, LIVE);
    assert!(stand.update());
    assert_eq!(juels(&mut stand, paymaster, 2 * WAD), U256::from(250 * WAD));
}

#[test]
fn chainlinks_consumer_reads_every_function() {
    let mut stand = Stand::new(PRICE, 8);
    let (anyone, arguments) = (stand.anyone, stand.feed.abi_encode());
    let consumer = deploy(&mut stand.chain, anyone, "FeedConsumer", arguments);
    let refusal = stand
        .view(consumer, IFeedConsumer::latestRoundDataCall {})
        .err()
        .expect("no round yet");
    assert_eq!(
        devnet::chain::revert_reason(&refusal.data).as_deref(),
        Some("No data present")
    );
    let at = U256::from(stand.now());
    assert!(stand.update());
    let (one, answer) = (
        U80::from(1),
        I256::try_from(200_000_000_000_u64).expect("a price"),
    );
    let round = stand.read(consumer, IFeedConsumer::latestRoundDataCall {});
    assert_eq!(
        (round._0, round._1, round._2, round._3, round._4),
        (one, answer, at, at, one)
    );
    let round = stand.read(consumer, IFeedConsumer::getRoundDataCall { roundId: one });
    assert_eq!(
        (round._0, round._1, round._2, round._3, round._4),
        (one, answer, at, at, one)
    );
    let round_id = U256::ONE;
    let by_number = (
        stand.read(consumer, IFeedConsumer::getAnswerCall { roundId: round_id }),
        stand.read(
            consumer,
            IFeedConsumer::getTimestampCall { roundId: round_id },
        ),
    );
    assert_eq!(by_number, (answer, at));
    assert_eq!(
        stand.read(consumer, IFeedConsumer::latestAnswerCall {}),
        answer
    );
    assert_eq!(
        stand.read(consumer, IFeedConsumer::latestTimestampCall {}),
        at
    );
    assert_eq!(
        stand.read(consumer, IFeedConsumer::latestRoundCall {}),
        U256::ONE
    );
    assert_eq!(stand.read(consumer, IFeedConsumer::decimalsCall {}), 8);
    assert_eq!(
        stand.read(consumer, IFeedConsumer::descriptionCall {}),
        "ETH / USD"
    );
    assert_eq!(
        stand.read(consumer, IFeedConsumer::versionCall {}),
        U256::ONE
    );
}
