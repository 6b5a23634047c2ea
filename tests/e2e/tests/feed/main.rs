//! The feed on the local chain: its rounds, and the readers of Chainlink feeds that it is made for.

mod consumers;
mod real_oracle;
mod rounds;
mod stand;
