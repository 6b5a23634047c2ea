//! The world of the tests as the model knows it, and what each action is on the chain.

use alloy::primitives::{Address, B256, I256, U256};
use alloy::sol_types::SolCall;
use e2e::{
    abi::{IClearing, IInsurance, ILiquidator, IMandate, IOracle, IPool, IVault, IERC20},
    world::IMint,
    Refusal, World,
};
use fuzz::action::{Action, Fault, House as Contract, ALL, ASSETS, CASH};
use fuzz::books::ledger::Holder;
use fuzz::books::vault::{House, MIN_DEBT, SEASONING};
use fuzz::cast::{Account, Actor, ACTORS};
use fuzz::invariants::Before;
use fuzz::judge::Judge;
use fuzz::market::PRICES;
use fuzz::reach::Reach;
use fuzz::step::{CAPS, ENDOWMENT};

use crate::chain::OnChain;
use crate::compare;

/// Trading, of the capabilities of an operator.
const TRADE: u32 = 16;
/// Samples taken after time has passed, at most.
const SAMPLES: usize = 4;

/// The chain and the model beside it.
pub struct Stage {
    pub world: World,
    pub house: House,
    fresh: House,
    saved: u64,
    /// Answers of the feeds, 8 decimals, and what is wrong with them.
    answers: [i64; ASSETS],
    faults: [Fault; ASSETS],
}

/// The account on the chain.
pub fn number(world: &World, account: Account) -> B256 {
    let mut id = world.account(address(world, account.owner()));
    id.0[11] = account.number() as u8;
    id
}

/// The person on the chain.
pub fn address(world: &World, actor: Actor) -> Address {
    let people = world.chain.accounts();
    match actor {
        Actor::User(0) => world.user,
        Actor::User(1) => world.other,
        Actor::User(_) => people[5],
        Actor::Lender => world.lender,
        Actor::Attacker => people[6],
        Actor::Liquidator => world.buyer,
        Actor::Owner => world.owner,
        Actor::Keeper => people[7],
    }
}

impl Stage {
    /// The world, with everybody's tokens and consents.
    pub fn new() -> Self {
        let mut world = World::new();
        let (owner, cash) = (world.owner, world.cash);
        let market = address(&world, Actor::Keeper);
        let house = world.house;
        let split = IPool::setSplitCall {
            reserve: U256::from(fixed::WAD / 20),
            insurance: U256::from(fixed::WAD / 10),
        };
        world.must(owner, world.pool, split);
        let least = IVault::setMinDebtCall {
            amount: U256::from(MIN_DEBT),
        };
        world.must(owner, world.vault, least);
        let joins = IClearing::registerMarketCall {
            market,
            maxFunding: U256::from(fixed::WAD),
        };
        world.must(owner, house.clearing, joins);
        for (asset, ((cap, seasoning), _)) in (0..).zip(CAPS.into_iter().zip(SEASONING).zip(PRICES))
        {
            let cap = U256::from(cap);
            world.must(owner, world.vault, IVault::setCapCall { asset, cap });
            let duration = seasoning as u32;
            world.must(
                owner,
                world.vault,
                IVault::setSeasoningCall { asset, duration },
            );
            let cap = U256::from(fuzz::books::clearing::MOST_OPEN);
            world.must(
                owner,
                house.clearing,
                IClearing::setCapCall { market, asset, cap },
            );
        }
        let mut tokens: Vec<Address> = world.assets.iter().map(|asset| asset.token).collect();
        tokens.push(cash);
        for actor in ACTORS {
            let to = address(&world, actor);
            for (token, amount) in tokens.iter().zip(ENDOWMENT) {
                let amount = U256::from(amount);
                world.must(owner, *token, IMint::mintCall { to, amount });
                for spender in [house.vault, house.pool, house.insurance, house.liquidator] {
                    let amount = U256::MAX;
                    world.must(to, *token, IERC20::approveCall { spender, amount });
                }
            }
        }
        for account in Account::all() {
            let call = IMandate::setOperatorCall {
                account: number(&world, account),
                operator: market,
                capabilities: TRADE,
                until: u64::MAX >> 24,
            };
            let person = address(&world, account.owner());
            world.must(person, house.mandate, call);
        }
        let mut model = House::new(world.chain.now());
        for actor in ACTORS {
            for (place, token) in tokens.iter().enumerate() {
                let has = world.balance(*token, address(&world, actor));
                let name = if place == ASSETS { CASH } else { place as u8 };
                let has = u128::try_from(has).expect("a balance");
                model.ledger.set(name, Holder::Actor(actor), has);
            }
        }
        let saved = world.chain.snapshot();
        Self {
            world,
            fresh: model.clone(),
            house: model,
            saved,
            answers: PRICES,
            faults: [Fault::None; ASSETS],
        }
    }

    /// The beginning again.
    pub fn begin(&mut self) {
        assert!(self.world.chain.revert(self.saved), "a snapshot");
        self.saved = self.world.chain.snapshot();
        self.house = self.fresh.clone();
        self.answers = PRICES;
        self.faults = [Fault::None; ASSETS];
    }

    /// The chain as a judge.
    pub fn chain(&self) -> OnChain<'_> {
        OnChain { world: &self.world }
    }

    /// One action on both, and what differs.
    pub fn step(&mut self, action: &Action, reach: &mut Reach) -> Result<(), String> {
        self.surround(action);
        let before = Before::new(&self.house, &self.chain());
        // The model goes first: it asks the chain as it is before.
        let sent = self.call_of(action);
        let mut house = self.house.clone();
        let done = house.step(action, &self.chain());
        if let Some((from, to, data)) = sent {
            let answer = self.world.send_raw(from, to, data);
            agree(done, &answer)?;
        }
        self.house = house;
        reach.count(action, done);
        compare::same(self)?;
        crate::broken(&before, self, action, done.is_ok())
    }

    /// Prices, feeds, time.
    fn surround(&mut self, action: &Action) {
        match *action {
            Action::Move {
                asset,
                basis_points,
            } => {
                for place in 0..ASSETS {
                    if asset == ALL || usize::from(asset) == place {
                        let answer = self.answers[place];
                        let moved = answer + answer / 10_000 * i64::from(basis_points);
                        self.answers[place] = moved.clamp(2_000_000, 90_000_000_000_000);
                        self.tell(place);
                    }
                }
            }
            Action::Break {
                fault: Fault::None, ..
            } => {
                self.faults = [Fault::None; ASSETS];
                self.tell_all();
            }
            Action::Break { asset, fault } => {
                self.faults[usize::from(asset)] = fault;
                self.tell(usize::from(asset));
            }
            Action::Pass { seconds } => {
                self.world.pass(u64::from(seconds));
                self.tell_all();
                // Now and then nobody samples in time.
                if seconds % 8 != 3 {
                    self.poke();
                }
            }
            Action::Poke => self.poke(),
            _ => {}
        }
    }

    fn tell_all(&mut self) {
        (0..ASSETS).for_each(|place| self.tell(place));
    }

    /// The feed of an asset answers as it should, or does not.
    fn tell(&mut self, place: usize) {
        match self.faults[place] {
            Fault::None => self.world.set_price(place, self.answers[place]),
            Fault::Dead => self.world.set_price(place, 0),
            Fault::Stale => {}
        }
    }

    fn poke(&mut self) {
        let (keeper, oracle) = (address(&self.world, Actor::Keeper), self.world.oracle);
        for _ in 0..SAMPLES {
            let now = self.world.chain.now();
            let due = self.world.read(oracle, IOracle::dueAtCall {});
            if due > now {
                break;
            }
            // A sample may be refused, as where a price is dead: nothing is lost by that.
            let _ = self.world.send(keeper, oracle, IOracle::pokeCall {});
        }
    }

    /// Who sends what to whom; none for what is no transaction, or no word of the ABI.
    fn call_of(&self, action: &Action) -> Option<(Address, Address, Vec<u8>)> {
        let (world, house) = (&self.world, &self.world.house);
        let of = |account: Account| number(world, account);
        let at = |actor: Actor| address(world, actor);
        let chain = self.chain();
        let amount = self
            .house
            .amount(action, &chain)
            .map_or(U256::MAX, U256::from);
        let call = match *action {
            Action::Deposit {
                payer,
                account,
                asset,
                ..
            } => {
                let account = of(account);
                let call = IVault::depositCall {
                    account,
                    asset,
                    amount,
                };
                (at(payer), house.vault, call.abi_encode())
            }
            Action::DepositCash { payer, account, .. } => {
                let account = of(account);
                let call = IVault::depositCashCall { account, amount };
                (at(payer), house.vault, call.abi_encode())
            }
            Action::Withdraw {
                by, account, asset, ..
            } => {
                let (account, to) = (of(account), at(by));
                let call = IVault::withdrawCall {
                    account,
                    asset,
                    amount,
                    to,
                };
                (at(by), house.vault, call.abi_encode())
            }
            Action::WithdrawCash { by, account, .. } => {
                let (account, to) = (of(account), at(by));
                let call = IVault::withdrawCashCall {
                    account,
                    amount,
                    to,
                };
                (at(by), house.vault, call.abi_encode())
            }
            Action::Borrow { by, account, .. } => {
                let (account, to) = (of(account), at(by));
                let call = IVault::borrowCall {
                    account,
                    amount,
                    to,
                };
                (at(by), house.vault, call.abi_encode())
            }
            Action::Repay { payer, account, .. } => {
                let account = of(account);
                let call = IVault::repayCall { account, amount };
                (at(payer), house.vault, call.abi_encode())
            }
            Action::RepayFromCash { by, account, .. } => {
                let account = of(account);
                let call = IVault::repayFromCashCall { account, amount };
                (at(by), house.vault, call.abi_encode())
            }
            Action::Transfer {
                by,
                from,
                to,
                asset,
                ..
            } => {
                let call = IVault::transferCall {
                    from: of(from),
                    to: of(to),
                    asset,
                    amount,
                };
                (at(by), house.vault, call.abi_encode())
            }
            Action::Liquidate { buyer, account, .. } => {
                let account = self
                    .house
                    .target(account, |house, of| house.below(of, &chain));
                let account = of(account);
                let plan = world.view(house.liquidator, ILiquidator::planCall { account });
                let call = ILiquidator::buyCollateralCall {
                    account,
                    asset: plan.map_or(255, |plan| plan.asset),
                    maxRepay: amount,
                    minSeized: U256::ZERO,
                    to: at(buyer),
                };
                (at(buyer), house.liquidator, call.abi_encode())
            }
            Action::WriteOff { account } => {
                let account = of(self.house.target(account, House::is_bare));
                let call = IVault::writeOffCall { account };
                (at(Actor::Keeper), house.vault, call.abi_encode())
            }
            Action::Trade {
                long,
                short,
                asset,
                off,
                ..
            } => {
                let price = chain.price(asset)?;
                let trade = IClearing::Trade {
                    long: of(long),
                    short: of(short),
                    asset,
                    kind: 0,
                    strike: U256::ZERO,
                    expiry: 0,
                    size: amount,
                    price: U256::from(price / 100 * (100 + i128::from(off)).unsigned_abs()),
                };
                let call = IClearing::tradeCall { trade };
                (at(Actor::Keeper), house.clearing, call.abi_encode())
            }
            Action::Fund { asset, per_unit } => {
                let price = chain.price(asset)?;
                let rate = (price / 10_000) as i128 * i128::from(per_unit);
                let call = IClearing::addFundingCall {
                    asset,
                    kind: 0,
                    strike: U256::ZERO,
                    perUnit: I256::try_from(rate).ok()?,
                };
                (at(Actor::Keeper), house.clearing, call.abi_encode())
            }
            Action::Settle { account } => {
                let accounts = vec![of(account)];
                let call = IClearing::settleCall { accounts };
                (at(Actor::Keeper), house.clearing, call.abi_encode())
            }
            Action::Donate { by, to, asset, .. } => {
                let token = match asset {
                    CASH => world.cash,
                    asset => world.assets[usize::from(asset)].token,
                };
                let to = match to {
                    Contract::Vault => house.vault,
                    Contract::Pool => house.pool,
                    Contract::Insurance => house.insurance,
                };
                (
                    at(by),
                    token,
                    IERC20::transferCall { to, amount }.abi_encode(),
                )
            }
            Action::SetCap { asset, .. } => {
                let call = IVault::setCapCall { asset, cap: amount };
                (world.owner, house.vault, call.abi_encode())
            }
            Action::Pause { action, seconds } => {
                let until = world.chain.now() + u64::from(seconds);
                let call = IVault::pauseCall { action, until };
                (world.owner, house.vault, call.abi_encode())
            }
            Action::Unpause { action } => {
                let call = IVault::unpauseCall { action };
                (world.owner, house.vault, call.abi_encode())
            }
            Action::Lend { by, .. } => self.shares(by, house.pool, |receiver| {
                IPool::depositCall {
                    assets: amount,
                    receiver,
                }
                .abi_encode()
            }),
            Action::Mint { by, .. } => self.shares(by, house.pool, |receiver| {
                IPool::mintCall {
                    shares: amount,
                    receiver,
                }
                .abi_encode()
            }),
            Action::Take { by, .. } => self.shares(by, house.pool, |receiver| {
                IPool::withdrawCall {
                    assets: amount,
                    receiver,
                    owner: receiver,
                }
                .abi_encode()
            }),
            Action::Redeem { by, .. } => self.shares(by, house.pool, |receiver| {
                IPool::redeemCall {
                    shares: amount,
                    receiver,
                    owner: receiver,
                }
                .abi_encode()
            }),
            Action::Insure { by, .. } => self.shares(by, house.insurance, |receiver| {
                IInsurance::depositCall {
                    assets: amount,
                    receiver,
                }
                .abi_encode()
            }),
            Action::Uninsure { by, .. } => self.shares(by, house.insurance, |receiver| {
                IInsurance::redeemCall {
                    shares: amount,
                    receiver,
                    owner: receiver,
                }
                .abi_encode()
            }),
            Action::GiveNotice { by, .. } => {
                let call = IInsurance::giveNoticeCall { shares: amount };
                (at(by), house.insurance, call.abi_encode())
            }
            Action::NoteLoss { account } => {
                let account = of(self
                    .house
                    .target(account, |house, of| house.below(of, &chain)));
                let call = IInsurance::noteInsolventCall { account };
                (at(Actor::Keeper), house.insurance, call.abi_encode())
            }
            Action::Distribute => {
                let call = IPool::distributeCall {};
                (at(Actor::Keeper), house.pool, call.abi_encode())
            }
            Action::Move { .. } | Action::Break { .. } | Action::Pass { .. } | Action::Poke => {
                return None
            }
        };
        Some(call)
    }

    fn shares(
        &self,
        by: Actor,
        to: Address,
        call: impl FnOnce(Address) -> Vec<u8>,
    ) -> (Address, Address, Vec<u8>) {
        let from = address(&self.world, by);
        (from, to, call(from))
    }
}

/// Both have done it, or both have refused it.
fn agree(
    done: Result<(), fuzz::books::Refused>,
    answer: &Result<devnet::chain::Receipt, Refusal>,
) -> Result<(), String> {
    match (done, answer) {
        (Ok(()), Ok(_)) => Ok(()),
        (Err(_), Err(refusal)) if !refusal.data.is_empty() => Ok(()),
        (Err(why), Err(refusal)) => Err(format!(
            "refused without a word ({:?}), where the model says: {why}",
            refusal.halt
        )),
        (Ok(()), Err(refusal)) => Err(format!(
            "the programs refuse what the model does: {} {:?}",
            e2e::name(&refusal.data),
            refusal.halt
        )),
        (Err(why), Ok(_)) => Err(format!("the programs do what the model refuses: {why}")),
    }
}
