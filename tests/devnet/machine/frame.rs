//! One open call: of EVM code or of a program.

use super::program_frame::ProgramFrame;
use revm::{
    handler::{evm::FrameTr, EthFrame, FrameResult},
    interpreter::{interpreter_action::FrameInit, CallScheme, FrameInput},
    primitives::Address,
};

/// A frame of the stack.
pub(crate) struct Frame {
    pub(crate) kind: FrameKind,
    /// The acting address where the frame counts for re-entrance.
    pub(crate) counted: Option<Address>,
}

/// What the frame runs.
pub(crate) enum FrameKind {
    Evm(Box<EthFrame>),
    Program(Box<ProgramFrame>),
}

impl FrameTr for Frame {
    type FrameResult = FrameResult;
    type FrameInit = FrameInit;
}

impl Frame {
    /// Has returned its result.
    pub(crate) fn is_finished(&self) -> bool {
        match &self.kind {
            FrameKind::Evm(frame) => frame.is_finished(),
            FrameKind::Program(frame) => frame.is_finished(),
        }
    }
}

/// The acting address of a call, unless it is a delegate call: those do not count for re-entrance.
pub(crate) fn counted_address(input: &FrameInput) -> Option<Address> {
    match input {
        FrameInput::Call(call) => {
            let borrows = matches!(call.scheme, CallScheme::DelegateCall | CallScheme::CallCode);
            (!borrows).then_some(call.target_address)
        }
        FrameInput::Create(_) | FrameInput::Empty => None,
    }
}
