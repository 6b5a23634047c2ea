//! The gates of a price, one by one and two by two: the first that fails names the fault. (ORC-1, ORC-4)

use fixed::{U256, WAD};
use risk::price::{
    disagreement, fault, judge, Disagreement, Fault, Limits, Reading, Round, Sample,
};
use risk::{Gate, State};

const NOW: u64 = 1_800_000_000;
/// Heartbeat of a day and an hour of grace.
const AGE: u64 = 90_000;
/// 2,500 USD, 8 decimals.
const ANSWER: u64 = 250_000_000_000;

/// Everything that the gates look at.
#[derive(Clone)]
struct World {
    sequencer: Option<Round>,
    round: Option<Round>,
    decimals: Option<u8>,
    second: Option<u128>,
}

fn round(answer: U256, at: u64) -> Round {
    Round {
        id: U256::from(7),
        answer,
        started_at: U256::from(at),
        updated_at: U256::from(at),
    }
}

fn limits() -> Limits {
    Limits {
        decimals: 8,
        age: AGE,
        band: Some((1_000 * WAD, 10_000 * WAD)),
    }
}

fn healthy() -> World {
    World {
        sequencer: Some(round(U256::ZERO, NOW - 86_400)),
        round: Some(round(U256::from(ANSWER), NOW)),
        decimals: Some(8),
        second: Some(2_500 * WAD),
    }
}

/// In the order in which the contract asks.
fn first_fault(world: &World) -> Option<Fault> {
    if let Some(fault) = fault::sequencer(world.sequencer.as_ref(), NOW) {
        return Some(fault);
    }
    let reading = judge(world.round.as_ref(), world.decimals, &limits(), NOW);
    let Some(price) = reading.live() else {
        return reading.fault;
    };
    let last = Sample {
        price: 2_500 * WAD,
        at: NOW,
    };
    match disagreement(price, world.second, &last, NOW, AGE, 300) {
        None => None,
        Some(Disagreement::Sources(fault) | Disagreement::Past(fault)) => Some(fault),
    }
}

struct Case {
    gate: Gate,
    state: State,
    breaks: fn(&mut World),
}

/// In the order of section 3.1 of the design. A later fault of the same field is part of the earlier one.
const CASES: [Case; 10] = [
    Case {
        gate: Gate::SequencerDown,
        state: State::Paused,
        breaks: |world| world.sequencer.as_mut().unwrap().answer = U256::from(1),
    },
    Case {
        gate: Gate::GracePeriod,
        state: State::Paused,
        breaks: |world| world.sequencer.as_mut().unwrap().started_at = U256::from(NOW - 3_600),
    },
    Case {
        gate: Gate::FeedCallFailed,
        state: State::Dead,
        breaks: |world| world.round = None,
    },
    Case {
        gate: Gate::DecimalsChanged,
        state: State::Dead,
        breaks: |world| world.decimals = Some(18),
    },
    Case {
        gate: Gate::RoundIncomplete,
        state: State::Dead,
        breaks: |world| change(world, |round| round.id = U256::ZERO),
    },
    Case {
        gate: Gate::PriceInFuture,
        state: State::Dead,
        breaks: |world| change(world, |round| round.updated_at = U256::from(NOW + 1)),
    },
    Case {
        gate: Gate::PriceStale,
        state: State::Stale,
        breaks: |world| change(world, |round| round.updated_at = U256::from(NOW - AGE - 1)),
    },
    Case {
        gate: Gate::PriceNotPositive,
        state: State::Dead,
        breaks: |world| change(world, |round| round.answer = U256::ZERO),
    },
    Case {
        gate: Gate::PriceOutOfBand,
        state: State::Suspect,
        breaks: |world| change(world, |round| round.answer = U256::from(10 * ANSWER)),
    },
    Case {
        gate: Gate::PriceDeviates,
        state: State::Suspect,
        breaks: |world| world.second = Some(2_600 * WAD),
    },
];

fn change(world: &mut World, breaks: impl FnOnce(&mut Round)) {
    if let Some(round) = &mut world.round {
        breaks(round);
    }
}

#[test]
fn orc_1_a_healthy_price_passes() {
    assert_eq!(first_fault(&healthy()), None);
}

#[test]
fn orc_1_each_gate_alone() {
    for case in CASES {
        let mut world = healthy();
        (case.breaks)(&mut world);
        let fault = first_fault(&world).expect("a fault");
        assert_eq!((fault.gate(), fault.state()), (case.gate, case.state));
    }
}

#[test]
fn orc_1_of_two_faults_the_first_gate_speaks() {
    let mut pairs = 0;
    for (place, first) in CASES.iter().enumerate() {
        for second in &CASES[place + 1..] {
            // An age is not both negative and too large.
            if (first.gate, second.gate) == (Gate::PriceInFuture, Gate::PriceStale) {
                continue;
            }
            let mut world = healthy();
            (second.breaks)(&mut world);
            (first.breaks)(&mut world);
            let fault = first_fault(&world).expect("a fault");
            assert_eq!(fault.gate(), first.gate, "and {:?}", second.gate);
            pairs += 1;
        }
    }
    assert_eq!(pairs, 44);
}

fn judged(answer: U256, updated_at: u64) -> Reading {
    judge(Some(&round(answer, updated_at)), Some(8), &limits(), NOW)
}

#[test]
fn o1_ages() {
    for (age, state) in [
        (0, State::Live),
        (AGE, State::Live),
        (AGE + 1, State::Stale),
        (2 * AGE, State::Stale),
        (2 * AGE + 1, State::Dead),
        (NOW - 1, State::Dead),
    ] {
        let reading = judged(U256::from(ANSWER), NOW - age);
        let found = reading.fault.map_or(State::Live, |fault| fault.state());
        assert_eq!(found, state, "{age}");
        // The last known price, where it still counts as one.
        assert_eq!(reading.price.is_some(), state != State::Dead, "{age}");
    }
}

#[test]
fn o2_answers_that_are_no_price() {
    let minimum = U256::from(1) << 255;
    for answer in [U256::ZERO, minimum, U256::MAX] {
        let reading = judged(answer, NOW);
        assert_eq!(
            (reading.fault, reading.price),
            (Some(Fault::NotPositive), None)
        );
        // Too old as well: the age speaks first, and there is no last price.
        let reading = judged(answer, NOW - AGE - 1);
        assert_eq!(
            reading.fault.map(|fault| fault.gate()),
            Some(Gate::PriceStale)
        );
        assert_eq!(reading.price, None);
    }
    let largest = minimum - U256::from(1);
    let beyond = Some(Fault::OutOfBand { price: U256::MAX });
    assert_eq!(judged(largest, NOW).fault, beyond);
}

#[test]
fn o3_rounds_that_are_not_complete() {
    let mut incomplete = round(U256::from(ANSWER), NOW);
    incomplete.id = U256::ZERO;
    assert_eq!(
        judge(Some(&incomplete), Some(8), &limits(), NOW).fault,
        Some(Fault::RoundIncomplete)
    );
    assert_eq!(
        judged(U256::from(ANSWER), 0).fault,
        Some(Fault::RoundIncomplete)
    );
}

#[test]
fn o4_times_to_come() {
    for ahead in [1, 3_600, u64::MAX - NOW] {
        let updated_at = NOW + ahead;
        let fault = judged(U256::from(ANSWER), updated_at).fault;
        assert_eq!(fault, Some(Fault::InFuture { updated_at }));
    }
    let mut never = round(U256::from(ANSWER), 0);
    never.updated_at = U256::MAX;
    let fault = judge(Some(&never), Some(8), &limits(), NOW).fault;
    assert_eq!(
        fault,
        Some(Fault::InFuture {
            updated_at: u64::MAX
        })
    );
}

#[test]
fn o6_o7_the_sequencer() {
    let told = |answer: u64, started_at| {
        let mut told = round(U256::from(answer), NOW);
        told.started_at = started_at;
        fault::sequencer(Some(&told), NOW)
    };
    let at = |started_at| told(0, U256::from(started_at));
    assert_eq!(at(NOW - 3_600), Some(Fault::GracePeriod { until: NOW }));
    assert_eq!(at(NOW - 3_601), None);
    assert_eq!(at(0), Some(Fault::SequencerDown));
    let until = u64::MAX;
    assert_eq!(told(0, U256::MAX), Some(Fault::GracePeriod { until }));
    for answer in [1, 2, u64::MAX] {
        assert_eq!(
            told(answer, U256::from(NOW - 86_400)),
            Some(Fault::SequencerDown)
        );
    }
    assert_eq!(fault::sequencer(None, NOW), Some(Fault::SequencerDown));
}

#[test]
fn o9_band_ends_and_one_per_cent_inside() {
    for (answer, inside) in [
        (100_000_000_000_u64, false),
        (101_000_000_000, false),
        (101_000_000_001, true),
        (989_999_999_999, true),
        (990_000_000_000, false),
        (1_000_000_000_000, false),
    ] {
        let reading = judged(U256::from(answer), NOW);
        let gate = reading.fault.map_or(Gate::None, |fault| fault.gate());
        let expected = if inside {
            Gate::None
        } else {
            Gate::PriceOutOfBand
        };
        assert_eq!(gate, expected, "{answer}");
        // A stale price outside of the band is no last price; a suspect one is kept.
        assert!(reading.price.is_some());
        let old = judged(U256::from(answer), NOW - AGE - 1);
        assert_eq!(old.price.is_some(), inside, "{answer}");
    }
}

#[test]
fn orc_4_scaling_is_exact_for_every_number_of_decimals() {
    for decimals in 0..=18_u8 {
        let unit = 10_u128.pow(decimals.into());
        let exact = 10_u128.pow(18 - u32::from(decimals));
        let wide = Limits {
            decimals,
            age: AGE,
            band: None,
        };
        // The last digit that the feed can tell.
        let told = round(U256::from(2_503 * unit + 1), NOW);
        let reading = judge(Some(&told), Some(decimals), &wide, NOW);
        assert_eq!(reading.live(), Some(2_503 * WAD + exact), "{decimals}");
    }
    let wide = Limits {
        decimals: 19,
        age: AGE,
        band: None,
    };
    let told = round(U256::from(10), NOW);
    assert_eq!(judge(Some(&told), Some(19), &wide, NOW).live(), None);
}

#[test]
fn words_of_a_round() {
    let limit = U256::from(1) << 80;
    let words = |id, answered_in| {
        Round::from_words([id, U256::from(1), U256::from(2), U256::from(3), answered_in])
    };
    let largest = limit - U256::from(1);
    let told = words(largest, largest).expect("80 bits");
    assert_eq!(told.place(), (0xffff, u64::MAX));
    assert_eq!((told.started(), told.updated()), (2, 3));
    assert_eq!(words(limit, largest), None);
    assert_eq!(words(largest, limit), None);
}
