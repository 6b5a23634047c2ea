//! The reference is itself held to digits of independent arithmetic, and to cases that a hand can work out.

mod arithmetic;
mod by_hand;
mod margins;
mod measures;
mod speed;
mod values;
mod world;
