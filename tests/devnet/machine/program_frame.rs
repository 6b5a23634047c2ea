//! A program's frame: running between requests, and its result.

use super::{
    execution::Ctx,
    frame::Frame,
    service::{serve, Answer},
    subcall::{settle, Waiting},
};
use crate::{
    host::{Guest, Program, Request, Stop},
    meter::{returned_data_gas, PageModel},
};
use revm::{
    context_interface::{context::ContextTr, journaled_state::JournalCheckpoint, JournalTr},
    handler::{FrameInitOrResult, FrameResult, ItemOrResult},
    interpreter::{
        interpreter_action::FrameInit, CallOutcome, Gas, InstructionResult, InterpreterResult,
        SharedMemory,
    },
    primitives::Bytes,
};
use std::ops::Range;
use wasmi::{
    errors::ErrorKind, Store, TrapCode, TypedFunc, TypedResumableCall, TypedResumableCallHostTrap,
    Val,
};

type Suspended = TypedResumableCallHostTrap<i32>;

/// Where the program stands.
enum Turn {
    /// To be called.
    Start(TypedFunc<i32, i32>),
    /// To go on with a host function's result.
    Resume(Suspended, Vec<Val>),
    /// Until a frame that it opened returns.
    Wait(Suspended, Waiting),
    /// To end.
    End(Stop),
}

/// What a frame starts with.
pub(super) struct Opening {
    pub(super) store: Store<Program>,
    pub(super) entry: TypedFunc<i32, i32>,
    pub(super) gas_limit: u64,
    /// Gas over what can be metered.
    pub(super) aside: u64,
    pub(super) depth: usize,
    pub(super) checkpoint: JournalCheckpoint,
    /// Pages open before the program's own.
    pub(super) pages_before: PageModel,
    pub(super) memory: SharedMemory,
    /// Where an EVM caller wants the output.
    pub(super) return_range: Range<usize>,
}

/// A program's frame.
pub(crate) struct ProgramFrame {
    pub(super) store: Store<Program>,
    turn: Option<Turn>,
    /// Refund of its storage writes and of the calls that it made.
    pub(super) refund: i64,
    gas_limit: u64,
    aside: u64,
    depth: usize,
    checkpoint: JournalCheckpoint,
    pages_before: PageModel,
    memory: SharedMemory,
    return_range: Range<usize>,
    is_finished: bool,
}

impl ProgramFrame {
    pub(super) fn new(opening: Opening) -> Self {
        Self {
            store: opening.store,
            turn: Some(Turn::Start(opening.entry)),
            refund: 0,
            gas_limit: opening.gas_limit,
            aside: opening.aside,
            depth: opening.depth,
            checkpoint: opening.checkpoint,
            pages_before: opening.pages_before,
            memory: opening.memory,
            return_range: opening.return_range,
            is_finished: false,
        }
    }

    /// Has returned its result.
    pub(crate) fn is_finished(&self) -> bool {
        self.is_finished
    }

    /// Runs until the program opens a frame or ends.
    pub(crate) fn run(&mut self, ctx: &mut Ctx) -> FrameInitOrResult<Frame> {
        loop {
            let stop = match self.turn.take() {
                Some(Turn::Start(entry)) => {
                    let length = self.store.data().arguments.len();
                    let length = i32::try_from(length).unwrap_or(i32::MAX);
                    let called = entry.call_resumable(&mut self.store, length);
                    self.advance(called)
                }
                Some(Turn::Resume(suspended, values)) => {
                    let called = suspended.resume(&mut self.store, &values);
                    self.advance(called)
                }
                Some(Turn::End(stop)) => Err(stop),
                Some(Turn::Wait(..)) | None => Err(Stop::Failure("frame run while it waits")),
            };
            let served = stop.and_then(|(suspended, request)| {
                serve(ctx, self, request).map(|answer| (suspended, answer))
            });
            match served {
                Ok((suspended, Answer::Values(values))) => {
                    self.turn = Some(Turn::Resume(suspended, values));
                }
                Ok((suspended, Answer::Frame(input, waiting))) => {
                    self.turn = Some(Turn::Wait(suspended, waiting));
                    let memory = self.memory.new_child_context();
                    let depth = self.depth + 1;
                    return ItemOrResult::Item(FrameInit {
                        depth,
                        memory,
                        frame_input: input,
                    });
                }
                Err(stop) => return ItemOrResult::Result(self.finish(ctx, stop)),
            }
        }
    }

    /// What the program stopped for.
    fn advance(
        &mut self,
        called: Result<TypedResumableCall<i32>, wasmi::Error>,
    ) -> Result<(Suspended, Request), Stop> {
        match called {
            Ok(TypedResumableCall::Finished(status)) => Err(Stop::Exit(status)),
            Ok(TypedResumableCall::HostTrap(suspended)) => {
                match suspended.host_error().downcast_ref::<Stop>().cloned() {
                    Some(Stop::Request(request)) => Ok((suspended, *request)),
                    Some(stop) => Err(stop),
                    None => Err(Stop::Failure("host function failed")),
                }
            }
            Ok(TypedResumableCall::OutOfFuel(_)) => Err(Stop::Failure("out of fuel")),
            Err(error) => Err(self.trapped(&error)),
        }
    }

    fn trapped(&mut self, error: &wasmi::Error) -> Stop {
        if Guest(&mut self.store).is_exhausted() {
            return Stop::OutOfInk;
        }
        match error.kind() {
            ErrorKind::TrapCode(TrapCode::StackOverflow) => Stop::OutOfStack,
            ErrorKind::TrapCode(trap) => Stop::Failure(trap.trap_message()),
            _ => Stop::Failure("fault of the interpreter"),
        }
    }

    /// Takes the result of the frame that it opened.
    pub(crate) fn take_result(&mut self, result: FrameResult) {
        self.memory.free_child_context();
        self.turn = match self.turn.take() {
            Some(Turn::Wait(suspended, waiting)) => match settle(self, waiting, result) {
                Ok(values) => Some(Turn::Resume(suspended, values)),
                Err(stop) => Some(Turn::End(stop)),
            },
            _ => Some(Turn::End(Stop::Failure(
                "result for a frame that does not wait",
            ))),
        };
    }

    fn finish(&mut self, ctx: &mut Ctx, stop: Stop) -> FrameResult {
        self.is_finished = true;
        if !matches!(stop, Stop::Exit(_)) {
            let address = self.store.data().setting.address;
            ctx.chain.note_failure(address, &stop.to_string());
        }
        ctx.chain.pages.close_to(self.pages_before);
        let left = Guest(&mut self.store).gas_left().saturating_add(self.aside);
        let output = std::mem::take(&mut self.store.data_mut().output);
        let (mut result, mut output, mut left) = match stop {
            Stop::Exit(0) => (InstructionResult::Return, output, left),
            Stop::Exit(_) => (InstructionResult::Revert, output, left),
            Stop::Failure(_) | Stop::Request(_) => (InstructionResult::Revert, Bytes::new(), left),
            Stop::OutOfInk => (InstructionResult::OutOfGas, Bytes::new(), 0),
            Stop::OutOfStack => (InstructionResult::StackOverflow, Bytes::new(), 0),
        };
        match self.gas_limit.checked_sub(returned_data_gas(output.len())) {
            Some(most) => left = left.min(most),
            None => (result, output, left) = (InstructionResult::OutOfGas, Bytes::new(), 0),
        }
        let journal = ctx.journal_mut();
        if result.is_ok() {
            journal.checkpoint_commit();
        } else {
            journal.checkpoint_revert(self.checkpoint);
        }
        let mut gas = Gas::new(self.gas_limit);
        gas.set_remaining(left);
        gas.record_refund(self.refund);
        let result = InterpreterResult::new(result, output, gas);
        FrameResult::Call(CallOutcome::new(result, self.return_range.clone()))
    }
}
