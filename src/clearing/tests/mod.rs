//! The clearing between mocks.

/// A clock that tests can move: the one of the test VM stands still.
pub(crate) mod clock {
    use std::cell::Cell;

    thread_local!(static NOW: Cell<u64> = const { Cell::new(1_800_000_000) });

    pub(crate) fn now() -> u64 {
        NOW.get()
    }

    pub(crate) fn advance(seconds: u64) {
        NOW.set(NOW.get() + seconds);
    }
}
