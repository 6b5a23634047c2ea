//! The program as a host function sees it: memory, ink, and how it stops.

use super::{Program, Request};
use crate::meter::INK_PER_GAS;
use revm::primitives::{Address, Bytes, B256, U256};
use std::fmt;
use wasmi::{errors::HostError, AsContextMut, Caller, Store, Val};

/// Why a program stops in a host function.
#[derive(Debug, Clone)]
pub(crate) enum Stop {
    /// Out of ink: the frame runs out of gas.
    OutOfInk,
    /// Out of stack: the frame halts and its gas is gone.
    OutOfStack,
    /// The frame reverts without data and keeps its gas.
    Failure(&'static str),
    /// `exit_early` with this status.
    Exit(i32),
    /// Until the chain has answered.
    Request(Box<Request>),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfInk => f.write_str("out of ink"),
            Self::OutOfStack => f.write_str("out of stack"),
            Self::Failure(reason) => f.write_str(reason),
            Self::Exit(status) => write!(f, "exit with {status}"),
            Self::Request(request) => write!(f, "request {request:?}"),
        }
    }
}

impl HostError for Stop {}

impl From<Stop> for wasmi::Error {
    fn from(stop: Stop) -> Self {
        Self::host(stop)
    }
}

impl From<Request> for Stop {
    fn from(request: Request) -> Self {
        Self::Request(Box::new(request))
    }
}

/// What holds a running program: a host function's caller, or the store between two of them.
pub(crate) trait Holder: AsContextMut<Data = Program> {
    fn program(&mut self) -> &mut Program;
}

impl Holder for Caller<'_, Program> {
    fn program(&mut self) -> &mut Program {
        self.data_mut()
    }
}

impl Holder for &mut Store<Program> {
    fn program(&mut self) -> &mut Program {
        self.data_mut()
    }
}

/// A running program.
pub(crate) struct Guest<C>(pub(crate) C);

const OUT_OF_BOUNDS: Stop = Stop::Failure("pointer out of bounds");
const NOT_READY: Stop = Stop::Failure("program without memory or meter");

impl<C: Holder> Guest<C> {
    /// Ink left; zero where a block could not be paid.
    pub(crate) fn ink_left(&self) -> u64 {
        self.raw_ink().max(0).cast_unsigned()
    }

    /// A block, copy or fill could not be paid.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.raw_ink() < 0
    }

    fn raw_ink(&self) -> i64 {
        let program = self.0.as_context();
        let Some((_, ink)) = program.data().parts else {
            return 0;
        };
        match ink.get(program) {
            Val::I64(ink) => ink,
            _ => 0,
        }
    }

    pub(crate) fn set_ink(&mut self, ink: u64) -> Result<(), Stop> {
        let (_, global) = self.0.as_context().data().parts.ok_or(NOT_READY)?;
        let ink = Val::I64(i64::try_from(ink).unwrap_or(i64::MAX));
        global.set(&mut self.0, ink).map_err(|_| NOT_READY)
    }

    /// Whole gas left.
    pub(crate) fn gas_left(&self) -> u64 {
        self.ink_left() / INK_PER_GAS
    }

    pub(crate) fn buy_ink(&mut self, ink: u64) -> Result<(), Stop> {
        let left = self.ink_left().checked_sub(ink).ok_or(Stop::OutOfInk)?;
        self.set_ink(left)
    }

    pub(crate) fn buy_gas(&mut self, gas: u64) -> Result<(), Stop> {
        self.buy_ink(gas.saturating_mul(INK_PER_GAS))
    }

    /// The gas must be there; it is not spent.
    pub(crate) fn require_gas(&self, gas: u64) -> Result<(), Stop> {
        if self.ink_left() < gas.saturating_mul(INK_PER_GAS) {
            return Err(Stop::OutOfInk);
        }
        Ok(())
    }

    pub(crate) fn program(&mut self) -> &mut Program {
        self.0.program()
    }

    pub(crate) fn read_bytes(&self, pointer: u32, length: u32) -> Result<Bytes, Stop> {
        let program = self.0.as_context();
        let (memory, _) = program.data().parts.ok_or(NOT_READY)?;
        let (start, length) = (pointer as usize, length as usize);
        let end = start.checked_add(length).ok_or(OUT_OF_BOUNDS)?;
        let bytes = memory.data(program).get(start..end).ok_or(OUT_OF_BOUNDS)?;
        Ok(Bytes::copy_from_slice(bytes))
    }

    fn read<const N: usize>(&self, pointer: u32) -> Result<[u8; N], Stop> {
        let program = self.0.as_context();
        let (memory, _) = program.data().parts.ok_or(NOT_READY)?;
        let mut bytes = [0; N];
        memory
            .read(program, pointer as usize, &mut bytes)
            .map_err(|_| OUT_OF_BOUNDS)?;
        Ok(bytes)
    }

    pub(crate) fn read_word(&self, pointer: u32) -> Result<U256, Stop> {
        Ok(U256::from_be_bytes(self.read::<32>(pointer)?))
    }

    pub(crate) fn read_address(&self, pointer: u32) -> Result<Address, Stop> {
        Ok(Address::from(self.read::<20>(pointer)?))
    }

    pub(crate) fn write_bytes(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), Stop> {
        let (memory, _) = self.0.as_context().data().parts.ok_or(NOT_READY)?;
        memory
            .write(&mut self.0, pointer as usize, bytes)
            .map_err(|_| OUT_OF_BOUNDS)
    }

    pub(crate) fn write_word(&mut self, pointer: u32, word: U256) -> Result<(), Stop> {
        self.write_bytes(pointer, &word.to_be_bytes::<32>())
    }

    pub(crate) fn write_hash(&mut self, pointer: u32, hash: B256) -> Result<(), Stop> {
        self.write_bytes(pointer, hash.as_slice())
    }

    pub(crate) fn write_address(&mut self, pointer: u32, address: Address) -> Result<(), Stop> {
        self.write_bytes(pointer, address.as_slice())
    }

    /// A length as programs read it: 32 bits, little endian.
    pub(crate) fn write_length(&mut self, pointer: u32, length: usize) -> Result<(), Stop> {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.write_bytes(pointer, &length.to_le_bytes())
    }
}

/// The part of `bytes` that starts at `offset`, at most `size` long.
pub(crate) fn part_of(bytes: &[u8], offset: u32, size: u32) -> &[u8] {
    let rest = bytes.get(offset as usize..).unwrap_or_default();
    rest.get(..size as usize).unwrap_or(rest)
}
