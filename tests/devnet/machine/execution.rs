//! The stack of frames of one transaction, as revm's handler drives it.

use super::{
    frame::{Frame, FrameKind},
    state::State,
};
use revm::{
    context::{BlockEnv, CfgEnv, Context, FrameStack, Journal, TxEnv},
    handler::{
        evm::{ContextDbError, FrameInitResult},
        instructions::{EthInstructions, InstructionProvider},
        EthFrame, EthPrecompiles, EvmTr, FrameInitOrResult, FrameResult, ItemOrResult,
    },
    context_interface::local::OutFrame,
    interpreter::{interpreter::EthInterpreter, interpreter_action::FrameInit},
};

/// What a transaction runs in.
pub(crate) type Ctx = Context<BlockEnv, TxEnv, CfgEnv, State, Journal<State>, ()>;

/// One transaction's executor.
pub(crate) struct Execution {
    pub(crate) ctx: Ctx,
    instructions: EthInstructions<EthInterpreter, Ctx>,
    precompiles: EthPrecompiles,
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
            precompiles: EthPrecompiles::new(spec),
            frames: Vec::new(),
            unused: FrameStack::new(),
        }
    }

    fn push(&mut self, frame: Frame) -> &mut Frame {
        self.frames.push(frame);
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }
}

impl EvmTr for Execution {
    type Context = Ctx;
    type Instructions = EthInstructions<EthInterpreter, Ctx>;
    type Precompiles = EthPrecompiles;
    type Frame = Frame;

    fn all(&self) -> (&Ctx, &Self::Instructions, &Self::Precompiles, &FrameStack<Frame>) {
        (&self.ctx, &self.instructions, &self.precompiles, &self.unused)
    }

    fn all_mut(
        &mut self,
    ) -> (&mut Ctx, &mut Self::Instructions, &mut Self::Precompiles, &mut FrameStack<Frame>) {
        (&mut self.ctx, &mut self.instructions, &mut self.precompiles, &mut self.unused)
    }

    fn frame_init(
        &mut self,
        input: FrameInit,
    ) -> Result<FrameInitResult<'_, Frame>, ContextDbError<Ctx>> {
        let mut frame = Box::new(EthFrame::invalid());
        let place = OutFrame::new_init(frame.as_mut());
        let opened =
            EthFrame::init_with_context(place, &mut self.ctx, &mut self.precompiles, input)?;
        Ok(match opened {
            ItemOrResult::Item(_) => {
                let kind = FrameKind::Evm(frame);
                ItemOrResult::Item(self.push(Frame { kind, counted: None }))
            }
            ItemOrResult::Result(result) => ItemOrResult::Result(result),
        })
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Frame>, ContextDbError<Ctx>> {
        let Some(frame) = self.frames.last_mut() else {
            return Err(ContextDbError::<Ctx>::Custom("no frame to run".to_owned()));
        };
        match &mut frame.kind {
            FrameKind::Evm(frame) => {
                let action = frame.interpreter.run_plain(
                    self.instructions.instruction_table(),
                    self.instructions.gas_table(),
                    &mut self.ctx,
                );
                let next: FrameInitOrResult<EthFrame> =
                    frame.process_next_action::<_, ContextDbError<Ctx>>(&mut self.ctx, action)?;
                if next.is_result() {
                    frame.set_finished(true);
                }
                Ok(match next {
                    ItemOrResult::Item(init) => ItemOrResult::Item(init),
                    ItemOrResult::Result(result) => ItemOrResult::Result(result),
                })
            }
        }
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, ContextDbError<Ctx>> {
        let finished = self.frames.last().is_some_and(|frame| match &frame.kind {
            FrameKind::Evm(frame) => frame.is_finished(),
        });
        if finished {
            self.frames.pop();
        }
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            None => Ok(Some(result)),
            Some(FrameKind::Evm(frame)) => {
                frame.return_result::<_, ContextDbError<Ctx>>(&mut self.ctx, result)?;
                Ok(None)
            }
        }
    }
}
