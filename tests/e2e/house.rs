//! The programs that judge and that hold, and how they are wired to each other. Facts come from elsewhere: an oracle and
//! its book, or stand-ins.

use alloy::{
    primitives::{Address, U256},
    sol_types::SolCall,
};
use devnet::chain::Chain;
use keeper::abi::{
    IClearing, IInsurance, ILiquidator, ILock, ILookout, IMandate, IMargin, IPlanner, IPool,
    ITerms, IVault,
};

use crate::world::{deploy_program, wad};

/// Class of assets whose volatility says all.
pub const MAJOR: u8 = 0;

/// Where everything stands.
#[derive(Debug, Clone, Copy)]
pub struct House {
    /// Transient lock of all.
    pub lock: Address,
    /// Parameters of the judgement.
    pub terms: Address,
    /// Worth of options, curves.
    pub pricer: Address,
    /// Scenarios.
    pub simulator: Address,
    /// Requirements.
    pub judge: Address,
    /// The judgement.
    pub margin: Address,
    /// Operators and signed actions.
    pub mandate: Address,
    /// What is lent.
    pub pool: Address,
    /// What carries losses first.
    pub insurance: Address,
    /// The vault's functions that are called seldom.
    pub annex: Address,
    /// Custody.
    pub vault: Address,
    /// Legs.
    pub clearing: Address,
    /// Plans of liquidations.
    pub planner: Address,
    /// Enforcement.
    pub liquidator: Address,
    /// Views.
    pub lookout: Address,
}

/// A call that the owner sends: to whom, with which data.
pub type Call = (Address, Vec<u8>);

impl House {
    /// Deploys and activates the programs.
    pub fn deploy(chain: &mut Chain, owner: Address) -> Self {
        let mut program = |name| deploy_program(chain, owner, name);
        Self {
            lock: program("lock"),
            terms: program("terms"),
            pricer: program("pricer"),
            simulator: program("simulator"),
            judge: program("judge"),
            margin: program("margin"),
            mandate: program("mandate"),
            pool: program("pool"),
            insurance: program("insurance"),
            annex: program("annex"),
            vault: program("vault"),
            clearing: program("clearing"),
            planner: program("planner"),
            liquidator: program("liquidator"),
            lookout: program("lookout"),
        }
    }

    /// Initialises and wires them, in the order of `plimsoll deploy`.
    pub fn wiring(
        &self,
        owner: Address,
        cash: Address,
        oracle: Address,
        book: Address,
    ) -> Vec<Call> {
        let Self {
            lock,
            terms,
            pricer,
            simulator,
            judge,
            margin,
            mandate,
            pool,
            insurance,
            annex,
            vault,
            clearing,
            planner,
            liquidator,
            lookout,
        } = *self;
        let mut calls = Vec::new();
        let mut call = |to: Address, data: Vec<u8>| calls.push((to, data));
        call(terms, ITerms::initializeCall { owner, oracle }.abi_encode());
        let judges = IMargin::initializeCall {
            oracle,
            terms,
            book,
            judge,
            simulator,
            pricer,
        };
        call(margin, judges.abi_encode());
        call(planner, IPlanner::initializeCall { margin }.abi_encode());
        call(lock, ILock::initializeCall { owner }.abi_encode());
        let asset = cash;
        let lends = IPool::initializeCall { owner, asset, lock };
        call(pool, lends.abi_encode());
        let insures = IInsurance::initializeCall { owner, asset, lock };
        call(insurance, insures.abi_encode());
        let holds = IVault::initializeCall {
            owner,
            cash,
            pool,
            margin,
            lock,
            annex,
        };
        call(vault, holds.abi_encode());
        call(mandate, IMandate::initializeCall { vault }.abi_encode());
        let clears = IClearing::initializeCall {
            owner,
            vault,
            mandate,
            lock,
            oracle,
        };
        call(clearing, clears.abi_encode());
        let sells = ILiquidator::initializeCall {
            owner,
            vault,
            margin,
            planner,
            pool,
            cash,
            lock,
        };
        call(liquidator, sells.abi_encode());
        let shows = ILookout::initializeCall { vault, margin };
        call(lookout, shows.abi_encode());
        for member in [vault, pool, insurance, clearing, liquidator, mandate] {
            let joins = ILock::setMemberCall {
                member,
                isMember: true,
            };
            call(lock, joins.abi_encode());
        }
        let sources = ITerms::setSourcesCall { vault, clearing };
        call(terms, sources.abi_encode());
        let (class, plain) = (MAJOR, plain_class());
        call(
            terms,
            ITerms::setClassCall {
                class,
                terms: plain,
            }
            .abi_encode(),
        );
        call(pool, IPool::setVaultCall { vault }.abi_encode());
        call(insurance, IInsurance::setPoolCall { pool }.abi_encode());
        call(pool, IPool::setInsuranceCall { insurance }.abi_encode());
        call(vault, IVault::setLiquidatorCall { liquidator }.abi_encode());
        call(vault, IVault::setMandateCall { mandate }.abi_encode());
        call(vault, IVault::setClearingCall { clearing }.abi_encode());
        let curve = IPool::setCurveCall {
            base: wad("0.01"),
            kink: wad("0.8"),
            slopeBelow: wad("0.04"),
            slopeAbove: wad("0.75"),
        };
        call(pool, curve.abi_encode());
        let discount = ILiquidator::setTermsCall {
            discountSlope: wad("0.5"),
            maxDiscount: wad("0.05"),
        };
        call(liquidator, discount.abi_encode());
        calls
    }

    /// Lists an asset at terms and vault, where it counts in full at once.
    pub fn listing(
        &self,
        asset: u8,
        token: Address,
        cap: U256,
        own: ITerms::AssetTerms,
    ) -> Vec<Call> {
        self.listing_in(MAJOR, asset, token, cap, own)
    }

    /// The same in a class.
    pub fn listing_in(
        &self,
        class: u8,
        asset: u8,
        token: Address,
        cap: U256,
        own: ITerms::AssetTerms,
    ) -> Vec<Call> {
        let terms = own;
        let lists = IVault::listCollateralCall { asset, token, cap };
        let counts = IVault::setWeightCall {
            asset,
            weight: wad("1"),
            over: 0,
        };
        vec![
            (
                self.terms,
                ITerms::setAssetCall {
                    asset,
                    class,
                    terms,
                }
                .abi_encode(),
            ),
            (self.vault, lists.abi_encode()),
            (self.vault, counts.abi_encode()),
        ]
    }

    /// Lets deposits in.
    pub fn opening(&self) -> Call {
        (self.vault, IVault::openCall {}.abi_encode())
    }
}

/// Terms of a liquid asset: half a percent of spread, as much depth as any test needs.
pub fn liquid() -> ITerms::AssetTerms {
    ITerms::AssetTerms {
        halfSpread: wad("0.005"),
        deadBand: U256::ZERO,
        uncertainty: U256::ZERO,
        assumedDepth: wad("1000000000"),
        expectedAge: 7_200,
    }
}

/// Terms of a class whose table is the least that there may be: the books of most tests are too short for a simulation,
/// and volatilities are to judge there, not the table.
pub fn plain_class() -> ITerms::ClassTerms {
    ITerms::ClassTerms {
        jump: U256::ZERO,
        stressScale: wad("1"),
        tableInitial: wad("0.1"),
        tableMaintenance: wad("0.091"),
    }
}
