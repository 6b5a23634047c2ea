//! Programs ready to run: unpacked, checked, metered and translated once, whatever chain state they
//! are called in.

use crate::{
    host::{linker, Program},
    meter::{instrument, InstrumentError},
};
use program::{decompress, CodeError, Measure, Rejection};
use revm::primitives::B256;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use wasmi::{Config, Engine, Linker, Module};

/// Words of stack that a program has.
const STACK_WORDS: usize = 22_000;
/// The least words that a call takes: no more calls than this can be open at once.
const CALL_WORDS: usize = 4;

/// Why code does not become a program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unusable {
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error(transparent)]
    Unmetered(#[from] InstrumentError),
    #[error("not translated: {0}")]
    Untranslated(String),
}

/// A program ready to run.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) module: Module,
    pub(crate) measure: Measure,
}

type Shelf = HashMap<B256, Result<Arc<Prepared>, Unusable>>;

/// All programs seen so far, by the hash of their code.
pub(crate) struct Library {
    pub(crate) engine: Engine,
    pub(crate) linker: Linker<Program>,
    shelf: Mutex<Shelf>,
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").finish_non_exhaustive()
    }
}

impl Library {
    pub(crate) fn new() -> Self {
        let mut config = Config::default();
        config.set_max_recursion_depth(STACK_WORDS / CALL_WORDS);
        config.set_max_stack_height(STACK_WORDS * 8);
        let engine = Engine::new(&config);
        // Two host functions of one name would fail every test at once.
        let linker = linker(&engine).unwrap_or_else(|_| Linker::new(&engine));
        Self {
            engine,
            linker,
            shelf: Mutex::default(),
        }
    }

    /// The program in the code of that hash.
    ///
    /// # Errors
    /// Where a chain would refuse to activate the code.
    pub(crate) fn prepare(&self, hash: B256, code: &[u8]) -> Result<Arc<Prepared>, Unusable> {
        let shelf = || self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = shelf().get(&hash) {
            return known.clone();
        }
        let prepared = self.unpack(code).map(Arc::new);
        shelf().insert(hash, prepared.clone());
        prepared
    }

    fn unpack(&self, code: &[u8]) -> Result<Prepared, Unusable> {
        let module = decompress(code)?;
        let measure = program::Module::parse(&module)?;
        let metered = instrument(&module)?;
        let module = Module::new(&self.engine, &metered)
            .map_err(|error| Unusable::Untranslated(error.to_string()))?;
        Ok(Prepared { module, measure })
    }
}
