//! The contract under motsu, with a feed whose every answer is chosen.

pub(crate) mod clock;
