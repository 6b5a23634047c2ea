//! New collateral grows into its weight: what came in lately does not count in full where risk rises.
//!
//! One bucket for each asset of an account. What comes in is added to what of the former has not grown in yet, and the
//! time starts anew; what leaves is what came last.

use crate::abi::StillSeasoning;
use crate::account::{bit, Account};
use crate::clock::now;
use crate::error::VaultError;
use crate::packing::{field, small_field, with_field};
use crate::state::account::BUCKETS;
use crate::state::{load_of, store_of, Vault};
use alloy_primitives::{B256, U256};
use fixed::mul_div_up_u128;

const SINCE_AT: u32 = 128;
const UNTIL_AT: u32 = 168;
const TIME_BITS: u32 = 40;

/// What came in lately.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Bucket {
    amount: u128,
    since: u64,
    until: u64,
}

impl Bucket {
    fn unpack(word: U256) -> Self {
        Self {
            amount: field(word, 0, 128),
            since: small_field(word, SINCE_AT, TIME_BITS),
            until: small_field(word, UNTIL_AT, TIME_BITS),
        }
    }

    fn pack(self) -> U256 {
        let word = with_field(
            U256::from(self.amount),
            SINCE_AT,
            TIME_BITS,
            self.since.into(),
        );
        with_field(word, UNTIL_AT, TIME_BITS, self.until.into())
    }

    /// What of it does not count yet, rounded up.
    fn unseasoned_up(self, now: u64) -> Result<u128, VaultError> {
        if now >= self.until {
            return Ok(0);
        }
        let left = u128::from(self.until.saturating_sub(now));
        let whole = u128::from(self.until.saturating_sub(self.since));
        Ok(mul_div_up_u128(self.amount, left, whole)?)
    }
}

fn bucket_of(asset: u8) -> u64 {
    u64::from(asset).saturating_add(BUCKETS)
}

impl Vault {
    fn bucket(&self, account: B256, head: &Account, asset: u8) -> Bucket {
        if head.seasoning & bit(asset) == 0 {
            return Bucket::default();
        }
        Bucket::unpack(load_of(account, bucket_of(asset)))
    }

    fn set_bucket(&mut self, account: B256, head: &mut Account, asset: u8, bucket: Bucket) {
        if bucket.amount == 0 || now() >= bucket.until {
            head.seasoning &= !bit(asset);
            return;
        }
        head.seasoning |= bit(asset);
        store_of(account, bucket_of(asset), bucket.pack());
    }

    /// What an account has of an asset that does not count yet, rounded up.
    pub(crate) fn unseasoned_up(
        &self,
        account: B256,
        head: &Account,
        asset: u8,
    ) -> Result<u128, VaultError> {
        self.bucket(account, head, asset).unseasoned_up(now())
    }

    /// Refuses to start the time of somebody else's collateral anew.
    pub(crate) fn require_seasoned(
        &self,
        account: B256,
        head: &Account,
        asset: u8,
    ) -> Result<(), VaultError> {
        if self.unseasoned_up(account, head, asset)? == 0 {
            Ok(())
        } else {
            Err(StillSeasoning { account, asset }.into())
        }
    }

    /// Puts in what has come, to count in full after so many seconds.
    pub(crate) fn season(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: u128,
        duration: u32,
    ) -> Result<(), VaultError> {
        if duration == 0 || amount == 0 {
            return Ok(());
        }
        let now = now();
        let former = self.bucket(account, head, asset);
        let left = former.unseasoned_up(now)?;
        let until = now.saturating_add(duration.into());
        let bucket = Bucket {
            amount: left.checked_add(amount).ok_or_else(VaultError::math)?,
            since: now,
            // A shorter time does not hurry what came under a longer one.
            until: if left == 0 {
                until
            } else {
                until.max(former.until)
            },
        };
        self.set_bucket(account, head, asset, bucket);
        Ok(())
    }

    /// Takes out what leaves, the latest first. How much of it had not grown in when it came.
    pub(crate) fn unseason(
        &mut self,
        account: B256,
        head: &mut Account,
        asset: u8,
        amount: u128,
    ) -> u128 {
        let mut bucket = self.bucket(account, head, asset);
        if now() >= bucket.until {
            bucket.amount = 0;
        }
        let taken = amount.min(bucket.amount);
        if head.seasoning & bit(asset) != 0 {
            bucket.amount = bucket.amount.saturating_sub(taken);
            self.set_bucket(account, head, asset, bucket);
        }
        taken
    }
}
