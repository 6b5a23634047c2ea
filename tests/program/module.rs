//! The rules of activation, in the order of the module's sections.

use std::collections::HashSet;

use wasmparser::{
    BlockType, ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, Encoding, Export,
    ExternalKind, FuncType, FunctionBody, Global, Import, MemoryType, Operator, Parser, Payload,
    RefType, TableType, TypeRef, ValType, Validator, WasmFeatures,
};

use crate::code::MODULE_LIMIT;
use crate::hooks::{hook, Hook, Word, HOOK_MODULE};
use crate::measure::Measure;
use crate::operators::{is_priced, MeteredLength};
use crate::rejection::{Limited, Rejection};

/// Name of the exported function that the chain calls: `(i32) -> i32`, from the length of the call data
/// to 0 for success.
pub const ENTRY_POINT: &str = "user_entrypoint";
/// Most pages of 64 KiB a program may have.
pub const PAGE_LIMIT: u64 = 128;

const GROW_HOOK: &str = "pay_for_memory_grow";
const MEMORY_NAME: &str = "memory";
const RESERVED_PREFIX: &str = "stylus";

/// What WebAssembly itself is validated with, after the rules of the chain.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::GC_TYPES);

/// A module under inspection.
#[derive(Debug, Default)]
pub struct Module {
    types: Vec<FuncType>,
    imports: Vec<u32>,
    functions: Vec<u32>,
    entry_point: Option<u32>,
    memories: u64,
    fixed_memory: bool,
    tables: u64,
    names: HashSet<String>,
    imported: HashSet<String>,
    exports: u64,
    memory_exported: bool,
    bodies: u32,
    measure: Measure,
}

impl Module {
    /// Checks the module as activation does and counts what its entry costs depend on.
    ///
    /// The first rule that is broken names the rejection. A module that is accepted here can still be
    /// too large once it is compressed: see [`crate::CODE_LIMIT`].
    pub fn parse(bytes: &[u8]) -> Result<Measure, Rejection> {
        at_most(Limited::Bytes, bytes.len() as u64, MODULE_LIMIT as u64)?;
        let mut module = Module::default();
        for payload in Parser::new(0).parse_all(bytes) {
            module.section(payload.map_err(malformed)?, bytes)?;
        }
        module.measure.raw = bytes.len() as u64;
        module.finish()?;
        Validator::new_with_features(FEATURES)
            .validate_all(bytes)
            .map_err(|error| Rejection::Invalid(error.to_string()))?;
        Ok(module.measure)
    }

    fn section(&mut self, payload: Payload<'_>, bytes: &[u8]) -> Result<(), Rejection> {
        match payload {
            Payload::Version {
                encoding: Encoding::Component,
                ..
            } => Err(Rejection::Section("of a component")),
            Payload::Version { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::CustomSection(_)
            | Payload::End(_) => Ok(()),
            Payload::TypeSection(section) => section
                .into_iter_err_on_gc_types()
                .try_for_each(|ty| self.function_type(ty.map_err(malformed)?)),
            Payload::ImportSection(section) => section
                .into_imports()
                .try_for_each(|import| self.import(&import.map_err(malformed)?)),
            Payload::FunctionSection(section) => {
                for index in section {
                    self.function(index.map_err(malformed)?)?;
                }
                at_most(Limited::Functions, self.measure.functions, 4_096)
            }
            Payload::TableSection(section) => section
                .into_iter()
                .try_for_each(|table| self.table(&table.map_err(malformed)?.ty)),
            Payload::MemorySection(section) => section
                .into_iter()
                .try_for_each(|memory| self.memory(&memory.map_err(malformed)?)),
            Payload::GlobalSection(section) => {
                for global in section {
                    self.global(&global.map_err(malformed)?)?;
                }
                Ok(())
            }
            Payload::ExportSection(section) => section
                .into_iter()
                .try_for_each(|export| self.export(&export.map_err(malformed)?)),
            Payload::StartSection { .. } => Err(Rejection::StartFunction),
            Payload::ElementSection(section) => {
                at_most(Limited::ElementSegments, section.count().into(), 128)?;
                let mut total = 0;
                for element in section {
                    total += element_bytes(&element.map_err(malformed)?)?;
                }
                self.measure.data += total;
                at_most(Limited::ElementBytes, total, 4_096)
            }
            Payload::DataCountSection { .. } => Err(Rejection::DataCount),
            Payload::DataSection(section) => {
                at_most(Limited::DataSegments, section.count().into(), 128)?;
                for data in section {
                    self.measure.data += data_bytes(&data.map_err(malformed)?)?;
                }
                Ok(())
            }
            Payload::CodeSectionEntry(body) => self.body(&body, bytes),
            Payload::TagSection(_) => Err(Rejection::Section("tag")),
            Payload::UnknownSection { .. } => Err(Rejection::Section("of unknown kind")),
            _ => Err(Rejection::Section("of a component")),
        }
    }

    fn function_type(&mut self, ty: FuncType) -> Result<(), Rejection> {
        for value in ty.params().iter().chain(ty.results()) {
            integer(*value)?;
        }
        if ty.results().len() > 1 {
            return Err(Rejection::MultiValue);
        }
        self.types.push(ty);
        Ok(())
    }

    fn import(&mut self, import: &Import<'_>) -> Result<(), Rejection> {
        let (module, name) = (import.module.to_owned(), import.name.to_owned());
        let TypeRef::Func(index) = import.ty else {
            return Err(Rejection::ImportKind { module, name });
        };
        if name.starts_with(RESERVED_PREFIX) {
            return Err(Rejection::ReservedName(name));
        }
        if module != HOOK_MODULE {
            return Err(Rejection::ForeignImport { module, name });
        }
        let Some(known) = hook(&name) else {
            return Err(Rejection::UnknownHook(name));
        };
        if !self
            .types
            .get(index as usize)
            .is_some_and(|ty| has_type(known, ty))
        {
            return Err(Rejection::HookType(name));
        }
        self.imported.insert(name);
        self.imports.push(index);
        self.measure.imports += 1;
        at_most(Limited::Imports, self.measure.imports, 513)
    }

    fn function(&mut self, index: u32) -> Result<(), Rejection> {
        let ty = self
            .types
            .get(index as usize)
            .ok_or_else(|| Rejection::Invalid(format!("unknown type {index}")))?;
        self.measure.types += (ty.params().len() + ty.results().len()) as u64;
        self.measure.functions += 1;
        self.functions.push(index);
        Ok(())
    }

    fn table(&mut self, table: &TableType) -> Result<(), Rejection> {
        if table.element_type != RefType::FUNCREF || table.table64 || table.shared {
            return Err(Rejection::TableType);
        }
        self.tables += 1;
        at_most(Limited::Tables, self.tables, 1)?;
        at_most(Limited::TableEntries, table.initial, 4_096)
    }

    fn memory(&mut self, memory: &MemoryType) -> Result<(), Rejection> {
        if memory.memory64 || memory.shared || memory.page_size_log2.is_some() {
            return Err(Rejection::MemoryType);
        }
        self.memories += 1;
        at_most(Limited::Memories, self.memories, 1)?;
        at_most(Limited::Pages, memory.initial, PAGE_LIMIT)?;
        self.measure.pages = memory.initial;
        self.fixed_memory = memory.maximum == Some(memory.initial);
        Ok(())
    }

    fn global(&mut self, global: &Global<'_>) -> Result<(), Rejection> {
        integer(global.ty.content_type)?;
        self.measure.globals += 1;
        if !is_constant(&global.init_expr)? {
            return Err(Rejection::GlobalKind);
        }
        Ok(())
    }

    fn export(&mut self, export: &Export<'_>) -> Result<(), Rejection> {
        self.exports += 1;
        at_most(Limited::Exports, self.exports, 1_024)?;
        at_most(Limited::NameBytes, export.name.len() as u64, 512)?;
        // The chain looks at what follows the last double underscore.
        let last = export.name.rsplit("__").next().unwrap_or(export.name);
        if last.starts_with(RESERVED_PREFIX) {
            return Err(Rejection::ReservedName(export.name.to_owned()));
        }
        match (export.kind, export.name) {
            (ExternalKind::Func, ENTRY_POINT) => self.entry_point = Some(export.index),
            (ExternalKind::Memory, MEMORY_NAME) => self.memory_exported = true,
            _ => {}
        }
        self.names.insert(last.to_owned());
        Ok(())
    }

    fn body(&mut self, body: &FunctionBody<'_>, bytes: &[u8]) -> Result<(), Rejection> {
        let function = self.imports.len() as u32 + self.bodies;
        self.bodies += 1;
        let mut locals = 0_u64;
        for group in body.get_locals_reader().map_err(malformed)? {
            let (count, ty) = group.map_err(malformed)?;
            integer(ty)?;
            locals += u64::from(count);
        }
        at_most(Limited::Locals, locals, 348)?;

        let mut length = MeteredLength::default();
        for item in body
            .get_operators_reader()
            .map_err(malformed)?
            .into_iter_with_offsets()
        {
            let (operator, offset) = item.map_err(malformed)?;
            if !is_priced(&operator) {
                let name = format!("{operator:?}");
                let name = name
                    .split([' ', '{', '('])
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                return Err(Rejection::Operator {
                    name,
                    function,
                    offset,
                });
            }
            match operator {
                Operator::Block { blockty }
                | Operator::Loop { blockty }
                | Operator::If { blockty } => {
                    block_type(blockty)?;
                }
                Operator::CallIndirect { .. } => {
                    single_byte_table(bytes, offset)?;
                }
                _ => {}
            }
            length.add(&operator);
        }
        let length = length.finish();
        self.measure.largest_function = self.measure.largest_function.max(length);
        at_most(Limited::Operators, length, 65_536)
    }

    /// The rules that need the whole module.
    fn finish(&mut self) -> Result<(), Rejection> {
        self.measure.globals += Measure::METER_GLOBALS;
        at_most(Limited::Globals, self.measure.globals, 32_768)?;
        if let Some(name) = self.imported.intersection(&self.names).next() {
            return Err(Rejection::ExportedImport(name.clone()));
        }
        if !self.memory_exported || self.memories == 0 {
            return Err(Rejection::NoMemory);
        }
        if !self.fixed_memory && !self.imported.contains(GROW_HOOK) {
            return Err(Rejection::GrowthUnpaid);
        }
        let entry = self.entry_point.ok_or(Rejection::NoEntryPoint)? as usize;
        let index = match entry.checked_sub(self.imports.len()) {
            Some(own) => self.functions.get(own),
            None => self.imports.get(entry),
        };
        let ty = index.and_then(|index| self.types.get(*index as usize));
        if !ty.is_some_and(|ty| ty.params() == [ValType::I32] && ty.results() == [ValType::I32]) {
            return Err(Rejection::EntryPointType);
        }
        at_most(Limited::InitCost, self.measure.init_cost(), u16::MAX.into())?;
        at_most(
            Limited::CachedCost,
            self.measure.cached_cost(),
            u16::MAX.into(),
        )
    }
}

fn malformed(error: wasmparser::BinaryReaderError) -> Rejection {
    Rejection::Malformed(error.to_string())
}

fn at_most(what: Limited, count: u64, limit: u64) -> Result<(), Rejection> {
    if count > limit {
        return Err(Rejection::TooMany { what, count, limit });
    }
    Ok(())
}

fn integer(ty: ValType) -> Result<(), Rejection> {
    match ty {
        ValType::I32 | ValType::I64 => Ok(()),
        other => Err(Rejection::ValueType(other.to_string())),
    }
}

fn has_type(hook: &Hook, ty: &FuncType) -> bool {
    let same = |word: &Word, value: &ValType| {
        matches!(
            (word, value),
            (Word::I32, ValType::I32) | (Word::I64, ValType::I64)
        )
    };
    let result: Vec<Word> = hook.result.into_iter().collect();
    let equal = |words: &[Word], values: &[ValType]| {
        words.len() == values.len()
            && words
                .iter()
                .zip(values)
                .all(|(word, value)| same(word, value))
    };
    equal(hook.parameters, ty.params()) && equal(&result, ty.results())
}

/// A block of the first version of WebAssembly: no parameters, at most one result.
fn block_type(ty: BlockType) -> Result<(), Rejection> {
    match ty {
        BlockType::Empty => Ok(()),
        BlockType::Type(value) => integer(value),
        BlockType::FuncType(_) => Err(Rejection::MultiValue),
    }
}

/// Whether the expression is one integer, written out.
fn is_constant(expression: &ConstExpr<'_>) -> Result<bool, Rejection> {
    let mut reader = expression.get_operators_reader();
    let first = reader.read().map_err(malformed)?;
    let second = reader.read().map_err(malformed)?;
    let integer = matches!(first, Operator::I32Const { .. } | Operator::I64Const { .. });
    Ok(integer && matches!(second, Operator::End) && reader.eof())
}

fn element_bytes(element: &Element<'_>) -> Result<u64, Rejection> {
    let ElementKind::Active {
        offset_expr,
        table_index: None | Some(0),
    } = &element.kind
    else {
        return Err(Rejection::SegmentKind);
    };
    if !matches!(element.items, ElementItems::Functions(_)) {
        return Err(Rejection::SegmentKind);
    }
    if !is_constant(offset_expr)? {
        return Err(Rejection::SegmentKind);
    }
    Ok(element.range.end.saturating_sub(element.range.start))
}

fn data_bytes(data: &Data<'_>) -> Result<u64, Rejection> {
    let DataKind::Active {
        memory_index: 0,
        offset_expr,
    } = &data.kind
    else {
        return Err(Rejection::SegmentKind);
    };
    if !is_constant(offset_expr)? {
        return Err(Rejection::SegmentKind);
    }
    Ok(data.range.end.saturating_sub(data.range.start))
}

/// The table index of a call_indirect must be the single byte 0. The operator is its code, the type's
/// index, the table's index.
fn single_byte_table(bytes: &[u8], offset: u64) -> Result<(), Rejection> {
    let rest = bytes.get(offset as usize + 1..).unwrap_or_default();
    let type_bytes = rest.iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    if rest.get(type_bytes) != Some(&0) {
        return Err(Rejection::ReferenceTypes { offset });
    }
    Ok(())
}

#[cfg(test)]
#[path = "module_tests.rs"]
mod tests;
