//! Changes of terms: who may make them, and that they go together.

use crate::abi::*;
use crate::clock::now;
use crate::error::TermsError;
use crate::host::{emit, sender};
use crate::owner::require_owner;
use crate::sheets;
use crate::state::{self, Head};
use alloy_primitives::Address;
use risk::margin::Policy;
use risk::quality::AssetClass;
use risk::terms::consistency::check;
use risk::terms::history::{within, Newest, Refused};
use risk::terms::sheet::{self, Asset, ASSET, CLASS, SHARED};
use risk::terms::{asset_rules, policy};
use risk::{RiskError, MAX_ASSETS};

/// Who changes terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Within the bounds and steps of the sheet.
    Owner,
    /// Only towards more margin.
    Guardian,
}

impl By {
    fn require(self) -> Result<(), TermsError> {
        match self {
            Self::Owner => require_owner().map(drop),
            Self::Guardian => {
                let (caller, guardian) = (sender(), state::guardian());
                if caller == guardian && !caller.is_zero() {
                    Ok(())
                } else {
                    Err(NotGuardian { caller }.into())
                }
            }
        }
    }
}

/// Standard terms, and what assets of each class begin with.
pub(crate) fn begin(owner: Address, oracle: Address) -> Result<(), TermsError> {
    crate::owner::begin(owner);
    state::set_oracle(oracle);
    let mut head = Head::load();
    let (newest, older) = Newest::first(sheet::shared(&Policy::standard())?);
    head.version = 1;
    head.set_shared(&newest, &older);
    head.store();
    told(head.version, &newest.values);
    for number in 0..=u8::MAX {
        let Ok(class) = AssetClass::try_from(number) else {
            break;
        };
        let of = class.terms();
        let terms = ClassTerms {
            jump: u(of.jump),
            stressScale: u(of.stress_scale),
            tableInitial: u(of.table_initial),
            tableMaintenance: u(of.table_maintenance),
        };
        keep_class(number, &terms)?;
    }
    Ok(())
}

fn u(value: u128) -> alloy_primitives::U256 {
    alloy_primitives::U256::from(value)
}

/// New shared terms.
pub(crate) fn set_policy(by: By, terms: &PolicyTerms) -> Result<(), TermsError> {
    by.require()?;
    let values = sheets::shared(terms).map_err(TermsError::shared)?;
    let mut head = Head::load();
    let (newest, older) = (head.shared(), head.all_older_shared());
    head.version = head.version.saturating_add(1);
    let (newest, older) = newest
        .publish(
            &SHARED,
            &older,
            values,
            head.version,
            now(),
            by == By::Owner,
        )
        .map_err(TermsError::shared)?;
    head.set_shared(&newest, &older);
    head.store();
    for asset in listed(&head) {
        require_consistent(&head, asset)?;
    }
    told(head.version, &values);
    Ok(())
}

/// What assets of a class begin with from now on, and its assets have from now on.
pub(crate) fn set_class(number: u8, terms: &ClassTerms) -> Result<(), TermsError> {
    require_owner()?;
    if AssetClass::try_from(number).is_err() {
        return Err(UnknownClass { class: number }.into());
    }
    keep_class(number, terms)?;
    let mut head = Head::load();
    for asset in listed(&head) {
        let mut values = state::newest(state::asset_word(asset)).values;
        if sheets::class_of(&values) != Some(number) {
            continue;
        }
        let before = values;
        sheets::put_class(&mut values, terms)
            .map_err(|refused| TermsError::refused(asset, refused))?;
        // An asset whose terms are such already has nothing to wait for.
        if values != before {
            publish(&mut head, asset, values, By::Owner)?;
        }
    }
    head.store();
    Ok(())
}

fn keep_class(number: u8, terms: &ClassTerms) -> Result<(), TermsError> {
    let outside = |refused| TermsError::refused(number, refused);
    let mut values = lenient(number);
    sheets::put_class(&mut values, terms).map_err(outside)?;
    within(&ASSET, &values).map_err(outside)?;
    state::set_class(number, &values);
    emit(ClassSet {
        class: number,
        jump: terms.jump,
        stressScale: terms.stressScale,
        tableInitial: terms.tableInitial,
        tableMaintenance: terms.tableMaintenance,
    });
    Ok(())
}

/// Terms of a class with nothing of an asset's own.
fn lenient(class: u8) -> Asset {
    let mut values = [0; ASSET.len()];
    if let Some(to) = values.get_mut(CLASS) {
        *to = u64::from(class).saturating_add(1);
    }
    values
}

/// Lists an asset, or changes what it has of its own.
pub(crate) fn set_asset(asset: u8, class: u8, terms: &AssetTerms) -> Result<(), TermsError> {
    require_owner()?;
    if usize::from(asset) >= MAX_ASSETS {
        return Err(UnknownAsset { asset }.into());
    }
    if AssetClass::try_from(class).is_err() {
        return Err(UnknownClass { class }.into());
    }
    let refused = |refused| TermsError::refused(asset, refused);
    let mut head = Head::load();
    if head.lists(asset) {
        let mut values = state::newest(state::asset_word(asset)).values;
        if sheets::class_of(&values) != Some(class) {
            return Err(ClassFixed { asset, class }.into());
        }
        sheets::put_own(&mut values, terms).map_err(refused)?;
        publish(&mut head, asset, values, By::Owner)?;
    } else {
        let mut values = state::class(class);
        sheets::put_own(&mut values, terms).map_err(refused)?;
        within(&ASSET, &values).map_err(refused)?;
        let (newest, older) = Newest::first(values);
        state::set_asset(asset, &newest, &older);
        head.version = head.version.saturating_add(1);
        head.listed |= 1u16.checked_shl(asset.into()).unwrap_or(0);
        require_consistent(&head, asset)?;
        said(asset, head.version, &values);
    }
    head.store();
    Ok(())
}

/// Tightens all terms of an asset: its guardian.
pub(crate) fn tighten_asset(
    asset: u8,
    class: &ClassTerms,
    own: &AssetTerms,
) -> Result<(), TermsError> {
    By::Guardian.require()?;
    let mut head = Head::load();
    require_listed(&head, asset)?;
    let refused = |refused| TermsError::refused(asset, refused);
    let mut values = state::newest(state::asset_word(asset)).values;
    sheets::put_class(&mut values, class).map_err(refused)?;
    sheets::put_own(&mut values, own).map_err(refused)?;
    publish(&mut head, asset, values, By::Guardian)?;
    head.store();
    Ok(())
}

/// Refuses an asset that has no terms.
pub(crate) fn require_listed(head: &Head, asset: u8) -> Result<(), TermsError> {
    if head.lists(asset) {
        Ok(())
    } else {
        Err(NotListed { asset }.into())
    }
}

fn listed(head: &Head) -> impl Iterator<Item = u8> {
    let head = *head;
    (0u8..16).filter(move |asset| head.lists(*asset))
}

fn publish(head: &mut Head, asset: u8, values: Asset, by: By) -> Result<(), TermsError> {
    let (newest, older) = (
        state::newest(state::asset_word(asset)),
        state::all_older(asset),
    );
    head.version = head.version.saturating_add(1);
    let (newest, older) = newest
        .publish(&ASSET, &older, values, head.version, now(), by == By::Owner)
        .map_err(|refused: Refused| TermsError::refused(asset, refused))?;
    state::set_asset(asset, &newest, &older);
    require_consistent(head, asset)?;
    said(asset, head.version, &values);
    Ok(())
}

/// Refuses terms that do not go together: the newest with the newest, and the loosest that an account may have with the
/// loosest.
fn require_consistent(head: &Head, asset: u8) -> Result<(), TermsError> {
    let (shared, own) = (head.shared(), state::newest(state::asset_word(asset)));
    let loose_shared = shared.loosest(&SHARED, &head.all_older_shared());
    let loose_own = own.loosest(&ASSET, &state::all_older(asset));
    let class = sheets::class_of(&own.values).ok_or(NotListed { asset })?;
    let class = AssetClass::try_from(class)?;
    for (shared, own) in [(&shared.values, &own.values), (&loose_shared, &loose_own)] {
        check(&policy(shared)?, &asset_rules(own), class).map_err(|error| match error {
            RiskError::InvalidTerms => TermsError::from(Inconsistent { asset }),
            other => other.into(),
        })?;
    }
    Ok(())
}

fn told(version: u32, values: &sheet::Shared) {
    let terms = sheets::policy(values);
    emit(PolicySet {
        version,
        horizon: u(terms.horizon.into()),
        shortfallFactor: terms.shortfallFactor,
        modelMultiplier: terms.modelMultiplier,
        maintenanceRatio: terms.maintenanceRatio,
        bufferRatio: terms.bufferRatio,
        correlationStress: terms.correlationStress,
        sigmaFloor: terms.sigmaFloor,
        confidence: terms.confidence,
        minRows: u(terms.minRows.into()),
        unwindRate: terms.unwindRate,
        maxUnwind: terms.maxUnwind,
        crowding: terms.crowding,
    });
}

fn said(asset: u8, version: u32, values: &Asset) {
    let terms = sheets::asset(values);
    emit(AssetSet {
        asset,
        version,
        class: terms.class,
        jump: terms.jump,
        stressScale: terms.stressScale,
        tableInitial: terms.tableInitial,
        tableMaintenance: terms.tableMaintenance,
        halfSpread: terms.halfSpread,
        deadBand: terms.deadBand,
        uncertainty: terms.uncertainty,
        assumedDepth: terms.assumedDepth,
        expectedAge: u(terms.expectedAge.into()),
    });
}
