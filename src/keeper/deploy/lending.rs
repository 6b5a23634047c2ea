//! What lends: margin, pool, vault and liquidator.

use anyhow::Result;

use super::Deployment;
use crate::abi::{ILiquidator, IMargin, IPool, IVault};

impl Deployment<'_> {
    pub(super) async fn lending(&mut self) -> Result<()> {
        let (owner, cash) = (self.connection.sender, self.terms.cash);
        let (oracle, margin) = (self.book.contract("oracle")?, self.book.contract("margin")?);
        let (pool, vault) = (self.book.contract("pool")?, self.book.contract("vault")?);
        let liquidator = self.book.contract("liquidator")?;
        self.initialise("margin", IMargin::initializeCall { owner, oracle })
            .await?;
        let call = IPool::initializeCall {
            owner,
            asset: cash,
            lock: self.book.contract("lock")?,
        };
        self.initialise("pool", call).await?;
        let call = IVault::initializeCall {
            owner,
            cash,
            pool,
            margin,
        };
        self.initialise("vault", call).await?;
        let call = ILiquidator::initializeCall {
            owner,
            vault,
            margin,
            pool,
            cash,
        };
        self.initialise("liquidator", call).await?;

        let curve = &self.terms.curve;
        let call = IPool::setCurveCall {
            base: curve.base.wad()?,
            kink: curve.kink.wad()?,
            slopeBelow: curve.slope_below.wad()?,
            slopeAbove: curve.slope_above.wad()?,
        };
        self.once("curve", pool, call).await?;
        self.once("pool of vault", pool, IPool::setVaultCall { vault })
            .await?;
        let call = IVault::setLiquidatorCall { liquidator };
        self.once("liquidator of vault", vault, call).await?;
        let sale = &self.terms.sale;
        let call = ILiquidator::setTermsCall {
            discountSlope: sale.discount_slope.wad()?,
            maxDiscount: sale.max_discount.wad()?,
        };
        self.once("terms of sale", liquidator, call).await
    }
}
