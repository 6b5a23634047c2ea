//! The house whole and in use: a loan against collateral, and tokens that turn out to be others than they seemed.

use crate::stand::{read, send};
use alloy::{
    primitives::{Address, B256, U256},
    sol,
    sol_types::{SolCall, SolValue},
};
use devnet::chain::Chain;
use e2e::{
    abi::IERC20,
    house::House,
    world::{deploy, usd, IMint},
    World,
};
use std::collections::BTreeMap;

sol! {
    /// What the custody of the house is called with.
    interface ICustody {
        error Reentrant();
        error TransferFailed(address token);
        error CapExceeded(uint8 asset);
        error CollateralMissing(uint8 asset, uint256 held, uint256 total);
        error NoCode(address account);
        function deposit(bytes32 account, uint8 asset, uint256 amount) external returns (uint256);
        function depositCash(bytes32 account, uint256 amount) external returns (uint256);
        function withdraw(bytes32 account, uint8 asset, uint256 amount, address to) external;
        function withdrawCash(bytes32 account, uint256 amount, address to) external;
        function borrow(bytes32 account, uint256 amount, address to) external;
        function repay(bytes32 account, uint256 amount) external returns (uint256);
        function repayFromCash(bytes32 account, uint256 amount) external returns (uint256);
        function multicall(bytes[] calls) external returns (bytes[]);
        function setGuardian(address guardian) external;
        function collateral(bytes32 account, uint8 asset) external view returns (uint256);
        function debt(bytes32 account) external view returns (uint256);
        function cashOf(bytes32 account) external view returns (uint256);
        function reconcile(uint8 asset) external returns (bool);
        function capLeft(uint8 asset) external view returns (uint256);
        function listCollateral(uint8 asset, address token, uint256 cap) external;
        function setCap(uint8 asset, uint256 cap) external;
        function permitAndCall(address token, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s, bytes call) external returns (bytes);
        function buyCollateral(bytes32 account, uint8 asset, uint256 maxRepay, uint256 minSeized, address to) external returns (uint256 repaid, uint256 seized);
    }

    /// Shares, of the pool and of the insurance.
    interface IShares {
        function deposit(uint256 assets, address receiver) external returns (uint256);
        function mint(uint256 shares, address receiver) external returns (uint256);
        function withdraw(uint256 assets, address receiver, address owner) external returns (uint256);
        function redeem(uint256 shares, address receiver, address owner) external returns (uint256);
        function balanceOf(address owner) external view returns (uint256);
        function totalAssets() external view returns (uint256);
    }
}

/// Debt of the user, whole units of cash, against 10 ETH of 2,000 USD.
const DEBT: u64 = 12_000;

/// A chain on which the house works.
pub struct Ready {
    /// The chain.
    pub chain: Chain,
    /// Programs by name.
    pub programs: BTreeMap<&'static str, Address>,
    /// Owner of all.
    pub owner: Address,
    /// Who may pause and tighten.
    pub guardian: Address,
    /// Somebody with collateral and a loan in account 0.
    pub user: Address,
    /// Somebody with cash and every token, who has approved everybody.
    pub buyer: Address,
    /// Lends to the pool, and has approved it.
    pub lender: Address,
    /// The cash.
    pub cash: Address,
    /// The collateral: ETH, 18 decimals.
    pub token: Address,
    /// Its feed.
    pub feed: Address,
}

/// The world of the tests, with a loan, a guardian, and people who have approved everybody.
pub fn ready() -> Ready {
    let mut world = World::new();
    // Many calls in one transaction: all of them pay as little as they can.
    world.chain.machine_mut().set_cached(true);
    let (user, buyer, lender) = (world.user, world.buyer, world.lender);
    world.deposit(user, 0, 10);
    world.borrow(user, DEBT).expect("a loan");
    let programs = addresses(&world);
    let guardian = world.chain.accounts()[7];
    let mut ready = Ready {
        programs,
        owner: world.owner,
        guardian,
        user,
        buyer,
        lender,
        cash: world.cash,
        token: world.assets[0].token,
        feed: world.assets[0].feed,
        chain: world.chain,
    };
    for person in [user, buyer, lender] {
        ready.approve(person);
    }
    for program in ["vault", "clearing", "terms"] {
        ready.name_guardian(program);
    }
    ready
}

impl Ready {
    /// A program.
    #[track_caller]
    pub fn at(&self, program: &str) -> Address {
        *self.programs.get(program).expect("a program of the house")
    }

    /// Sub-account 0 of the user.
    pub fn account(&self) -> B256 {
        B256::left_padding_from(self.user.as_slice())
    }

    /// Gives somebody cash and collateral, at hand, in the pool and in an account.
    pub fn endow(&mut self, person: Address) {
        let (cash, token) = (
            U256::from(1_000_000_000),
            U256::from(10).pow(U256::from(18)),
        );
        for (token, amount) in [(self.cash, cash), (self.token, token)] {
            self.mint(token, person, amount * U256::from(2));
        }
        // For the gas of what follows.
        let wei = U256::from(10).pow(U256::from(20));
        self.chain.machine_mut().set_balance(person, wei);
        self.approve(person);
        let (pool, vault) = (self.at("pool"), self.at("vault"));
        let shares = IShares::depositCall {
            assets: cash,
            receiver: person,
        };
        send(&mut self.chain, person, pool, shares);
        let deposit = ICustody::depositCall {
            account: B256::left_padding_from(person.as_slice()),
            asset: 0,
            amount: token,
        };
        send(&mut self.chain, person, vault, deposit);
    }

    fn approve(&mut self, person: Address) {
        let spenders: Vec<_> = ["vault", "pool", "insurance", "liquidator"]
            .iter()
            .filter_map(|name| self.programs.get(name).copied())
            .collect();
        for token in [self.cash, self.token] {
            for spender in &spenders {
                let call = IERC20::approveCall {
                    spender: *spender,
                    amount: U256::MAX,
                };
                send(&mut self.chain, person, token, call);
            }
        }
    }

    fn name_guardian(&mut self, program: &str) {
        let Some(to) = self.programs.get(program).copied() else {
            return;
        };
        let call = ICustody::setGuardianCall {
            guardian: self.guardian,
        };
        send(&mut self.chain, self.owner, to, call);
    }

    /// Puts the code of another token in the place of one: balances and allowances stay. It has to begin as MockToken.
    pub fn turn(&mut self, token: Address, contract: &str) {
        let decimals = read(&self.chain, self.owner, token, IDecimals::decimalsCall {});
        let (name, decimals) = (contract.to_owned(), U256::from(decimals));
        let arguments = (name.clone(), name, decimals).abi_encode_params();
        let model = deploy(&mut self.chain, self.owner, contract, arguments);
        let machine = self.chain.machine_mut();
        let code = machine.code(model);
        machine.set_code(token, code);
    }

    /// The price of the collateral falls so far that the user's account may be liquidated.
    pub fn fall(&mut self, price: i64) {
        let answer = alloy::primitives::I256::try_from(usd(price)).expect("an answer");
        let call = e2e::world::IMockFeed::setAnswerCall { answer };
        send(&mut self.chain, self.owner, self.feed, call);
    }

    /// Tokens out of nothing.
    pub fn mint(&mut self, token: Address, to: Address, amount: U256) {
        send(
            &mut self.chain,
            self.owner,
            token,
            IMint::mintCall { to, amount },
        );
    }

    /// Balance of a token.
    pub fn balance(&self, token: Address, owner: Address) -> U256 {
        read(&self.chain, owner, token, IERC20::balanceOfCall { owner })
    }
}

sol! {
    interface IDecimals {
        function decimals() external view returns (uint8);
    }
}

/// Call data.
pub fn data(call: impl SolCall) -> Vec<u8> {
    call.abi_encode()
}

/// The programs of a world by name.
fn addresses(world: &World) -> BTreeMap<&'static str, Address> {
    let House {
        lock,
        terms,
        pricer,
        simulator,
        judge,
        margin,
        mandate,
        pool,
        insurance,
        annex: _, // it is the vault, on the vault's storage
        vault,
        clearing,
        planner,
        liquidator,
        lookout,
    } = world.house;
    BTreeMap::from([
        ("prices", world.prices),
        ("oracle", world.oracle),
        ("book", world.book),
        ("depth", world.desk),
        ("lock", lock),
        ("terms", terms),
        ("pricer", pricer),
        ("simulator", simulator),
        ("judge", judge),
        ("margin", margin),
        ("mandate", mandate),
        ("pool", pool),
        ("insurance", insurance),
        ("vault", vault),
        ("clearing", clearing),
        ("planner", planner),
        ("liquidator", liquidator),
        ("lookout", lookout),
    ])
}
