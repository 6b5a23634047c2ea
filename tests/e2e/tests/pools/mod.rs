//! Uniswap's own factory and pools on the local chain, somebody who trades in them, and the depth contracts.
#![allow(dead_code, unreachable_pub)] // each test file takes what it needs

use alloy::{
    primitives::{
        aliases::{I24, U160, U24},
        Address, Bytes, I256, U256,
    },
    sol,
    sol_types::{SolCall, SolValue},
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};
use e2e::world::{deploy, deploy_program};
use e2e::Refusal;

sol! {
    interface IFactory {
        function createPool(address tokenA, address tokenB, uint24 fee) external returns (address pool);
        function getPool(address tokenA, address tokenB, uint24 fee) external view returns (address pool);
        function enableFeeAmount(uint24 fee, int24 tickSpacing) external;
    }
    interface IV3Pool {
        function initialize(uint160 sqrtPriceX96) external;
        function increaseObservationCardinalityNext(uint16 next) external;
        function slot0() external view returns (uint160 sqrtPriceX96, int24 tick, uint16 index, uint16 cardinality, uint16 cardinalityNext, uint8 feeProtocol, bool unlocked);
        function liquidity() external view returns (uint128);
        function token0() external view returns (address);
    }
    interface ITrader {
        function mint(address pool, int24 lower, int24 upper, uint128 liquidity) external;
        function burn(address pool, int24 lower, int24 upper, uint128 liquidity) external;
        function swap(address pool, bool zeroForOne, int256 amount, uint160 limit) external returns (int256, int256);
        function flash(address pool, uint160 limit, address target, bytes data) external;
        function justInTime(address pool, int24 lower, int24 upper, uint128 liquidity, address target, bytes data) external;
        function within(address pool, uint160 limit, address target, bytes data) external;
        function succeeded() external view returns (bool);
        function answer() external view returns (bytes);
    }
    struct Measurement { uint256 sell; uint256 buy; uint256 meanSell; uint256 meanBuy; int24 tick; int24 meanTick; }
    #[derive(Debug, PartialEq, Eq)]
    struct PoolListing { address pool; bool assetIsToken1; int24 tickSpacing; uint32 window; uint8 quoteAsset; uint8 quoteDecimals; uint256 quotePrice; }
    interface IPoolDepth {
        function initialize(address owner, address prices) external;
        function setPool(uint8 asset, address pool, address token, uint32 window, uint8 quoteAsset, uint256 quotePrice) external;
        function depth(uint8 asset) external view returns (uint256);
        function measure(uint8 asset) external view returns (Measurement);
        function listing(uint8 asset) external view returns (PoolListing);
    }
    #[derive(Debug)]
    error NotOwner(address caller);
    #[derive(Debug)]
    error InvalidTerms();
    #[derive(Debug)]
    error NotListed(uint8 asset);
    #[derive(Debug)]
    error TokenNotInPool(address token);
    #[derive(Debug)]
    error PoolFailed(address pool);
    #[derive(Debug)]
    error PoolLocked(address pool);
    #[derive(Debug)]
    error PoolEmpty(address pool);
    #[derive(Debug)]
    error NoHistory(address pool, uint32 window);
    #[derive(Debug)]
    error PriceFailed(uint8 quoteAsset);
    #[derive(Debug)]
    error InsufficientGas();
}

/// Seconds of the mean price in these tests.
pub const WINDOW: u32 = 1_800;
/// The quote has a fixed price.
pub const FIXED: u8 = 255;
/// Ends of the price range, one inside of what a pool takes.
pub const LOWEST: u64 = 4_295_128_740;

/// One in WAD.
pub fn wad() -> U256 {
    U256::from(10_u64).pow(U256::from(18))
}

pub fn highest() -> U160 {
    "1461446703485210103287273052203988822378723970341"
        .parse()
        .expect("a number")
}

pub fn tick(value: i32) -> I24 {
    I24::try_from(value).expect("a tick")
}

/// A chain with a factory, a trader and a pool reader.
pub struct Pools {
    pub chain: Chain,
    pub owner: Address,
    pub anyone: Address,
    pub factory: Address,
    pub trader: Address,
    pub reader: Address,
    /// Answers as a price contract does.
    pub prices: Address,
}

/// A pool of an asset and dollars.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    pub pool: Address,
    pub asset: Address,
    pub quote: Address,
    pub asset_is_token_1: bool,
    pub asset_decimals: u8,
    pub quote_decimals: u8,
    pub spacing: i32,
}

impl Pools {
    pub fn new() -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, anyone, ..] = chain.accounts();
        let factory = deploy(&mut chain, owner, "UniswapV3Factory", Vec::new());
        let trader = deploy(&mut chain, owner, "PoolTrader", Vec::new());
        let prices = deploy(&mut chain, owner, "MockPrices", Vec::new());
        let reader = deploy_program(&mut chain, owner, "pool_depth");
        let mut pools = Self {
            chain,
            owner,
            anyone,
            factory,
            trader,
            reader,
            prices,
        };
        pools.must(owner, reader, IPoolDepth::initializeCall { owner, prices });
        pools
    }

    /// A new token.
    pub fn token(&mut self, decimals: u8) -> Address {
        let owner = self.owner;
        let arguments = ("Token".to_owned(), "T".to_owned(), U256::from(decimals));
        deploy(
            &mut self.chain,
            owner,
            "MockToken",
            arguments.abi_encode_params(),
        )
    }

    /// A new pool at the price of a root, with the asset as its first or second token. Fees 500, 3000, 10000, 100.
    pub fn market(
        &mut self,
        asset_is_token_1: bool,
        asset_decimals: u8,
        quote_decimals: u8,
        fee: u32,
        root: U160,
    ) -> Market {
        let owner = self.owner;
        let quote = self.token(quote_decimals);
        let asset = loop {
            let token = self.token(asset_decimals);
            if (token > quote) == asset_is_token_1 {
                break token;
            }
        };
        if fee == 100 {
            self.must(
                owner,
                self.factory,
                IFactory::enableFeeAmountCall {
                    fee: U24::from(100),
                    tickSpacing: tick(1),
                },
            );
        }
        let fee24 = U24::from(fee);
        self.must(
            owner,
            self.factory,
            IFactory::createPoolCall {
                tokenA: asset,
                tokenB: quote,
                fee: fee24,
            },
        );
        let pool = self.read(
            self.factory,
            IFactory::getPoolCall {
                tokenA: asset,
                tokenB: quote,
                fee: fee24,
            },
        );
        self.must(owner, pool, IV3Pool::initializeCall { sqrtPriceX96: root });
        let spacing = match fee {
            100 => 1,
            500 => 10,
            3_000 => 60,
            _ => 200,
        };
        Market {
            pool,
            asset,
            quote,
            asset_is_token_1,
            asset_decimals,
            quote_decimals,
            spacing,
        }
    }

    /// Lists the market for an asset, with dollars as its quote.
    pub fn list(&mut self, asset: u8, market: &Market) {
        let owner = self.owner;
        self.must(
            owner,
            self.reader,
            IPoolDepth::setPoolCall {
                asset,
                pool: market.pool,
                token: market.asset,
                window: WINDOW,
                quoteAsset: FIXED,
                quotePrice: wad(),
            },
        );
    }

    /// Gives the pool history: a while without trades.
    pub fn season(&mut self, market: &Market) {
        let owner = self.owner;
        self.must(
            owner,
            market.pool,
            IV3Pool::increaseObservationCardinalityNextCall { next: 64 },
        );
        self.pass(u64::from(WINDOW));
    }

    pub fn provide(&mut self, market: &Market, lower: i32, upper: i32, liquidity: u128) {
        let owner = self.owner;
        self.must(
            owner,
            self.trader,
            ITrader::mintCall {
                pool: market.pool,
                lower: tick(lower),
                upper: tick(upper),
                liquidity,
            },
        );
    }

    pub fn withdraw(&mut self, market: &Market, lower: i32, upper: i32, liquidity: u128) {
        let owner = self.owner;
        self.must(
            owner,
            self.trader,
            ITrader::burnCall {
                pool: market.pool,
                lower: tick(lower),
                upper: tick(upper),
                liquidity,
            },
        );
    }

    /// Trades until the amount is done (negative: received exactly); returns what the pool got of both tokens.
    pub fn swap(&mut self, market: &Market, zero_for_one: bool, amount: I256) -> (I256, I256) {
        let limit = if zero_for_one {
            U160::from(LOWEST)
        } else {
            highest()
        };
        self.swap_to(market, zero_for_one, amount, limit)
    }

    pub fn swap_to(
        &mut self,
        market: &Market,
        zero_for_one: bool,
        amount: I256,
        limit: U160,
    ) -> (I256, I256) {
        let owner = self.owner;
        let receipt = self.must(
            owner,
            self.trader,
            ITrader::swapCall {
                pool: market.pool,
                zeroForOne: zero_for_one,
                amount,
                limit,
            },
        );
        let answer = ITrader::swapCall::abi_decode_returns(&receipt.output).expect("two amounts");
        (answer._0, answer._1)
    }

    /// Root of the pool's price.
    pub fn root(&self, market: &Market) -> U256 {
        U256::from(self.read(market.pool, IV3Pool::slot0Call {}).sqrtPriceX96)
    }

    pub fn depth(&self, asset: u8) -> Result<U256, Refusal> {
        self.view(self.reader, IPoolDepth::depthCall { asset })
    }

    pub fn measure(&self, asset: u8) -> Measurement {
        self.read(self.reader, IPoolDepth::measureCall { asset })
    }

    pub fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<Receipt, Refusal> {
        self.send_with(from, to, call, 30_000_000)
    }

    pub fn send_with<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
        gas_limit: u64,
    ) -> Result<Receipt, Refusal> {
        self.send_bytes(from, to, call.abi_encode(), gas_limit)
    }

    pub fn send_raw(
        &mut self,
        from: Address,
        to: Address,
        input: Vec<u8>,
    ) -> Result<Receipt, Refusal> {
        self.send_bytes(from, to, input, 30_000_000)
    }

    fn send_bytes(
        &mut self,
        from: Address,
        to: Address,
        input: Vec<u8>,
        gas_limit: u64,
    ) -> Result<Receipt, Refusal> {
        let receipt = self
            .chain
            .send(Transaction {
                from,
                to: Some(to),
                input: input.into(),
                gas_limit,
                ..Transaction::default()
            })
            .expect("the chain takes the transaction");
        if receipt.success {
            Ok(receipt)
        } else {
            Err(Refusal {
                data: receipt.output,
                halt: receipt.halt,
            })
        }
    }

    #[track_caller]
    pub fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }

    pub fn view<C: SolCall>(&self, to: Address, call: C) -> Result<C::Return, Refusal> {
        let (output, _) = self.view_raw(to, call.abi_encode().into())?;
        Ok(C::abi_decode_returns(&output)
            .unwrap_or_else(|error| panic!("{}: {error}: {output}", C::SIGNATURE)))
    }

    /// What a view answers, and its gas.
    pub fn view_raw(&self, to: Address, input: Bytes) -> Result<(Bytes, u64), Refusal> {
        let outcome = self
            .chain
            .call(Transaction {
                from: self.anyone,
                to: Some(to),
                input,
                gas_limit: 100_000_000,
                ..Transaction::default()
            })
            .expect("the chain takes the call");
        if outcome.success {
            Ok((outcome.output, outcome.gas_used))
        } else {
            Err(Refusal {
                data: outcome.output,
                halt: outcome.halt,
            })
        }
    }

    #[track_caller]
    pub fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        self.view(to, call)
            .unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }
}

/// A number near enough for ratios.
pub fn real(value: U256) -> f64 {
    value.to_string().parse().expect("a number")
}

/// The root that a pool has where a whole asset costs `price` whole quote tokens.
pub fn root_of(price: f64, market: (bool, u8, u8)) -> U160 {
    let (asset_is_token_1, asset_decimals, quote_decimals) = market;
    let raw = price * 10_f64.powi(i32::from(quote_decimals) - i32::from(asset_decimals));
    let root = if asset_is_token_1 { 1.0 / raw } else { raw }.sqrt();
    U160::from((root * 2_f64.powi(64)) as u128) << 32
}

/// The tick of a root, floored to the market's spacing.
pub fn tick_of(root: U256, spacing: i32) -> i32 {
    let tick = (real(root) / 2_f64.powi(96)).ln() * 2.0 / 1.0001_f64.ln();
    (tick.floor() as i32).div_euclid(spacing) * spacing
}

sol! {
    #[derive(Debug, PartialEq, Eq)]
    struct DepthInfo { address source; uint8 kind; uint32 heartbeat; uint8 decimals; uint256 base; uint256 depth; uint256 maintenanceDepth; uint256 latest; uint256 median; uint64 measuredAt; uint64 askedAt; }
    interface IDesk {
        function initialize(address owner, address oracle) external;
        function setTerms(uint32 spacing, uint32 fresh, uint32 ramp, uint32 doubling, uint32 halving) external;
        function setSource(uint8 asset, address source, uint8 kind, uint32 heartbeat, uint256 base) external;
        function refresh() external returns (bool);
        function refreshSome(uint16 mask) external returns (bool);
        function depth(uint8 asset) external view returns (uint256);
        function maintenanceDepth(uint8 asset) external view returns (uint256);
        function snapshots(uint8 asset) external view returns (uint256[]);
        function info(uint8 asset) external view returns (DepthInfo);
        function assets() external view returns (uint16);
    }
    event SnapshotTaken(uint8 indexed asset, uint256 measured, uint256 depth, uint256 maintenanceDepth);
    event SnapshotMissing(uint8 indexed asset, uint8 reason, uint256 depth, uint256 maintenanceDepth);
    event NoteFailed(address indexed oracle);
    interface IPrices {
        function setPrice(uint8 asset, uint256 price) external;
        function setRefuses(bool refuses) external;
        function setBurns(bool burns) external;
        function noted(uint8 asset) external view returns (uint256);
    }
    interface IMockSource {
        function setValue(uint256 value) external;
        function setWork(uint256 work) external;
    }
    interface IFeed {
        function setAnswer(int256 answer) external;
        function setRound(uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound) external;
        function setDecimals(uint8 decimals) external;
        function setMode(uint8 mode) external;
        function setDecimalsMode(uint8 mode) external;
    }
}

/// Least time between two snapshots, seconds.
pub const SPACING: u64 = 900;

/// A cent in USD WAD: what the desk keeps is rounded down to it.
pub fn cents_down(usd: U256) -> U256 {
    let cent = U256::from(10_u64).pow(U256::from(16));
    usd / cent * cent
}

/// Whole dollars in WAD.
pub fn dollars(whole: u64) -> U256 {
    U256::from(whole) * wad()
}

impl Pools {
    /// A desk that tells the price mock.
    pub fn desk(&mut self) -> Address {
        let owner = self.owner;
        let desk = deploy_program(&mut self.chain, owner, "depth");
        let oracle = self.prices;
        self.must(owner, desk, IDesk::initializeCall { owner, oracle });
        desk
    }

    /// A feed of 8 decimals.
    pub fn feed(&mut self, whole: u64) -> Address {
        let answer = I256::try_from(whole * 100_000_000).expect("an answer");
        let owner = self.owner;
        let arguments = (U256::from(8), answer);
        deploy(
            &mut self.chain,
            owner,
            "MockFeed",
            arguments.abi_encode_params(),
        )
    }

    pub fn set_source(&mut self, desk: Address, asset: u8, source: Address, kind: u8, base: U256) {
        let owner = self.owner;
        self.must(
            owner,
            desk,
            IDesk::setSourceCall {
                asset,
                source,
                kind,
                heartbeat: if kind == 2 { 3_600 } else { 0 },
                base,
            },
        );
    }

    /// The spacing passes, and anybody refreshes.
    pub fn refresh(&mut self, desk: Address) -> Receipt {
        self.pass(SPACING);
        let anyone = self.anyone;
        let receipt = self.must(anyone, desk, IDesk::refreshCall {});
        assert!(IDesk::refreshCall::abi_decode_returns(&receipt.output).expect("a boolean"));
        receipt
    }

    /// Depth for initial and for maintenance margin.
    pub fn depths(&self, desk: Address, asset: u8) -> (U256, U256) {
        let info = self.read(desk, IDesk::infoCall { asset });
        assert_eq!(info.depth, self.read(desk, IDesk::depthCall { asset }));
        let kept = self.read(desk, IDesk::maintenanceDepthCall { asset });
        assert_eq!(info.maintenanceDepth, kept);
        assert!(info.depth <= info.maintenanceDepth);
        (info.depth, info.maintenanceDepth)
    }

    /// What the oracle was told of an asset: depth and maintenance depth.
    pub fn noted(&self, asset: u8) -> (U256, U256) {
        let word = self.read(self.prices, IPrices::notedCall { asset });
        assert_eq!(word & U256::from(0xff), U256::from(asset));
        let mask = (U256::from(1) << 120) - U256::from(1);
        ((word >> 8) & mask, (word >> 128) & mask)
    }
}
