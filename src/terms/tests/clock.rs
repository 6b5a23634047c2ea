//! The time of the block, which motsu keeps fixed.

use std::cell::Cell;

/// Where every test starts.
pub(crate) const START: u64 = 1_735_689_600;

thread_local! {
    static NOW: Cell<u64> = const { Cell::new(START) };
}

/// Block time, seconds.
pub(crate) fn now() -> u64 {
    NOW.get()
}

/// Moves the time on.
pub(crate) fn pass(seconds: u64) {
    NOW.set(NOW.get() + seconds);
}

/// Back to the start: threads are reused between tests.
pub(crate) fn reset() {
    NOW.set(START);
}
