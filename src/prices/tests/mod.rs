//! The contract under motsu, with feeds whose every answer is chosen.

mod active;
pub(crate) mod clock;
mod feed;
mod gates;
mod listing;
mod ownership;
mod past;
mod recording;
mod sources;
mod wire;
mod world;
