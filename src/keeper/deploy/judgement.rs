//! What judges: terms, the programs of the margin, and the plan of a liquidation on it.

use anyhow::Result;

use super::Deployment;
use crate::abi::{IMargin, IPlanner, ITerms};

impl Deployment<'_> {
    pub(super) async fn judgement(&mut self) -> Result<()> {
        let owner = self.connection.sender;
        let (oracle, terms) = (self.book.contract("oracle")?, self.book.contract("terms")?);
        let call = ITerms::initializeCall { owner, oracle };
        self.initialise("terms", call).await?;
        let margin = self.book.contract("margin")?;
        let call = IMargin::initializeCall {
            oracle,
            terms,
            book: self.book.contract("book")?,
            judge: self.book.contract("judge")?,
            simulator: self.book.contract("simulator")?,
            pricer: self.book.contract("pricer")?,
        };
        self.introduce("margin", call, IMargin::termsCall {}, terms)
            .await?;
        let call = IPlanner::initializeCall { margin };
        self.introduce("planner", call, IPlanner::marginCall {}, margin)
            .await
    }
}
