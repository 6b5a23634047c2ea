//! The contract under motsu, with prices whose every answer is chosen. What it computes is proven on the shipped
//! programs and in `risk`; here it is what the owner may set, what goes over the wire, and what is passed on.

pub(crate) mod clock;
mod listing;
mod poke;
mod prices;
mod wire;
