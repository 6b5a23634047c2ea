//! What a Stylus chain accepts as a program, and what it charges to enter one.
//!
//! [`Module::parse`] checks a module as activation does and names what is wrong with it; a [`Measure`]
//! says what each call of it costs before the first instruction; [`strip_custom_sections`] and
//! [`round_trip`] turn a compiler's output into a module that is accepted; [`compress`] makes the code
//! that is put on the chain. [`pack()`] does all of it for the build.
//!
//! A tool of the build and of the local chain: nothing here runs on a chain.

mod code;
mod cost;
mod hooks;
mod measure;
mod module;
mod operators;
mod pack;
mod rejection;
mod text;
mod trim;

pub use code::{compress, decompress, CodeError, CODE_LIMIT, CODE_PREFIX, MODULE_LIMIT};
pub use hooks::{hook, Hook, Word, HOOKS, HOOK_MODULE};
pub use measure::Measure;
pub use module::{Module, ENTRY_POINT, PAGE_LIMIT};
pub use operators::is_priced;
pub use pack::{pack, Candidate, PackError, Packed};
pub use rejection::{Limited, Rejection};
pub use text::{round_trip, strip_custom_sections, TextError};
pub use trim::trim;
