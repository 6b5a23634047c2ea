//! Pages: sealed, chained, adopted.

use alloy::primitives::{keccak256, Address, B256};
use devnet::chain::returning;
use e2e::abi::IBook;
use risk::scenarios::{Header, Page, Row, MAX_PAGE_ROWS};

use crate::ground::{Dice, Ground, Mirror, Walk, DAY, START};

/// Checks a page against what it must be; its hash.
fn check(ground: &Ground, page: Address, rows: &[Row], previous: B256, last: u64) -> B256 {
    let code = ground.chain.machine().code(page);
    let read = Page::decode(&code).expect("a page");
    assert_eq!(read.rows(), rows);
    let header = read.header();
    assert_eq!((header.last, header.period), (last, 86_400));
    assert_eq!(header.previous, previous[..16]);
    let hash = keccak256(&code);
    let info = ground.info();
    assert_eq!((info.page, info.hash, info.ringRows), (page, hash, 0));
    assert_eq!(usize::from(info.rows), rows.len());
    hash
}

/// Seals at 2, at 100 and past the end of a page, where the oldest rows leave it: nothing else is lost, and each page
/// names the one before.
#[test]
fn pages_roll_and_name_the_page_before() {
    let (mut ground, mut mirror, mut walk) = (Ground::new(), Mirror::new(), Walk::new(3, 4));
    let mut previous = B256::ZERO;
    let mut number = 0;
    let mut run = |ground: &mut Ground, mirror: &mut Mirror, count: u64| {
        for _ in 0..count {
            let (at, facts) = (START + number * DAY, walk.step());
            ground.record(at, &facts);
            mirror.record(at, &facts);
            number += 1;
        }
        START + (number - 1) * DAY
    };
    for (turn, count) in [2, 98, 667, 1, 50].into_iter().enumerate() {
        let last = run(&mut ground, &mut mirror, count);
        let all = ground.rows();
        let (_, page) = ground.seal();
        let first = mirror.rows.len().saturating_sub(MAX_PAGE_ROWS);
        assert_eq!(
            all[all.len() - (mirror.rows.len() - first)..],
            mirror.rows[first..]
        );
        previous = check(&ground, page, &mirror.rows[first..], previous, last);
        assert_eq!(ground.info().pages as usize, turn + 1);
        let _: IBook::NothingToSeal = ground.refused(ground.other, ground.book, IBook::sealCall {});
    }
    assert_eq!(mirror.rows.len(), 818);
}

/// A page of random rows.
fn page(rows: usize, last: u64) -> Vec<u8> {
    let mut dice = Dice::new(9);
    let header = Header {
        assets: 0b111,
        period: 86_400,
        last,
        previous: [0; 16],
    };
    let mut bytes = header.encode(rows).unwrap().to_vec();
    for _ in 0..rows {
        let mut row = [i16::MIN; 16];
        row[..3].fill_with(|| (dice.normal() * 1024.0) as i16);
        bytes.extend(risk::scenarios::encode(&row));
    }
    bytes
}

fn put(ground: &mut Ground, code: &[u8]) -> Address {
    ground
        .chain
        .deploy(ground.owner, returning(code).unwrap())
        .unwrap()
}

#[test]
fn history_is_adopted_once_by_its_owner_and_only_as_it_was_announced() {
    let mut ground = Ground::new();
    let (owner, book) = (ground.owner, ground.book);
    let bytes = page(300, START - DAY);
    let (address, hash) = (put(&mut ground, &bytes), keccak256(&bytes));
    let adopt = |page, hash| IBook::adoptCall { page, hash };
    let error: IBook::NotOwner = ground.refused(ground.other, book, adopt(address, hash));
    assert_eq!(error.caller, ground.other);
    let error: IBook::WrongHash = ground.refused(owner, book, adopt(address, B256::ZERO));
    assert_eq!((error.expected, error.found), (B256::ZERO, hash));
    // Neither a page of another layout, nor a contract, nor an account.
    let mut other = bytes.clone();
    other[1] = 2;
    for code in [other, bytes[..bytes.len() - 1].to_vec(), vec![0; 32]] {
        let (address, hash) = (put(&mut ground, &code), keccak256(&code));
        let error: IBook::MalformedPage = ground.refused(owner, book, adopt(address, hash));
        assert_eq!(error.page, address);
    }
    let _: IBook::MalformedPage = ground.refused(owner, book, adopt(owner, keccak256([])));
    let early = page(1, u64::from(u32::MAX));
    let (ahead, its) = (put(&mut ground, &early), keccak256(&early));
    let error: IBook::PageOfTheFuture = ground.refused(owner, book, adopt(ahead, its));
    assert_eq!(error.last, u64::from(u32::MAX));

    ground.must(owner, book, adopt(address, hash));
    let info = ground.info();
    assert_eq!((info.page, info.hash, info.rows), (address, hash, 300));
    assert_eq!(
        (info.lastRow, info.assets, info.pages),
        (START - DAY, 0b111, 1)
    );
    let _: IBook::AlreadyRecorded = ground.refused(owner, book, adopt(address, hash));

    // What is sealed next follows on it.
    let mut walk = Walk::new(3, 5);
    ground.record(START, &walk.step());
    ground.record(START + DAY, &walk.step());
    let (_, sealed) = ground.seal();
    let code = ground.chain.machine().code(sealed);
    let read = Page::decode(&code).unwrap();
    assert_eq!(read.rows().len(), 302);
    assert_eq!(read.header().previous, hash[..16]);
    assert_eq!(code[32..32 + 300 * 32], bytes[32..]);
}

/// Who has recorded has a history: it cannot be replaced, not even after a seal.
#[test]
fn no_history_is_adopted_after_a_row() {
    let mut ground = Ground::new();
    let bytes = page(300, START - DAY);
    let (page, hash) = (put(&mut ground, &bytes), keccak256(&bytes));
    ground.record(START, &Walk::new(3, 5).step());
    for _ in 0..2 {
        let call = IBook::adoptCall { page, hash };
        let error: IBook::AlreadyRecorded = ground.refused(ground.owner, ground.book, call);
        assert_eq!(error.last, START);
        if ground.info().ringRows == 1 {
            ground.seal();
        }
    }
}

/// A page is data: a call of it does nothing, whoever calls.
#[test]
fn a_page_cannot_be_run() {
    let mut ground = Ground::new();
    let mut walk = Walk::new(3, 6);
    ground.record(START, &walk.step());
    ground.record(START + DAY, &walk.step());
    let (_, page) = ground.seal();
    let before = ground.hash(page);
    let receipt = ground.must(ground.other, page, IBook::sealCall {});
    assert!(receipt.output.is_empty() && receipt.logs.is_empty());
    assert_eq!(ground.hash(page), before);
}
