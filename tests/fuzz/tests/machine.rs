//! The same steps under proptest: a failure is shortened to the few that matter.

use fuzz::action::Action;
use fuzz::draw::Draw;
use fuzz::reach::Reach;
use fuzz::run::World;
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

/// Actions depend on nothing that the machine must know.
struct Anything;

impl ReferenceStateMachine for Anything {
    type State = ();
    type Transition = Action;

    fn init_state() -> BoxedStrategy<()> {
        Just(()).boxed()
    }

    fn transitions((): &()) -> BoxedStrategy<Action> {
        any::<u64>()
            .prop_map(|seed| Action::draw(&mut Draw::new(seed)))
            .boxed()
    }

    fn apply((): (), _: &Action) {}
}

struct Books;

impl StateMachineTest for Books {
    type SystemUnderTest = World;
    type Reference = Anything;

    fn init_test((): &()) -> World {
        World::default()
    }

    fn apply(mut world: World, (): &(), action: Action) -> World {
        if let Err((id, found)) = world.step(&action, &mut Reach::default()) {
            panic!("{id}: {found}");
        }
        world
    }

    fn teardown(mut world: World, (): ()) {
        if let Err((id, found)) = world.unwind() {
            panic!("{id}: {found}");
        }
    }
}

proptest_state_machine::prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sequence_keeps_the_books(sequential 1..200 => Books);
}
