//! One open call: of EVM code or of a program.

use revm::{
    handler::{evm::FrameTr, EthFrame, FrameResult},
    interpreter::interpreter_action::FrameInit,
    primitives::Address,
};

/// A frame of the stack.
pub(crate) struct Frame {
    pub(crate) kind: FrameKind,
    /// The acting address where the frame counts for re-entrance: delegate frames do not.
    pub(crate) counted: Option<Address>,
}

/// What the frame runs.
pub(crate) enum FrameKind {
    Evm(Box<EthFrame>),
}

impl FrameTr for Frame {
    type FrameResult = FrameResult;
    type FrameInit = FrameInit;
}
