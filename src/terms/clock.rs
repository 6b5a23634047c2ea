//! The time of the block; tests set it.

#[cfg(test)]
pub(crate) use crate::tests::clock::now;
#[cfg(not(test))]
pub(crate) use shell::host::now;
