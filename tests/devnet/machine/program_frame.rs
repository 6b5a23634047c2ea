//! A program's frame: entry, running between requests, result.

use super::{
    execution::Ctx,
    frame::Frame,
    library::Prepared,
    registry::{self, Activation},
    service::{serve, settle, Answer, Waiting},
};
use crate::{
    host::{Guest, Program, Setting, Stop, StorageCache},
    meter::{returned_data_gas, INK_GLOBAL, INK_PER_GAS, MAX_METERED_GAS},
};
use revm::{
    context_interface::{
        context::ContextTr, journaled_state::JournalCheckpoint, JournalTr, LocalContextTr,
    },
    handler::{FrameInitOrResult, FrameResult, ItemOrResult},
    interpreter::{
        interpreter_action::FrameInit, CallInputs, CallOutcome, CallValue, FrameInput, Gas,
        InstructionResult, InterpreterResult, SharedMemory,
    },
    primitives::{constants::CALL_STACK_LIMIT, Bytes},
};
use std::{ops::Range, sync::Arc};
use wasmi::{
    errors::ErrorKind, Instance, Store, StoreLimitsBuilder, TrapCode, TypedFunc,
    TypedResumableCall, TypedResumableCallHostTrap, Val,
};

/// Export that the chain calls.
const ENTRY_POINT: &str = "user_entrypoint";
/// Bytes of memory a program may have: 128 pages.
const MEMORY_LIMIT: usize = 128 * 65_536;

type Suspended = TypedResumableCallHostTrap<i32>;

/// Where the program stands.
enum Turn {
    /// To be called with the length of its call data.
    Start(TypedFunc<i32, i32>, i32),
    /// To go on with a host function's result.
    Resume(Suspended, Vec<Val>),
    /// Until a frame that it opened returns.
    Wait(Suspended, Waiting),
    /// To end.
    End(Stop),
}

/// A program's frame.
pub(crate) struct ProgramFrame {
    pub(crate) store: Store<Program>,
    turn: Option<Turn>,
    /// Refund of its storage writes and of the calls that it made.
    pub(crate) refund: i64,
    gas_limit: u64,
    /// Gas over what can be metered.
    aside: u64,
    pub(crate) depth: usize,
    checkpoint: JournalCheckpoint,
    pages_before: crate::meter::PageModel,
    pub(crate) memory: SharedMemory,
    return_range: Range<usize>,
    pub(crate) is_finished: bool,
}

/// A call that found no program to run, or could not pay for its entry.
pub(crate) fn ended(inputs: &CallInputs, result: InstructionResult, remaining: u64) -> FrameResult {
    let mut gas = Gas::new(inputs.gas_limit);
    gas.set_remaining(remaining);
    let result = InterpreterResult::new(result, Bytes::new(), gas);
    FrameResult::Call(CallOutcome::new(
        result,
        inputs.return_memory_offset.clone(),
    ))
}

/// Opens the frame of a call into a program: depth, value, activation, entry cost.
pub(crate) fn open(ctx: &mut Ctx, init: FrameInit) -> Result<ProgramFrame, FrameResult> {
    let FrameInit {
        depth,
        memory,
        frame_input,
    } = init;
    let FrameInput::Call(inputs) = &frame_input else {
        let failed = InterpreterResult::new_oog(0, 0);
        return Err(FrameResult::Call(CallOutcome::new(failed, 0..0)));
    };
    let gas_limit = inputs.gas_limit;
    if depth > CALL_STACK_LIMIT as usize {
        return Err(ended(inputs, InstructionResult::CallTooDeep, gas_limit));
    }
    // Read the call data before anything else can use the memory it lies in.
    let arguments = inputs.input.bytes(ctx);
    let checkpoint = ctx.journal_mut().checkpoint();
    let refused = |ctx: &mut Ctx, result, remaining| {
        ctx.journal_mut().checkpoint_revert(checkpoint);
        Err(ended(inputs, result, remaining))
    };
    if let CallValue::Transfer(value) = inputs.value {
        let (from, to) = (inputs.caller, inputs.target_address);
        if let Some(error) = ctx.journal_mut().transfer_loaded(from, to, value) {
            return refused(ctx, error.into(), gas_limit);
        }
    }
    let (activation, prepared) = match find(ctx, inputs) {
        Ok(found) => found,
        Err(reason) => {
            if depth == 0 {
                ctx.local_mut().set_precompile_error_context(reason);
            }
            return refused(ctx, InstructionResult::PrecompileError, 0);
        }
    };
    let (hash, _) = inputs.known_bytecode;
    let pages_before = ctx.chain.pages;
    let is_cached = ctx.chain.is_cached(hash, activation.is_cached);
    let entry = if is_cached {
        activation.cached_gas()
    } else {
        activation.uncached_gas()
    };
    let entry = entry.saturating_add(pages_before.price(activation.footprint));
    let Some(left) = gas_limit.checked_sub(entry) else {
        return refused(ctx, InstructionResult::OutOfGas, 0);
    };
    let metered = left.min(MAX_METERED_GAS);
    let started = start(ctx, inputs, &prepared, arguments, metered);
    let Ok((store, turn)) = started else {
        return refused(ctx, InstructionResult::PrecompileError, 0);
    };
    ctx.chain.pages.add(activation.footprint);
    Ok(ProgramFrame {
        store,
        turn: Some(turn),
        refund: 0,
        gas_limit,
        aside: left - metered,
        depth,
        checkpoint,
        pages_before,
        memory,
        return_range: inputs.return_memory_offset.clone(),
        is_finished: false,
    })
}

fn find(ctx: &mut Ctx, inputs: &CallInputs) -> Result<(Activation, Arc<Prepared>), String> {
    let (hash, code) = &inputs.known_bytecode;
    let now = ctx.chain.surroundings.timestamp;
    let activation = registry::read(ctx, *hash)
        .active(now)
        .map_err(|reason| reason.to_string())?;
    let prepared = ctx.chain.library.prepare(*hash, code.original_byte_slice());
    Ok((activation, prepared.map_err(|reason| reason.to_string())?))
}

fn start(
    ctx: &Ctx,
    inputs: &CallInputs,
    prepared: &Prepared,
    arguments: Bytes,
    gas: u64,
) -> Result<(Store<Program>, Turn), wasmi::Error> {
    let address = inputs.target_address;
    let counted = usize::from(!inputs.scheme.is_delegate_call() && !inputs.scheme.is_call_code());
    let setting = Setting {
        address,
        sender: inputs.caller,
        value: inputs.value.get(),
        is_static: inputs.is_static,
        is_reentrant: ctx.chain.open_frames(&address) + counted > 1,
        surroundings: Arc::clone(&ctx.chain.surroundings),
    };
    let length = i32::try_from(arguments.len()).unwrap_or(i32::MAX);
    let program = Program {
        setting,
        arguments,
        output: Bytes::new(),
        returned: Bytes::new(),
        cache: StorageCache::default(),
        limits: StoreLimitsBuilder::new().memory_size(MEMORY_LIMIT).build(),
        parts: None,
    };
    let library = &ctx.chain.library;
    let mut store = Store::new(&library.engine, program);
    store.limiter(|program| &mut program.limits);
    let instance: Instance = library
        .linker
        .instantiate_and_start(&mut store, &prepared.module)?;
    let memory = instance.get_memory(&store, "memory");
    let ink = instance.get_global(&store, INK_GLOBAL);
    store.data_mut().parts = memory.zip(ink);
    Guest(&mut store).set_ink(gas.saturating_mul(INK_PER_GAS))?;
    let entry = instance.get_typed_func::<i32, i32>(&store, ENTRY_POINT)?;
    Ok((store, Turn::Start(entry, length)))
}

impl ProgramFrame {
    /// Runs until the program opens a frame or ends.
    pub(crate) fn run(&mut self, ctx: &mut Ctx) -> FrameInitOrResult<Frame> {
        loop {
            let stop = match self.turn.take() {
                Some(Turn::Start(entry, length)) => {
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
    ) -> Result<(Suspended, crate::host::Request), Stop> {
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
            _ => Stop::Failure("trap"),
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
