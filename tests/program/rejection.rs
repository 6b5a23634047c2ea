//! Why a chain refuses a module.

use thiserror::Error;

/// What there is too much of in a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Bytes of the uncompressed module.
    Bytes,
    /// Functions with a body.
    Functions,
    /// Imported functions.
    Imports,
    /// Exports.
    Exports,
    /// Globals, those that metering adds included.
    Globals,
    /// Data segments.
    DataSegments,
    /// Element segments.
    ElementSegments,
    /// Tables.
    Tables,
    /// Entries of the table at the start.
    TableEntries,
    /// Entries of the element segments, as bytes of their encoding.
    ElementBytes,
    /// Memories.
    Memories,
    /// Pages of memory at the start.
    Pages,
    /// Locals of one function, its parameters not counted.
    Locals,
    /// Operators of one function, those that metering adds included.
    Operators,
    /// Bytes of an exported name.
    NameBytes,
    /// Gas to enter the program, uncached part: must fit 16 bits.
    InitCost,
    /// Gas to enter the program, cached part: must fit 16 bits.
    CachedCost,
}

impl std::fmt::Display for Limited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Limited::Bytes => "bytes",
            Limited::Functions => "functions",
            Limited::Imports => "imports",
            Limited::Exports => "exports",
            Limited::Globals => "globals",
            Limited::DataSegments => "data segments",
            Limited::ElementSegments => "element segments",
            Limited::Tables => "tables",
            Limited::TableEntries => "table entries",
            Limited::ElementBytes => "element bytes",
            Limited::Memories => "memories",
            Limited::Pages => "memory pages",
            Limited::Locals => "locals in one function",
            Limited::Operators => "operators in one function after metering",
            Limited::NameBytes => "bytes in an exported name",
            Limited::InitCost => "gas of uncached entry",
            Limited::CachedCost => "gas of cached entry",
        })
    }
}

/// Why a chain refuses a module. One variant per rule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The bytes are not a WebAssembly module.
    #[error("not a WebAssembly module: {0}")]
    Malformed(String),
    /// A count is over the chain's limit.
    #[error("too many {what}: {count} > {limit}")]
    TooMany {
        /// What is counted.
        what: Limited,
        /// How many there are.
        count: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// A section the chain does not read.
    #[error("section {0} is not accepted")]
    Section(&'static str),
    /// A DataCount section: `wasm-opt --enable-bulk-memory` writes one, `--enable-bulk-memory-opt` does not.
    #[error("a DataCount section is not accepted")]
    DataCount,
    /// A start function would run before the entry point.
    #[error("a start function is not accepted")]
    StartFunction,
    /// A call_indirect whose table index is not the single byte 0: the reference-types encoding.
    /// Printing the module to text and assembling it again removes it.
    #[error("call_indirect in the reference-types encoding at byte {offset}: round-trip the module through text")]
    ReferenceTypes {
        /// Where in the module.
        offset: u64,
    },
    /// An operator without a price: floats, SIMD, atomics, references, exceptions, tail calls, table and
    /// bulk-data operations.
    #[error("operator {name} in function {function} at byte {offset} is not accepted")]
    Operator {
        /// Its name.
        name: String,
        /// The function's index, imports counted.
        function: u32,
        /// Where in the module.
        offset: u64,
    },
    /// A type, local, global or constant that is neither i32 nor i64.
    #[error("value type {0} is not accepted: only i32 and i64 are")]
    ValueType(String),
    /// A function or block with more than one result, or a block with parameters.
    #[error("several results (multi-value) are not accepted")]
    MultiValue,
    /// An import that is not a function.
    #[error("import {module}.{name} is not a function")]
    ImportKind {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// An import from elsewhere than `vm_hooks`.
    #[error("import {module}.{name} is not from vm_hooks")]
    ForeignImport {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// A host function that the chain does not have.
    #[error("vm_hooks.{0} is not a host function")]
    UnknownHook(String),
    /// A host function imported with the wrong type.
    #[error("vm_hooks.{0} is imported with the wrong type")]
    HookType(String),
    /// Memory that can grow needs the import that pays for it.
    #[error("memory can grow, but vm_hooks.pay_for_memory_grow is not imported")]
    GrowthUnpaid,
    /// No memory, or it is not exported under the name `memory`.
    #[error("no memory exported under the name \"memory\"")]
    NoMemory,
    /// Memory with 64-bit indices, shared memory, or another page size.
    #[error("the memory's type is not accepted")]
    MemoryType,
    /// A table of something else than functions, or shared, or with 64-bit indices.
    #[error("the table's type is not accepted")]
    TableType,
    /// A data or element segment without a constant place.
    #[error("a passive or declared segment, or one with a computed offset, is not accepted")]
    SegmentKind,
    /// A global whose first value is computed or copied from another.
    #[error("a global without a constant first value is not accepted")]
    GlobalKind,
    /// `user_entrypoint` is not exported, or is not a function.
    #[error("user_entrypoint is not exported")]
    NoEntryPoint,
    /// `user_entrypoint` is not `(i32) -> i32`.
    #[error("user_entrypoint is not (i32) -> i32")]
    EntryPointType,
    /// An export or import whose name begins with `stylus`, or an export named as the metering's globals.
    #[error("the name {0} is reserved")]
    ReservedName(String),
    /// An export with the name of an import.
    #[error("export {0} has the name of an import")]
    ExportedImport(String),
    /// Not a valid module by the rules of WebAssembly itself.
    #[error("invalid module: {0}")]
    Invalid(String),
}
