//! The stack of frames of one transaction, as revm's handler drives it.

use super::{
    frame::{counted_address, Frame, FrameKind},
    program_entry,
    session::Session,
    state::State,
};
use crate::precompiles::Precompiles;
use revm::{
    context::{BlockEnv, CfgEnv, Context, FrameStack, Journal, TxEnv},
    context_interface::local::OutFrame,
    handler::{
        evm::{ContextDbError, FrameInitResult},
        instructions::EthInstructions,
        EthFrame, EvmTr, FrameInitOrResult, FrameResult, ItemOrResult,
    },
    interpreter::{
        interpreter::EthInterpreter, interpreter_action::FrameInit, CallInputs, FrameInput,
        InstructionResult, InterpreterAction,
    },
    primitives::Address,
};

/// What a transaction runs in.
pub(crate) type Ctx = Context<BlockEnv, TxEnv, CfgEnv, State, Journal<State>, Session>;

type Fault = ContextDbError<Ctx>;

/// First bytes of a program's code.
const PROGRAM_PREFIX: [u8; 3] = [0xef, 0xf0, 0x00];

/// One transaction's executor.
pub(crate) struct Execution {
    pub(crate) ctx: Ctx,
    instructions: EthInstructions<EthInterpreter, Ctx>,
    precompiles: Precompiles,
    frames: Vec<Frame>,
    /// revm wants one; ours is `frames`, because a program's frame is not revm's.
    unused: FrameStack<Frame>,
}

impl Execution {
    pub(crate) fn new(ctx: Ctx) -> Self {
        let spec = ctx.cfg.spec;
        Self {
            ctx,
            instructions: EthInstructions::new_mainnet_with_spec(spec),
            precompiles: Precompiles::new(spec),
            frames: Vec::new(),
            unused: FrameStack::new(),
        }
    }

    fn push(&mut self, kind: FrameKind, counted: Option<Address>) -> Result<&mut Frame, Fault> {
        if let Some(address) = counted {
            self.ctx.chain.open(address);
        }
        self.frames.push(Frame { kind, counted });
        self.frames.last_mut().ok_or_else(|| fault("no frame"))
    }

    fn pop_finished(&mut self) {
        if self.frames.last().is_some_and(Frame::is_finished) {
            if let Some(address) = self.frames.pop().and_then(|frame| frame.counted) {
                self.ctx.chain.close(address);
            }
        }
    }
}

fn fault(reason: &str) -> Fault {
    Fault::Custom(reason.to_owned())
}

fn is_program(call: &CallInputs) -> bool {
    let (_, code) = &call.known_bytecode;
    code.original_byte_slice().starts_with(&PROGRAM_PREFIX)
}

/// Code that starts with `EF` can be deployed only if it is a program.
fn refuse_reserved_code(action: &mut InterpreterAction) {
    if let InterpreterAction::Return(result) = action {
        let code = &result.output;
        if result.result.is_ok()
            && code.first() == Some(&0xef)
            && !code.starts_with(&PROGRAM_PREFIX)
        {
            result.result = InstructionResult::CreateContractStartingWithEF;
        }
    }
}

impl EvmTr for Execution {
    type Context = Ctx;
    type Instructions = EthInstructions<EthInterpreter, Ctx>;
    type Precompiles = Precompiles;
    type Frame = Frame;

    fn all(
        &self,
    ) -> (
        &Ctx,
        &Self::Instructions,
        &Self::Precompiles,
        &FrameStack<Frame>,
    ) {
        (
            &self.ctx,
            &self.instructions,
            &self.precompiles,
            &self.unused,
        )
    }

    fn all_mut(
        &mut self,
    ) -> (
        &mut Ctx,
        &mut Self::Instructions,
        &mut Self::Precompiles,
        &mut FrameStack<Frame>,
    ) {
        (
            &mut self.ctx,
            &mut self.instructions,
            &mut self.precompiles,
            &mut self.unused,
        )
    }

    fn frame_init(&mut self, input: FrameInit) -> Result<FrameInitResult<'_, Frame>, Fault> {
        let counted = counted_address(&input.frame_input);
        let input = match input {
            FrameInit {
                depth,
                memory,
                frame_input: FrameInput::Call(call),
            } if is_program(&call) => {
                return Ok(
                    match program_entry::open(&mut self.ctx, depth, memory, &call) {
                        ItemOrResult::Item(frame) => {
                            let kind = FrameKind::Program(Box::new(frame));
                            ItemOrResult::Item(self.push(kind, counted)?)
                        }
                        ItemOrResult::Result(result) => ItemOrResult::Result(result),
                    },
                );
            }
            other => other,
        };
        let mut frame = Box::new(EthFrame::invalid());
        let place = OutFrame::new_init(frame.as_mut());
        let opened =
            EthFrame::init_with_context(place, &mut self.ctx, &mut self.precompiles, input)?;
        match opened {
            ItemOrResult::Item(_) => {
                let counted = counted.or(frame.data.created_address());
                Ok(ItemOrResult::Item(
                    self.push(FrameKind::Evm(frame), counted)?,
                ))
            }
            ItemOrResult::Result(result) => Ok(ItemOrResult::Result(result)),
        }
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Frame>, Fault> {
        let frame = self
            .frames
            .last_mut()
            .ok_or_else(|| fault("no frame to run"))?;
        let frame = match &mut frame.kind {
            FrameKind::Evm(frame) => frame,
            FrameKind::Program(frame) => return Ok(frame.run(&mut self.ctx)),
        };
        let mut action = frame.interpreter.run_plain(
            self.instructions.instruction_table(),
            self.instructions.gas_table(),
            &mut self.ctx,
        );
        if frame.data.is_create() {
            refuse_reserved_code(&mut action);
        }
        let next = frame.process_next_action::<_, Fault>(&mut self.ctx, action)?;
        Ok(match next {
            ItemOrResult::Item(init) => ItemOrResult::Item(init),
            ItemOrResult::Result(result) => {
                frame.set_finished(true);
                ItemOrResult::Result(result)
            }
        })
    }

    fn frame_return_result(&mut self, result: FrameResult) -> Result<Option<FrameResult>, Fault> {
        self.pop_finished();
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            None => return Ok(Some(result)),
            Some(FrameKind::Evm(frame)) => {
                frame.return_result::<_, Fault>(&mut self.ctx, result)?
            }
            Some(FrameKind::Program(frame)) => frame.take_result(result),
        }
        Ok(None)
    }
}
