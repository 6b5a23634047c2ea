//! The lock under motsu, and what goes over its wire. That nothing stays locked is a matter of the chain: `tests/e2e`.

mod holding;
mod wire;
