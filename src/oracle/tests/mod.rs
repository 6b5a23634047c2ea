//! The contract under motsu, with feeds whose every answer is chosen.

pub(crate) mod clock;
mod feed;
mod gates;
mod listing;
mod ownership;
mod reading;
mod sampling;
mod wire;
mod world;
