//! Rewrites a module so that it counts its own ink.
//!
//! One mutable global holds the ink left. At the start of each basic block the price of the whole
//! block is taken off and the program stops where the global falls below zero; a copy or fill takes
//! its price by the byte just before; a growth of memory pays the host for its pages just before. The
//! operators added here cost nothing.

use super::operators::{ends_block, operator_ink, BLOCK_HEADER, BULK_BYTE};
use wasm_encoder::{
    reencode::{utils, Error, Reencode},
    BlockType, CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection,
    GlobalType, Instruction, Module, SectionId, ValType,
};
use wasmparser::{
    BinaryReaderError, ExportSectionReader, FunctionBody, GlobalSectionReader, Operator, Parser,
    Payload, TypeRef,
};

/// Export of the global that holds the ink left. Programs may not export a name that begins so.
pub(crate) const INK_GLOBAL: &str = "stylus_ink_left";

const PAY_FOR_PAGES: &str = "pay_for_memory_grow";

/// Why a module cannot be metered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InstrumentError {
    /// An operator that a program may not have.
    #[error("operator without a price: {0}")]
    Operator(String),
    /// The bytes are no module.
    #[error("{0}")]
    Malformed(String),
}

impl From<BinaryReaderError> for InstrumentError {
    fn from(error: BinaryReaderError) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// The module with its meter.
///
/// # Errors
/// Where an operator has no price or the bytes are no module.
pub(crate) fn instrument(module: &[u8]) -> Result<Vec<u8>, InstrumentError> {
    let mut meter = Meter::of(module)?;
    let mut metered = Module::new();
    match meter.parse_core_module(&mut metered, Parser::new(0), module) {
        Ok(()) => Ok(metered.finish()),
        Err(Error::UserError(error)) => Err(error),
        Err(error) => Err(InstrumentError::Malformed(error.to_string())),
    }
}

/// What the rewriting needs to know of the module before it starts.
#[derive(Default)]
struct Meter {
    /// Parameter counts of the function types.
    types: Vec<usize>,
    /// Types of all functions, imported ones first.
    functions: Vec<u32>,
    /// Index of the function rewritten next.
    next: usize,
    /// Index of the ink global: the last one.
    ink: u32,
    /// The imported function that pays for pages.
    pay_for_pages: Option<u32>,
}

impl Meter {
    fn of(module: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut meter = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::TypeSection(section) => {
                    for ty in section.into_iter_err_on_gc_types() {
                        meter.types.push(ty?.params().len());
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        if let TypeRef::Func(ty) = import.ty {
                            if import.name == PAY_FOR_PAGES {
                                meter.pay_for_pages = u32::try_from(meter.functions.len()).ok();
                            }
                            meter.functions.push(ty);
                        }
                    }
                    meter.next = meter.functions.len();
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        meter.functions.push(ty?);
                    }
                }
                Payload::GlobalSection(section) => meter.ink = section.count(),
                _ => {}
            }
        }
        Ok(meter)
    }

    fn parameters(&self, ty: u32) -> Option<usize> {
        self.types.get(ty as usize).copied()
    }

    fn add_ink_global(&self, globals: &mut GlobalSection) {
        let global_type = GlobalType {
            val_type: ValType::I64,
            mutable: true,
            shared: false,
        };
        globals.global(global_type, &ConstExpr::i64_const(0));
    }

    /// Takes what `cost` leaves on the stack off the ink left and stops the program below zero.
    fn charge<'a>(
        &self,
        spare: Spare,
        cost: impl IntoIterator<Item = Instruction<'a>>,
    ) -> Vec<Instruction<'a>> {
        let mut charge = vec![Instruction::GlobalGet(self.ink)];
        charge.extend(cost);
        charge.extend([
            Instruction::I64Sub,
            Instruction::LocalTee(spare.ink),
            Instruction::GlobalSet(self.ink),
            Instruction::LocalGet(spare.ink),
            Instruction::I64Const(0),
            Instruction::I64LtS,
            Instruction::If(BlockType::Empty),
            Instruction::Unreachable,
            Instruction::End,
        ]);
        charge
    }

    /// What is due just before an operator whose price depends on the stack.
    fn before<'a>(&self, operator: &Operator<'_>, spare: Spare) -> Vec<Instruction<'a>> {
        let length = Instruction::LocalGet(spare.length);
        match operator {
            Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } => {
                let each = Instruction::I64Const(BULK_BYTE);
                let cost = [
                    length.clone(),
                    Instruction::I64ExtendI32U,
                    each,
                    Instruction::I64Mul,
                ];
                let mut due = vec![Instruction::LocalSet(spare.length)];
                due.extend(self.charge(spare, cost));
                due.push(length);
                due
            }
            Operator::MemoryGrow { .. } => match self.pay_for_pages {
                Some(pay) => {
                    vec![
                        Instruction::LocalTee(spare.length),
                        Instruction::Call(pay),
                        length,
                    ]
                }
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

/// Locals added to a function: the ink left and the length of a copy.
#[derive(Clone, Copy)]
struct Spare {
    ink: u32,
    length: u32,
}

impl Reencode for Meter {
    type Error = InstrumentError;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<InstrumentError>> {
        let ty = self
            .functions
            .get(self.next)
            .and_then(|ty| self.parameters(*ty));
        self.next += 1;
        let mut count = ty.and_then(|ty| u32::try_from(ty).ok()).unwrap_or_default();
        let mut locals = Vec::new();
        for group in body.get_locals_reader()? {
            let (number, ty) = group?;
            count = count.saturating_add(number);
            locals.push((number, self.val_type(ty)?));
        }
        let spare = Spare {
            ink: count,
            length: count.saturating_add(1),
        };
        locals.extend([(1, ValType::I64), (1, ValType::I32)]);

        let mut function = Function::new(locals);
        let mut block: Vec<Instruction<'_>> = Vec::new();
        let mut price = BLOCK_HEADER;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            let ink = operator_ink(&operator, |ty| self.parameters(ty)).ok_or_else(|| {
                Error::UserError(InstrumentError::Operator(format!("{operator:?}")))
            })?;
            price = price.saturating_add(ink);
            let is_last = ends_block(&operator);
            block.extend(self.before(&operator, spare));
            block.push(self.instruction(operator)?);
            if is_last {
                let cost = i64::try_from(price).unwrap_or(i64::MAX);
                for instruction in self.charge(spare, [Instruction::I64Const(cost)]) {
                    function.instruction(&instruction);
                }
                for instruction in block.drain(..) {
                    function.instruction(&instruction);
                }
                price = BLOCK_HEADER;
            }
        }
        code.function(&function);
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<InstrumentError>> {
        utils::parse_global_section(self, globals, section)?;
        self.add_ink_global(globals);
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<InstrumentError>> {
        utils::parse_export_section(self, exports, section)?;
        exports.export(INK_GLOBAL, ExportKind::Global, self.ink);
        Ok(())
    }

    /// A module without globals gets the section in its place, just before the exports that it must
    /// have.
    fn intersperse_section_hook(
        &mut self,
        module: &mut Module,
        after: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Result<(), Error<InstrumentError>> {
        if before == Some(SectionId::Export) && after != Some(SectionId::Global) && self.ink == 0 {
            let mut globals = GlobalSection::new();
            self.add_ink_global(&mut globals);
            module.section(&globals);
        }
        Ok(())
    }
}
