//! Pool and insurance as programs, with the lock of the house; the vault's part is played by a contract that does as told.

use alloy::{
    primitives::{Address, Bytes, B256, I256, U256},
    sol,
    sol_types::{SolCall, SolError, SolValue},
};
use devnet::{
    chain::{Chain, Config, Pace, Receipt},
    machine::Transaction,
};
use e2e::world::{deploy, deploy_lock, deploy_program};

sol!(
    #[derive(Debug)]
    IPool,
    "../../abi/Pool.json"
);
sol!(
    #[derive(Debug)]
    IInsurance,
    "../../abi/Insurance.json"
);

sol! {
    interface IStandIn {
        function set(bytes32 account, int256 equity, uint16 notLive) external;
        function setIndex(uint256 index) external;
        function pass(address to, bytes data) external returns (bytes);
    }

    interface IToken {
        error Reentrant();
        function mint(address to, uint256 amount) external;
        function approve(address spender, uint256 amount) external returns (bool);
        function transfer(address to, uint256 amount) external returns (bool);
        function balanceOf(address holder) external view returns (uint256);
        function setCallback(address target, bytes data) external;
        function succeeded() external view returns (bool);
        function answer() external view returns (bytes);
    }

    interface IProperties {
        error Broken(string property, uint256 seen, uint256 expected);
        function run(uint8 property, uint256 seed) external;
        function have(uint8 actor, address to, bytes data) external;
        function actors(uint256 index) external view returns (address);
        function exercised(uint256 property) external view returns (uint256);
    }
}

/// Seconds of a day.
pub const DAY: u64 = 86_400;
/// A full unit of the cash.
pub const UNIT: u64 = 1_000_000;

/// One deployment.
pub struct House {
    pub chain: Chain,
    pub owner: Address,
    pub alice: Address,
    pub bob: Address,
    pub carol: Address,
    pub token: Address,
    pub lock: Address,
    pub pool: Address,
    pub insurance: Address,
    pub vault: Address,
}

/// An amount.
pub fn u(amount: u64) -> U256 {
    U256::from(amount)
}

/// A percentage as WAD.
pub fn percent(value: u64) -> U256 {
    u(value) * u(10_000_000_000_000_000)
}

impl House {
    /// With a token that behaves.
    pub fn new() -> Self {
        let arguments = ("USD Coin".to_owned(), "USDC".to_owned(), U256::from(6));
        Self::of("MockToken", arguments.abi_encode_params())
    }

    /// With this token as its cash.
    pub fn of(contract: &str, arguments: Vec<u8>) -> Self {
        let mut chain = Chain::new(Config {
            pace: Pace::Seconds(0),
            ..Config::default()
        });
        let [owner, alice, bob, carol, ..] = chain.accounts();
        let token = deploy(&mut chain, owner, contract, arguments);
        let vault = deploy(&mut chain, owner, "StandInVault", vec![]);
        let [pool, insurance] =
            ["pool", "insurance"].map(|program| deploy_program(&mut chain, owner, program));
        let lock = deploy_lock(&mut chain, owner, &[pool, insurance]);
        let mut house = Self {
            chain,
            owner,
            alice,
            bob,
            carol,
            token,
            lock,
            pool,
            insurance,
            vault,
        };
        let asset = token;
        house.must(owner, pool, IPool::initializeCall { owner, asset, lock });
        let call = IInsurance::initializeCall { owner, asset, lock };
        house.must(owner, insurance, call);
        house.must(owner, pool, IPool::setVaultCall { vault });
        house.must(owner, pool, IPool::setInsuranceCall { insurance });
        house.must(owner, insurance, IInsurance::setPoolCall { pool });
        house.must(
            owner,
            pool,
            IPool::setCurveCall {
                base: percent(1),
                kink: percent(80),
                slopeBelow: percent(4),
                slopeAbove: percent(75),
            },
        );
        for person in [owner, alice, bob, carol, vault] {
            house.give(person, u(100_000_000) * u(UNIT));
            if person == vault {
                continue;
            }
            for spender in [pool, insurance] {
                let amount = U256::MAX;
                house.must(person, token, IToken::approveCall { spender, amount });
            }
        }
        house
    }

    /// A tenth of the interest to the reserve, a twentieth to the insurance.
    pub fn charge(&mut self) {
        let call = IPool::setSplitCall {
            reserve: percent(10),
            insurance: percent(5),
        };
        self.must(self.owner, self.pool, call);
    }

    pub fn give(&mut self, to: Address, amount: U256) {
        self.must(self.owner, self.token, IToken::mintCall { to, amount });
    }

    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: C,
    ) -> Result<Receipt, Bytes> {
        let transaction = Transaction {
            from,
            to: Some(to),
            input: call.abi_encode().into(),
            gas_limit: 30_000_000,
            ..Transaction::default()
        };
        let receipt = self.chain.send(transaction).expect("the chain takes it");
        if receipt.success {
            Ok(receipt)
        } else {
            Err(receipt.output)
        }
    }

    #[track_caller]
    pub fn must<C: SolCall>(&mut self, from: Address, to: Address, call: C) -> Receipt {
        self.send(from, to, call)
            .unwrap_or_else(|data| panic!("{} refused: {data}", C::SIGNATURE))
    }

    /// A call that must be refused with this error; with its values.
    #[track_caller]
    pub fn refused<C: SolCall, E: SolError>(&mut self, from: Address, to: Address, call: C) -> E {
        match self.send(from, to, call) {
            Ok(_) => panic!("{} was not refused", C::SIGNATURE),
            Err(data) => E::abi_decode(&data)
                .unwrap_or_else(|_| panic!("{} refused with {data}", C::SIGNATURE)),
        }
    }

    #[track_caller]
    pub fn read<C: SolCall>(&self, to: Address, call: C) -> C::Return {
        let transaction = Transaction {
            from: self.owner,
            to: Some(to),
            input: call.abi_encode().into(),
            gas_limit: 30_000_000,
            ..Transaction::default()
        };
        let outcome = self.chain.call(transaction).expect("the chain takes it");
        assert!(outcome.success, "{}: {}", C::SIGNATURE, outcome.output);
        C::abi_decode_returns(&outcome.output).expect("an answer")
    }

    pub fn pass(&mut self, seconds: u64) {
        self.chain.increase_time(seconds);
        self.chain.mine(1);
    }

    /// The vault calls the pool.
    pub fn as_vault<C: SolCall>(&mut self, call: C) -> Result<Receipt, Bytes> {
        let data = Bytes::from(call.abi_encode());
        let to = self.pool;
        self.send(self.owner, self.vault, IStandIn::passCall { to, data })
    }

    /// The vault borrows for itself.
    pub fn lend(&mut self, assets: U256) -> Result<Receipt, Bytes> {
        let to = self.vault;
        self.as_vault(IPool::lendCall { to, assets })
    }

    /// What scaled debt amounts to: up, as the vault has it.
    pub fn owed(&self, scaled: U256) -> U256 {
        let index = self.read(self.pool, IPool::borrowIndexCall {});
        let ray = u(10).pow(u(27));
        (scaled * index).div_ceil(ray)
    }

    /// The vault pays for all of `scaled`.
    pub fn repay(&mut self, scaled: U256) -> U256 {
        let assets = self.owed(scaled);
        let amount = assets;
        let data = Bytes::from(
            IToken::transferCall {
                to: self.pool,
                amount,
            }
            .abi_encode(),
        );
        let to = self.token;
        self.must(self.owner, self.vault, IStandIn::passCall { to, data });
        self.as_vault(IPool::collectCall { assets, scaled })
            .expect("collect");
        assets
    }

    pub fn balance(&self, holder: Address) -> U256 {
        self.read(self.token, IToken::balanceOfCall { holder })
    }

    /// Sets what an account is worth, in units of the cash, and has it noted.
    pub fn note(&mut self, account: B256, equity: i64) {
        let usd =
            I256::try_from(equity).expect("small") * I256::try_from(10_u64.pow(12)).expect("small");
        let call = IStandIn::setCall {
            account,
            equity: usd,
            notLive: 0,
        };
        self.must(self.owner, self.vault, call);
        let call = IInsurance::noteInsolventCall { account };
        self.must(self.carol, self.insurance, call);
    }

    /// Assets and supply of a class, virtual ones included: what the price is made of.
    pub fn price(&self, class: Address) -> (U256, U256) {
        let assets = self.read(class, IPool::totalAssetsCall {});
        let supply = self.read(class, IPool::totalSupplyCall {});
        (assets + u(1), supply + u(1_000_000))
    }

    /// ACC-2, ACC-10: what the books say is what there is.
    #[track_caller]
    pub fn check_books(&self) {
        let cash = self.read(self.pool, IPool::cashCall {});
        let borrowed = self.read(self.pool, IPool::totalBorrowedCall {});
        let dues = self.read(self.pool, IPool::duesCall {});
        let total = self.read(self.pool, IPool::totalAssetsCall {});
        assert!(self.balance(self.pool) >= cash);
        assert_eq!(cash + borrowed, total + dues.reserve + dues.insurance);
        let insured = self.read(self.insurance, IInsurance::cashCall {});
        assert!(self.balance(self.insurance) >= insured);
        assert_eq!(
            insured,
            self.read(self.insurance, IInsurance::totalAssetsCall {})
        );
    }
}
