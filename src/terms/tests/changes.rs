//! What changes do, as a judgement reads them.

use super::*;
use crate::abi::*;
use crate::error::TermsError;
use risk::margin::Policy;
use risk::quality::AssetClass;
use risk::terms::AssetRules;

#[motsu::test]
fn standard_terms_and_listed_assets(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let rules = rules(&terms, owner, 0b1010, 0);
    let mut standard = Policy::standard();
    standard.margin.shortfall_factor = 2_823_871_252_000_000_000;
    assert_eq!(
        (rules.initial.policy, rules.maintenance.policy),
        (standard, standard)
    );
    // Nobody listed asset 1; asset 3 is a stablecoin.
    assert_eq!(rules.initial.assets[0], AssetRules::unlisted());
    let usdc = AssetRules {
        listed: true,
        policy: AssetClass::FiatStable.terms(),
        half_spread: WAD / 100,
        dead_band: WAD / 200,
        uncertainty: WAD / 500,
        assumed_depth: 2_000_000 * WAD,
        expected_age: 3_600,
    };
    assert_eq!(
        (rules.initial.assets[1], rules.maintenance.assets[1]),
        (usdc, usdc)
    );
    assert_eq!(terms.sender(owner).listed(), 0b1001);
    assert_eq!(terms.sender(owner).newest(), 3);
    let sheet = terms.sender(owner).asset_terms(3).motsu_unwrap();
    assert_eq!(
        (sheet.class, sheet.jump, sheet.expectedAge),
        (3, milli(130), 3_600)
    );
    let error = terms.sender(owner).asset_terms(1).motsu_unwrap_err();
    assert_eq!(error, TermsError::from(NotListed { asset: 1 }));
}

#[motsu::test]
fn initial_margin_at_once_and_maintenance_by_ramp(
    terms: Contract<Terms>,
    owner: Address,
    oracle: Address,
) {
    open(&terms, owner, oracle);
    let before = terms.sender(owner).newest();
    let tight = AssetTerms {
        halfSpread: milli(40),
        ..own()
    };
    terms
        .sender(owner)
        .set_asset(0, MAJOR, tight)
        .motsu_unwrap();
    let spreads = |version| {
        let rules = rules(&terms, owner, 1, version);
        [rules.initial, rules.maintenance].map(|set| set.assets[0].half_spread * 1_000 / WAD)
    };
    assert_eq!((spreads(0), spreads(before)), ([40, 10], [40, 10]));
    clock::pass(DAY);
    assert_eq!((spreads(0), spreads(before)), ([40, 20], [40, 10]));
    clock::pass(2 * DAY);
    assert_eq!((spreads(before + 1), spreads(before)), ([40, 40], [40, 10]));
    // A second change moves those who are two behind, by ramp.
    let tight = AssetTerms {
        halfSpread: milli(70),
        ..own()
    };
    terms
        .sender(owner)
        .set_asset(0, MAJOR, tight)
        .motsu_unwrap();
    clock::pass(DAY);
    assert_eq!(
        (spreads(before), spreads(before + 1), spreads(0)),
        ([70, 20], [70, 40], [70, 50])
    );
    let sheet = terms
        .sender(owner)
        .maintenance_terms(0, before)
        .motsu_unwrap();
    assert_eq!(sheet.halfSpread, milli(20));
    let changes = terms.sender(owner).changes(0).motsu_unwrap();
    assert_eq!(
        (changes.version, changes.previousVersion),
        (before + 2, before + 1)
    );
    assert_eq!(changes.settledAt, changes.since + 3 * DAY);
}

#[motsu::test]
fn the_shared_terms_change_alike(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let before = terms.sender(owner).newest();
    let more = PolicyTerms {
        maintenanceRatio: milli(950),
        ..policy(&terms, owner)
    };
    terms.sender(owner).set_policy(more).motsu_unwrap();
    let ratio = |version| {
        let rules = rules(&terms, owner, 0, version);
        [rules.initial, rules.maintenance]
            .map(|set| set.policy.margin.maintenance_ratio * 1_000 / WAD)
    };
    clock::pass(DAY);
    assert_eq!((ratio(0), ratio(before)), ([950, 850], [950, 800]));
    let told = terms.sender(owner).maintenance_policy(0).motsu_unwrap();
    assert_eq!(told.maintenanceRatio, milli(850));
    // What maintenance has not followed may be taken back; more waits for a week.
    let back = PolicyTerms {
        maintenanceRatio: milli(850),
        ..policy(&terms, owner)
    };
    terms.sender(owner).set_policy(back).motsu_unwrap();
    assert_eq!((ratio(0), ratio(before)), ([850, 850], [850, 800]));
    let less = |ratio| PolicyTerms {
        maintenanceRatio: milli(ratio),
        ..policy(&terms, owner)
    };
    let wide = less(764);
    let error = terms.sender(owner).set_policy(wide).motsu_unwrap_err();
    assert_eq!(
        error,
        TermsError::from(TooLoose {
            asset: 255,
            field: 3
        })
    );
    clock::pass(3 * DAY);
    let step = less(765);
    terms.sender(owner).set_policy(step).motsu_unwrap();
    let at = clock::now();
    let wider = less(755);
    let error = terms.sender(owner).set_policy(wider).motsu_unwrap_err();
    assert_eq!(
        error,
        TermsError::from(TooSoon {
            asset: 255,
            until: at + WEEK
        })
    );
    clock::pass(WEEK);
    let step = less(755);
    terms.sender(owner).set_policy(step).motsu_unwrap();
}

/// G1: every value at 0, at its largest, past it, and at the largest number there is.
#[motsu::test]
fn gov_4_bounds_are_hard(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let set = |change: fn(&mut AssetTerms)| {
        let mut own = own();
        change(&mut own);
        terms
            .sender(owner)
            .set_asset(0, MAJOR, own)
            .motsu_unwrap_err()
    };
    let outside = |field| TermsError::from(OutOfBounds { asset: 0, field });
    assert_eq!(set(|own| own.halfSpread = milli(501)), outside(4));
    assert_eq!(set(|own| own.halfSpread = U256::MAX), outside(4));
    assert_eq!(set(|own| own.deadBand = milli(51)), outside(5));
    assert_eq!(set(|own| own.uncertainty = milli(501)), outside(6));
    assert_eq!(
        set(|own| own.assumedDepth = u(WAD * 1_000) << 28),
        outside(7)
    );
    assert_eq!(set(|own| own.expectedAge = 172_801), outside(8));
    let policy = |change: fn(&mut PolicyTerms)| {
        let mut shared = policy(&terms, owner);
        change(&mut shared);
        terms.sender(owner).set_policy(shared).motsu_unwrap_err()
    };
    let outside = |field| TermsError::from(OutOfBounds { asset: 255, field });
    assert_eq!(policy(|shared| shared.horizon = 0), outside(0));
    assert_eq!(policy(|shared| shared.horizon = 864_001), outside(0));
    assert_eq!(
        policy(|shared| shared.shortfallFactor = U256::ZERO),
        outside(1)
    );
    assert_eq!(
        policy(|shared| shared.modelMultiplier = milli(999)),
        outside(2)
    );
    assert_eq!(
        policy(|shared| shared.maintenanceRatio = milli(1_001)),
        outside(3)
    );
    assert_eq!(policy(|shared| shared.bufferRatio = U256::ZERO), outside(4));
    assert_eq!(
        policy(|shared| shared.correlationStress = U256::MAX),
        outside(5)
    );
    assert_eq!(policy(|shared| shared.sigmaFloor = U256::ZERO), outside(6));
    assert_eq!(policy(|shared| shared.confidence = u(WAD)), outside(7));
    assert_eq!(policy(|shared| shared.minRows = 49), outside(8));
    assert_eq!(policy(|shared| shared.unwindRate = U256::ZERO), outside(9));
    assert_eq!(policy(|shared| shared.maxUnwind = u(31 * WAD)), outside(10));
    assert_eq!(policy(|shared| shared.crowding = u(WAD + 1)), outside(11));
    assert_eq!(policy(|_| ()), TermsError::from(Unchanged { asset: 255 }));
    let class = |change: fn(&mut ClassTerms)| {
        let mut class = terms.sender(owner).class_terms(0).motsu_unwrap();
        change(&mut class);
        terms.sender(owner).set_class(0, class).motsu_unwrap_err()
    };
    let outside = |field| TermsError::from(OutOfBounds { asset: 0, field });
    assert_eq!(class(|class| class.jump = u(WAD + 1)), outside(0));
    assert_eq!(class(|class| class.stressScale = u(2 * WAD)), outside(1));
    assert_eq!(class(|class| class.tableInitial = milli(4_001)), outside(2));
    assert_eq!(
        class(|class| class.tableMaintenance = milli(90)),
        outside(3)
    );
}

#[motsu::test]
fn an_asset_keeps_its_class(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let error = terms
        .sender(owner)
        .set_asset(0, 1, own())
        .motsu_unwrap_err();
    assert_eq!(error, TermsError::from(ClassFixed { asset: 0, class: 1 }));
    let error = terms
        .sender(owner)
        .set_asset(16, 1, own())
        .motsu_unwrap_err();
    assert_eq!(error, TermsError::from(UnknownAsset { asset: 16 }));
    let error = terms
        .sender(owner)
        .set_asset(1, 8, own())
        .motsu_unwrap_err();
    assert_eq!(error, TermsError::from(UnknownClass { class: 8 }));
}

#[motsu::test]
fn a_class_changes_its_assets(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    terms
        .sender(owner)
        .set_asset(15, MAJOR, own())
        .motsu_unwrap();
    let class = ClassTerms {
        jump: milli(30),
        ..terms.sender(owner).class_terms(MAJOR).motsu_unwrap()
    };
    terms.sender(owner).set_class(MAJOR, class).motsu_unwrap();
    let rules = rules(&terms, owner, 0x8009, 0);
    let jumps = [0, 1, 2].map(|place| rules.initial.assets[place].policy.jump * 1_000 / WAD);
    assert_eq!(jumps, [30, 130, 30]);
    assert_eq!(rules.maintenance.assets[2].policy.jump, 0);
    // And those listed later.
    terms
        .sender(owner)
        .set_asset(4, MAJOR, own())
        .motsu_unwrap();
    let sheet = terms.sender(owner).maintenance_terms(4, 1).motsu_unwrap();
    assert_eq!(sheet.jump, milli(30));
    let error = terms.sender(owner).class_terms(8).motsu_unwrap_err();
    assert_eq!(error, TermsError::from(UnknownClass { class: 8 }));
}

/// LIQ-5: no change leaves an asset whose sale would not lift an account, whichever change that is.
#[motsu::test]
fn liq_5_terms_go_together(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    // A stablecoin of no jump: refused when it is listed, by what the class begins with.
    let class = ClassTerms {
        jump: milli(1),
        ..terms.sender(owner).class_terms(4).motsu_unwrap()
    };
    terms.sender(owner).set_class(4, class).motsu_unwrap();
    let error = terms
        .sender(owner)
        .set_asset(5, 4, own())
        .motsu_unwrap_err();
    assert_eq!(error, TermsError::from(Inconsistent { asset: 5 }));
    // Maintenance above initial margin.
    let class = ClassTerms {
        tableMaintenance: milli(501),
        ..terms.sender(owner).class_terms(0).motsu_unwrap()
    };
    let error = terms.sender(owner).set_class(0, class).motsu_unwrap_err();
    assert_eq!(error, TermsError::from(Inconsistent { asset: 0 }));
    // A horizon that gets shorter, week by week, until the majors say no.
    let mut error = None;
    for _ in 0..30 {
        clock::pass(WEEK);
        let shared = policy(&terms, owner);
        let step = (shared.horizon / 10).max(3_600).min(shared.horizon - 3_600);
        let shorter = PolicyTerms {
            horizon: shared.horizon - step,
            ..shared
        };
        error = terms.sender(owner).set_policy(shorter).motsu_res().err();
        if error.is_some() {
            break;
        }
    }
    assert_eq!(error, Some(TermsError::from(Inconsistent { asset: 0 })));
    // 0.8 * 3.3887 * 2 % * sqrt(h) + 1 % stays above 4.76 %: h is above 0.48 days.
    let horizon = policy(&terms, owner).horizon;
    assert!((41_000..50_000).contains(&horizon), "{horizon}");
}
