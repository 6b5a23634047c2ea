//! Pages: rows as the code of contracts, each chained to the one before.

use crate::abi::*;
use crate::error::BookError;
use crate::host::{emit, now};
use crate::owner;
use crate::state::{self, Live, Paged};
use crate::words::Word;
use alloc::vec::Vec;
use alloy_primitives::{keccak256, Address, B256};
use risk::scenarios::{
    init_code, kept, Header, Page, Window, HEADER_BYTES, INIT_BYTES, MAX_PAGE_BYTES, ROW_BYTES,
};
use shell::code;

/// Begins the book with a page of history.
pub(crate) fn adopt(page: Address, hash: B256) -> Result<(), BookError> {
    owner::require_owner()?;
    let mut live = Live::load()?;
    if live.last != 0 {
        return Err(AlreadyRecorded { last: live.last }.into());
    }
    let bytes = bytes_of(page)?;
    let found = keccak256(&bytes);
    if found != hash {
        let expected = hash;
        return Err(WrongHash { expected, found }.into());
    }
    let read = Page::decode(&bytes).map_err(|_| MalformedPage { page })?;
    let Header {
        last,
        assets,
        period,
        ..
    } = *read.header();
    let time = now();
    if last > time {
        return Err(PageOfTheFuture { last, time }.into());
    }
    if last == 0 {
        return Err(MalformedPage { page }.into());
    }
    live.last = last;
    live.store();
    let paged = Paged {
        page,
        // At most 767.
        rows: u16::try_from(read.rows().len()).map_err(|_| MalformedPage { page })?,
        assets,
        pages: 1,
        period,
    };
    paged.store();
    emit(Adopted {
        page,
        hash,
        rows: paged.rows,
        last,
    });
    Ok(())
}

/// Deploys the page of the latest rows: what the page in force ends with, then the ring, which begins anew.
pub(crate) fn seal() -> Result<Address, BookError> {
    let (mut live, mut paged) = (Live::load()?, Paged::load());
    if live.window.count() == 0 {
        return Err(NothingToSeal {}.into());
    }
    let (offset, length) = kept(paged.rows, live.window.count());
    let previous = if paged.pages == 0 {
        B256::ZERO
    } else {
        code::hash(paged.page)
    };
    let ring = state::ring(live.window);
    let size = ring
        .len()
        .saturating_mul(ROW_BYTES)
        .saturating_add(length.saturating_add(HEADER_BYTES));
    let rows = size.saturating_sub(HEADER_BYTES) / ROW_BYTES;
    let assets = live.assets | paged.assets;
    let header = Header {
        assets,
        period: paged.period,
        last: live.last,
        previous: *previous.first_chunk().ok_or(SealFailed {})?,
    };
    let mut init = Vec::with_capacity(size.saturating_add(INIT_BYTES));
    init.extend_from_slice(&init_code(u16::try_from(size).map_err(|_| SealFailed {})?));
    init.extend_from_slice(&header.encode(rows)?);
    if length != 0 && !code::append(&mut init, paged.page, offset, length) {
        return Err(MalformedPage { page: paged.page }.into());
    }
    for row in ring {
        init.extend_from_slice(row.to_word().as_slice());
    }
    let hash = keccak256(init.get(INIT_BYTES..).unwrap_or_default());
    let page = code::create(&init).ok_or(SealFailed {})?;
    if code::hash(page) != hash {
        return Err(SealFailed {}.into());
    }
    paged = Paged {
        page,
        rows: u16::try_from(rows).map_err(|_| SealFailed {})?,
        assets,
        pages: paged.pages.saturating_add(1),
        period: paged.period,
    };
    paged.store();
    live.window = Window::default();
    live.assets = 0;
    live.store();
    emit(Sealed {
        page,
        hash,
        previous,
        rows: paged.rows,
        last: live.last,
    });
    Ok(page)
}

/// All code of a page, copied once.
pub(crate) fn bytes_of(page: Address) -> Result<Vec<u8>, BookError> {
    let size = code::size(page).min(MAX_PAGE_BYTES);
    let mut bytes = Vec::new();
    if code::append(&mut bytes, page, 0, size) {
        Ok(bytes)
    } else {
        Err(MalformedPage { page }.into())
    }
}
