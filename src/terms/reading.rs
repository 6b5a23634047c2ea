//! What a judgement reads: three slots and one for each asset and for each four of them, where nothing ramps.

use crate::clock::now;
use crate::error::TermsError;
use crate::state::{self, Head};
use alloc::vec::Vec;
use alloy_primitives::U256;
use risk::terms::history::Depth;
use risk::terms::sheet::{pack, put_bits, Asset, Shared, ASSET, ASSET_BITS, MILLIONTH, SHARED};
use risk::terms::{length, shared_words};

/// The bits of an asset's terms in the third limb.
const LOW: u64 = (1 << (ASSET_BITS - 128)) - 1;

/// The words of [`risk::terms::decode`], for the assets of a mask, and accounts of a version.
#[inline(never)]
pub(crate) fn words(mask: u16, version: u32) -> Result<Vec<U256>, TermsError> {
    let (head, time) = (Head::load(), now());
    let newest = head.shared();
    let older = head.older_shared(&newest, version, time);
    let kept = newest.maintenance(&SHARED, &older, version, time);
    let buffer = u128::from(head.buffer).saturating_mul(MILLIONTH);
    let mut words = Vec::with_capacity(length(mask));
    words.extend_from_slice(&shared_words(&newest.values, &kept, buffer));
    for asset in 0u8..16 {
        if mask.checked_shr(asset.into()).unwrap_or(0) & 1 == 1 {
            let [initial, maintenance] = asset_words(asset, version, time);
            words.push(initial);
            words.push(maintenance);
        }
    }
    Ok(words)
}

#[inline(never)]
fn asset_words(asset: u8, version: u32, time: u64) -> [U256; 2] {
    let word = state::asset_word(asset);
    let [a, b, c, _] = word.into_limbs();
    // The times above the terms are nobody's business.
    let initial = U256::from_limbs([a, b, c & LOW, 0]);
    let newest = state::newest(word);
    let maintenance = if newest.depth(version, time, newest.version) == Depth::Newest {
        initial
    } else {
        let older = state::older(asset, &newest, version, time);
        pack(&ASSET, &newest.maintenance(&ASSET, &older, version, time))
    };
    let mut maintenance = maintenance.into_limbs();
    put_bits(&mut maintenance, ASSET_BITS, state::size(asset));
    [initial, U256::from_limbs(maintenance)]
}

/// The shared terms that maintenance of such accounts counts with.
pub(crate) fn policy(version: u32) -> Shared {
    let (head, time) = (Head::load(), now());
    let newest = head.shared();
    let older = head.older_shared(&newest, version, time);
    newest.maintenance(&SHARED, &older, version, time)
}

/// The terms of an asset that maintenance of such accounts counts with.
pub(crate) fn asset(asset: u8, version: u32) -> Asset {
    let newest = state::newest(state::asset_word(asset));
    let time = now();
    let older = state::older(asset, &newest, version, time);
    newest.maintenance(&ASSET, &older, version, time)
}
