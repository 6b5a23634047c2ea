//! Terms: the parameters of the judgement, and how they may change.
//!
//! The owner sets what all assets share, what assets of a class begin with, and what each has of its own; every value
//! within hard bounds, together in a way that a sale always lifts an account, and looser by at most one step a week. What
//! is tightened counts for initial margin at once and for maintenance over 72 hours; what is loosened counts at once.
//! Each change makes a version: an account keeps what its version says, where that is looser, until its owner
//! raises risk, through one change of the same terms. A guardian may tighten, and nothing else.
//!
//! Two things change by themselves, by whoever calls: what the whole system holds of an asset, and the anti-procyclical
//! buffer.

#![cfg_attr(not(any(test, feature = "export-abi")), no_main)]
#![cfg_attr(target_arch = "wasm32", no_std)]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

#[macro_use]
extern crate alloc;

pub mod abi;
mod changing;
mod clock;
pub mod error;
mod noting;
mod owner;
mod reading;
#[cfg(not(feature = "export-abi"))]
mod routes;
mod sheets;
#[cfg_attr(feature = "export-abi", allow(missing_docs))] // generated: `print_from_args`
mod state;
#[cfg(test)]
mod tests;

use abi::*;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use changing::By;
use error::TermsError;
use risk::quality::AssetClass;
use risk::terms::history::{RAMP, WINDOW};
use risk::terms::sheet::MILLIONTH;
use risk::terms::SystemSize;
use shell::{host, slot, words};
use state::{Head, SHARED_TERMS};
#[cfg(feature = "export-abi")]
use stylus_sdk::prelude::*;

#[cfg(feature = "export-abi")]
pub use state::print_from_args;
pub use state::Terms;

/// A panic ends the call: nobody reads its message, and its text would be paid for in every call.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[cfg_attr(feature = "export-abi", public)]
impl Terms {
    /// Sets the owner, the oracle whose index turns the buffer, and standard terms, once. Errors: `AlreadyInitialized`,
    /// `ZeroAddress`.
    pub fn initialize(&mut self, owner: Address, oracle: Address) -> Result<(), TermsError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() || oracle.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        changing::begin(owner, oracle)
    }

    /// Who is asked what the system holds; zero for nobody. Owner only. Errors: `NotOwner`, `NoCode`.
    pub fn set_sources(&mut self, vault: Address, clearing: Address) -> Result<(), TermsError> {
        owner::require_owner()?;
        for account in [vault, clearing] {
            if !account.is_zero() && !host::has_code(account) {
                return Err(NoCode { account }.into());
            }
        }
        state::set_vault(vault);
        state::set_clearing(clearing);
        host::emit(SourcesSet { vault, clearing });
        Ok(())
    }

    /// Who may tighten; zero for nobody. Owner only. Error: `NotOwner`.
    pub fn set_guardian(&mut self, guardian: Address) -> Result<(), TermsError> {
        owner::require_owner()?;
        state::set_guardian(guardian);
        host::emit(GuardianSet { guardian });
        Ok(())
    }

    /// Changes the shared terms. Owner only. Errors: `NotOwner`; for asset 255 `OutOfBounds`, `TooLoose`, `TooSoon`,
    /// `Unchanged`; `Inconsistent` for an asset that they do not suit.
    pub fn set_policy(&mut self, terms: PolicyTerms) -> Result<(), TermsError> {
        changing::set_policy(By::Owner, &terms)
    }

    /// What assets of a class begin with, and those of it have from now on. Owner only. Errors: `NotOwner`,
    /// `UnknownClass`, `OutOfBounds`, `TooLoose`, `TooSoon`, `Inconsistent`.
    pub fn set_class(&mut self, class: u8, terms: ClassTerms) -> Result<(), TermsError> {
        changing::set_class(class, &terms)
    }

    /// Lists an asset of a class, or changes what it has of its own. Owner only. Errors: `NotOwner`, `UnknownAsset`,
    /// `UnknownClass`, `ClassFixed`, `OutOfBounds`, `TooLoose`, `TooSoon`, `Unchanged`, `Inconsistent`.
    pub fn set_asset(&mut self, asset: u8, class: u8, terms: AssetTerms) -> Result<(), TermsError> {
        changing::set_asset(asset, class, &terms)
    }

    /// Tightens the shared terms. Guardian only. Errors: `NotGuardian`, `TooLoose` for what is looser than now,
    /// `OutOfBounds`, `Unchanged`, `Inconsistent`.
    pub fn tighten_policy(&mut self, terms: PolicyTerms) -> Result<(), TermsError> {
        changing::set_policy(By::Guardian, &terms)
    }

    /// Tightens the terms of an asset. Guardian only. Errors: `NotGuardian`, `NotListed`, `TooLoose` for what is looser
    /// than now, `OutOfBounds`, `Unchanged`, `Inconsistent`.
    pub fn tighten_asset(
        &mut self,
        asset: u8,
        class: ClassTerms,
        own: AssetTerms,
    ) -> Result<(), TermsError> {
        changing::tighten_asset(asset, &class, &own)
    }

    /// Notes what the whole system holds of the assets of a mask: anyone. Error: `SourceFailed`.
    pub fn note_exposures(&mut self, mask: u16) -> Result<(), TermsError> {
        noting::note_exposures(mask)
    }

    /// Turns the anti-procyclical buffer by the oracle's volatility index: anyone, once a day. Before the first time there
    /// is none. Errors: `NotDue`, `SourceFailed`.
    pub fn turn_buffer(&mut self) -> Result<(), TermsError> {
        noting::turn_buffer()
    }

    /// Everything that a judgement needs of the assets of a mask, for accounts of a version (0: the newest), packed:
    /// two words of the shared terms, then two of each asset, ascending; of each two the first is for initial margin, the
    /// second for maintenance. Layout: `risk::terms`.
    pub fn read(&self, mask: u16, version: u32) -> Result<Vec<U256>, TermsError> {
        reading::words(mask, version)
    }

    /// The newest version: what an account is moved to when its owner raises risk.
    pub fn newest(&self) -> u32 {
        Head::load().version
    }

    /// A bit for each asset that has terms.
    pub fn listed(&self) -> u16 {
        Head::load().listed
    }

    /// The shared terms, as initial margin counts with them.
    ///
    /// Returns `(PolicyTerms terms)`.
    pub fn policy(&self) -> Result<PolicyTerms, TermsError> {
        Ok(sheets::policy(&Head::load().shared().values))
    }

    /// The shared terms that maintenance of accounts of a version counts with now.
    ///
    /// Returns `(PolicyTerms terms)`.
    pub fn maintenance_policy(&self, version: u32) -> Result<PolicyTerms, TermsError> {
        Ok(sheets::policy(&reading::policy(version)))
    }

    /// What an asset of a class begins with. Error: `UnknownClass`.
    ///
    /// Returns `(ClassTerms terms)`.
    pub fn class_terms(&self, class: u8) -> Result<ClassTerms, TermsError> {
        AssetClass::try_from(class).map_err(|_| UnknownClass { class })?;
        Ok(sheets::class(&state::class(class)))
    }

    /// The terms of an asset, as initial margin counts with them. Error: `NotListed`.
    ///
    /// Returns `(AssetSheet terms)`.
    pub fn asset_terms(&self, asset: u8) -> Result<AssetSheet, TermsError> {
        changing::require_listed(&Head::load(), asset)?;
        Ok(sheets::asset(
            &state::newest(state::asset_word(asset)).values,
        ))
    }

    /// The terms of an asset that maintenance of accounts of a version counts with now. Error: `NotListed`.
    ///
    /// Returns `(AssetSheet terms)`.
    pub fn maintenance_terms(&self, asset: u8, version: u32) -> Result<AssetSheet, TermsError> {
        changing::require_listed(&Head::load(), asset)?;
        Ok(sheets::asset(&reading::asset(asset, version)))
    }

    /// Where changes of an asset's terms stand; for asset 255, of the shared ones. Error: `NotListed`.
    ///
    /// Returns `(Changes changes)`.
    pub fn changes(&self, asset: u8) -> Result<Changes, TermsError> {
        let head = Head::load();
        let (version, since, previous, loosened_at) = if asset == SHARED_TERMS {
            let (newest, older) = (head.shared(), head.all_older_shared());
            (
                newest.version,
                newest.since,
                older.second_version,
                older.loosened_at,
            )
        } else {
            changing::require_listed(&head, asset)?;
            let newest = state::newest(state::asset_word(asset));
            let older = state::all_older(asset);
            (
                newest.version,
                newest.since,
                older.second_version,
                older.loosened_at,
            )
        };
        Ok(Changes {
            version,
            previousVersion: previous,
            since,
            settledAt: since.saturating_add(RAMP),
            loosenableAt: loosened_at.saturating_add(WINDOW),
        })
    }

    /// What the whole system holds of an asset as last noted: collateral and long legs, short legs; 18 decimals.
    ///
    /// Returns `(uint256 long, uint256 short)`.
    pub fn exposure(&self, asset: u8) -> (U256, U256) {
        let size = SystemSize::unpack(if asset < 16 { state::size(asset) } else { 0 });
        (U256::from(size.long), U256::from(size.short))
    }

    /// The anti-procyclical buffer as it stands, share of the initial core: 0 to 0.25.
    pub fn buffer(&self) -> U256 {
        U256::from(u128::from(Head::load().buffer).saturating_mul(MILLIONTH))
    }

    /// When the buffer may turn.
    pub fn buffer_due_at(&self) -> u64 {
        noting::due_at()
    }

    /// Whose index turns the buffer.
    pub fn oracle(&self) -> Address {
        state::oracle()
    }

    /// Who knows what is held as collateral.
    pub fn vault(&self) -> Address {
        state::vault()
    }

    /// Who knows what is held as legs.
    pub fn clearing(&self) -> Address {
        state::clearing()
    }

    /// Who may tighten.
    pub fn guardian(&self) -> Address {
        state::guardian()
    }

    /// The owner.
    pub fn owner(&self) -> Address {
        shell::owner::owner()
    }

    /// The successor that the owner has named.
    pub fn pending_owner(&self) -> Address {
        shell::owner::pending()
    }

    /// Names a successor, or nobody. Error: `NotOwner`.
    pub fn transfer_ownership(&mut self, new_owner: Address) -> Result<(), TermsError> {
        owner::offer(new_owner)
    }

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    pub fn accept_ownership(&mut self) -> Result<(), TermsError> {
        owner::accept()
    }
}
