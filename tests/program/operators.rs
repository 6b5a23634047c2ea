//! Operators that have a price, and what metering adds around them.

use wasmparser::Operator;

/// Whether the chain has a price for the operator. What has none cannot be in a program.
pub fn is_priced(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Unreachable
            | O::Return
            | O::Nop
            | O::I32Const { .. }
            | O::I64Const { .. }
            | O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Drop
            | O::Br { .. }
            | O::BrIf { .. }
            | O::BrTable { .. }
            | O::Select
            | O::Call { .. }
            | O::CallIndirect { .. }
            | O::LocalGet { .. }
            | O::LocalTee { .. }
            | O::LocalSet { .. }
            | O::GlobalGet { .. }
            | O::GlobalSet { .. }
            | O::MemorySize { .. }
            | O::MemoryGrow { .. }
            | O::MemoryCopy { .. }
            | O::MemoryFill { .. }
    ) || is_memory_access(operator)
        || is_comparison(operator)
        || is_arithmetic(operator)
}

fn is_memory_access(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::I32Load { .. }
            | O::I32Load8S { .. }
            | O::I32Load8U { .. }
            | O::I32Load16S { .. }
            | O::I32Load16U { .. }
            | O::I64Load { .. }
            | O::I64Load8S { .. }
            | O::I64Load8U { .. }
            | O::I64Load16S { .. }
            | O::I64Load16U { .. }
            | O::I64Load32S { .. }
            | O::I64Load32U { .. }
            | O::I32Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I64Store { .. }
            | O::I64Store8 { .. }
            | O::I64Store16 { .. }
            | O::I64Store32 { .. }
    )
}

fn is_comparison(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::I32Eqz
            | O::I32Eq
            | O::I32Ne
            | O::I32LtS
            | O::I32LtU
            | O::I32GtS
            | O::I32GtU
            | O::I32LeS
            | O::I32LeU
            | O::I32GeS
            | O::I32GeU
            | O::I64Eqz
            | O::I64Eq
            | O::I64Ne
            | O::I64LtS
            | O::I64LtU
            | O::I64GtS
            | O::I64GtU
            | O::I64LeS
            | O::I64LeU
            | O::I64GeS
            | O::I64GeU
    )
}

fn is_arithmetic(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::I32Clz
            | O::I32Ctz
            | O::I32Popcnt
            | O::I32Add
            | O::I32Sub
            | O::I32Mul
            | O::I32DivS
            | O::I32DivU
            | O::I32RemS
            | O::I32RemU
            | O::I32And
            | O::I32Or
            | O::I32Xor
            | O::I32Shl
            | O::I32ShrS
            | O::I32ShrU
            | O::I32Rotl
            | O::I32Rotr
            | O::I64Clz
            | O::I64Ctz
            | O::I64Popcnt
            | O::I64Add
            | O::I64Sub
            | O::I64Mul
            | O::I64DivS
            | O::I64DivU
            | O::I64RemS
            | O::I64RemU
            | O::I64And
            | O::I64Or
            | O::I64Xor
            | O::I64Shl
            | O::I64ShrS
            | O::I64ShrU
            | O::I64Rotl
            | O::I64Rotr
            | O::I32WrapI64
            | O::I64ExtendI32S
            | O::I64ExtendI32U
            | O::I32Extend8S
            | O::I32Extend16S
            | O::I64Extend8S
            | O::I64Extend16S
            | O::I64Extend32S
    )
}

/// Whether a basic block ends with the operator.
fn ends_block(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Unreachable
            | O::Else
            | O::End
            | O::Return
            | O::Loop { .. }
            | O::Br { .. }
            | O::BrTable { .. }
            | O::BrIf { .. }
            | O::If { .. }
            | O::Call { .. }
            | O::CallIndirect { .. }
    )
}

/// Operators of one function as the chain counts them: its own and those that the chain adds to meter
/// ink and to bound the stack.
#[derive(Debug, Default)]
pub(crate) struct MeteredLength(u64);

impl MeteredLength {
    /// Charge of a basic block.
    const BLOCK: u64 = 12;
    /// Charge by the byte of a copy or a fill.
    const BY_BYTE: u64 = 17;
    /// Payment for new pages.
    const GROW: u64 = 4;
    /// Check of the stack at the entry.
    const ENTRY: u64 = 12;
    /// Credit of the stack at a return.
    const EXIT: u64 = 4;

    /// Counts one operator.
    pub(crate) fn add(&mut self, operator: &Operator<'_>) {
        let mut count = 1;
        if ends_block(operator) {
            count += Self::BLOCK;
        }
        match operator {
            Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } => count += Self::BY_BYTE,
            Operator::MemoryGrow { .. } => count += Self::GROW,
            Operator::Return => count += Self::EXIT,
            _ => {}
        }
        self.0 += count;
    }

    /// The count, with the check at the entry and the return at the end.
    pub(crate) fn finish(self) -> u64 {
        self.0 + Self::ENTRY + Self::EXIT + 1
    }
}
