//! What holds and lends: lock, pool, insurance, vault, clearing, and who acts on them.

use anyhow::Result;

use super::{Deployment, MEMBERS};
use crate::abi::{
    IClearing, IInsurance, ILiquidator, ILock, ILookout, IMandate, IPool, ITerms, IVault,
};

impl Deployment<'_> {
    pub(super) async fn custody(&mut self) -> Result<()> {
        let (owner, cash) = (self.connection.sender, self.terms.cash);
        let [lock, oracle, terms, margin, mandate, pool, insurance, vault, clearing, planner, liquidator] =
            [
                "lock",
                "oracle",
                "terms",
                "margin",
                "mandate",
                "pool",
                "insurance",
                "vault",
                "clearing",
                "planner",
                "liquidator",
            ]
            .map(|name| self.book.contract(name));
        let (lock, oracle, terms, margin, mandate, pool) =
            (lock?, oracle?, terms?, margin?, mandate?, pool?);
        let (insurance, vault, clearing, planner, liquidator) =
            (insurance?, vault?, clearing?, planner?, liquidator?);

        self.initialise("lock", ILock::initializeCall { owner })
            .await?;
        let call = IPool::initializeCall {
            owner,
            asset: cash,
            lock,
        };
        self.initialise("pool", call).await?;
        let call = IInsurance::initializeCall {
            owner,
            asset: cash,
            lock,
        };
        self.initialise("insurance", call).await?;
        let call = IVault::initializeCall {
            owner,
            cash,
            pool,
            margin,
            lock,
            annex: self.book.contract("annex")?,
        };
        self.initialise("vault", call).await?;
        let call = IMandate::initializeCall { vault };
        self.introduce("mandate", call, IMandate::vaultCall {}, vault)
            .await?;
        let call = IClearing::initializeCall {
            owner,
            vault,
            mandate,
            lock,
            oracle,
        };
        self.initialise("clearing", call).await?;
        let call = ILiquidator::initializeCall {
            owner,
            vault,
            margin,
            planner,
            pool,
            cash,
            lock,
        };
        self.initialise("liquidator", call).await?;
        let call = ILookout::initializeCall { vault, margin };
        self.introduce("lookout", call, ILookout::vaultCall {}, vault)
            .await?;

        for name in MEMBERS {
            let member = self.book.contract(name)?;
            let call = ILock::setMemberCall {
                member,
                isMember: true,
            };
            self.once(&format!("{name} may lock the house"), lock, call)
                .await?;
        }
        let call = ITerms::setSourcesCall { vault, clearing };
        self.once("sources of terms", terms, call).await?;
        self.once("pool of vault", pool, IPool::setVaultCall { vault })
            .await?;
        let call = IInsurance::setPoolCall { pool };
        self.once("pool of insurance", insurance, call).await?;
        let call = IPool::setInsuranceCall { insurance };
        self.once("insurance of pool", pool, call).await?;
        let call = IVault::setLiquidatorCall { liquidator };
        self.once("liquidator of vault", vault, call).await?;
        let call = IVault::setMandateCall { mandate };
        self.once("mandate of vault", vault, call).await?;
        let call = IVault::setClearingCall { clearing };
        self.once("clearing of vault", vault, call).await?;
        if let Some(guardian) = self.terms.guardian {
            let call = ITerms::setGuardianCall { guardian };
            self.once("guardian of terms", terms, call).await?;
            let call = IVault::setGuardianCall { guardian };
            self.once("guardian of vault", vault, call).await?;
            let call = IClearing::setGuardianCall { guardian };
            self.once("guardian of clearing", clearing, call).await?;
        }
        self.rates().await
    }

    /// Parameters of those who hold cash.
    async fn rates(&mut self) -> Result<()> {
        let (pool, vault) = (self.book.contract("pool")?, self.book.contract("vault")?);
        let liquidator = self.book.contract("liquidator")?;
        let curve = &self.terms.curve;
        let call = IPool::setCurveCall {
            base: curve.base.wad()?,
            kink: curve.kink.wad()?,
            slopeBelow: curve.slope_below.wad()?,
            slopeAbove: curve.slope_above.wad()?,
        };
        self.once("curve", pool, call).await?;
        let split = &self.terms.split;
        let call = IPool::setSplitCall {
            reserve: split.reserve.wad()?,
            insurance: split.insurance.wad()?,
        };
        self.once("split of the interest", pool, call).await?;
        if let Some(reserve) = self.terms.reserve {
            let call = IPool::setReserveCall { reserve };
            self.once("receiver of the reserve", pool, call).await?;
        }
        if let Some(stress) = &self.terms.stress {
            let call = IPool::setStressCall {
                oracle: self.book.contract("oracle")?,
                calm: stress.calm.wad()?,
                storm: stress.storm.wad()?,
                most: stress.most.wad()?,
            };
            self.once("premium for stress", pool, call).await?;
        }
        let sale = &self.terms.sale;
        let call = ILiquidator::setTermsCall {
            discountSlope: sale.discount_slope.wad()?,
            maxDiscount: sale.max_discount.wad()?,
        };
        self.once("terms of sale", liquidator, call).await?;
        let amount = self
            .terms
            .min_debt
            .scaled(self.decimals_of(self.terms.cash).await?)?;
        self.once("least debt", vault, IVault::setMinDebtCall { amount })
            .await
    }

    /// Lets deposits in: until now nobody has anything that a parameter could take away.
    pub(super) async fn open(&mut self) -> Result<()> {
        let vault = self.book.contract("vault")?;
        self.once("open the vault", vault, IVault::openCall {})
            .await
    }
}
