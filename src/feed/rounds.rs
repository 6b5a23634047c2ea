//! Writing rounds and finding them.

use crate::abi::*;
use crate::error::FeedError;
use crate::host::{emit, sender};
use crate::output::{check_description, Kind, Terms};
use crate::round::Round;
use crate::state::{Feed, Head};
use crate::{fact, RoundData};
use alloy_primitives::{aliases::U80, Address, I256, U256};

impl Feed {
    pub(crate) fn set_up(
        &mut self,
        oracle: Address,
        terms: Terms,
        description: &str,
    ) -> Result<(), FeedError> {
        if !self.head().oracle.is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        let length = check_description(description)?;
        // It must answer, not stand by it: a feed may be set up while its market is closed.
        fact::present(oracle, terms.kind, terms.asset)?;
        self.set_head(Head {
            oracle,
            kind: terms.kind.number(),
            asset: terms.asset,
            decimals: terms.decimals,
            length,
            latest: 0,
        });
        self.set_rhythm(terms.rhythm);
        self.set_text(description);
        emit(OutputSet {
            oracle,
            kind: terms.kind.number(),
            asset: terms.asset,
            decimals: terms.decimals,
            deviation: U256::from(terms.rhythm.deviation),
            heartbeat: terms.rhythm.heartbeat,
        });
        Ok(())
    }

    pub(crate) fn write_round(&mut self) -> Result<bool, FeedError> {
        let head = self.head();
        let kind = Kind::of(head.kind)?;
        let Some(fact) = fact::present(head.oracle, kind, head.asset)? else {
            return Ok(false);
        };
        let next = Round {
            answer: kind.scale(fact.wad, head.decimals).unwrap_or_default(),
            at: fact.at,
        };
        // Readers take an answer of zero for none.
        if next.answer == 0 || !self.round(head.latest).is_followed_by(next, self.rhythm()) {
            return Ok(false);
        }
        let Some(latest) = head.latest.checked_add(1) else {
            return Ok(false);
        };
        self.set_round(latest, next);
        self.set_head(Head { latest, ..head });
        let (round_id, at) = (U256::from(latest), U256::from(next.at));
        emit(NewRound {
            roundId: round_id,
            startedBy: sender(),
            startedAt: at,
        });
        emit(AnswerUpdated {
            current: next.signed(),
            roundId: round_id,
            updatedAt: at,
        });
        Ok(true)
    }

    pub(crate) fn round_data(&self, number: u64) -> Result<RoundData, FeedError> {
        let round = self.round(number);
        if !round.exists() {
            return Err(FeedError::no_data());
        }
        let (round_id, at) = (U80::from(number), U256::from(round.at));
        Ok((round_id, round.signed(), at, at, round_id))
    }

    /// The round with a number of any size.
    pub(crate) fn numbered(&self, number: U256) -> Round {
        u64::try_from(number).map_or(Round::default(), |number| self.round(number))
    }
}

impl Round {
    /// The answer with the sign that it never has.
    pub(crate) fn signed(self) -> I256 {
        I256::from_raw(U256::from(self.answer))
    }
}
