//! `msg_reentrant`: true when the acting address already has an open frame; delegate frames do not
//! count.

use super::{
    evm,
    text::{relaying, with_data, Kind},
    world::{address_word, World},
};
use revm::primitives::Address;

/// With no call data it tells whether it is re-entered. Otherwise it calls on.
fn mirror(kind: Kind, mark: u32) -> String {
    let call = relaying(kind);
    with_data(&format!(
        "i32.const {mark} drop
         local.get $length i32.eqz if
           i32.const 2048 call $msg_reentrant i32.store8
           i32.const 2048 i32.const 1 call $write_result
           i32.const 0 return
         end
         {call}
         i32.const 2048 local.get $size call $write_result local.get $status"
    ))
}

#[track_caller]
fn tells(world: &mut World, path: &[Address], is_reentrant: u8) {
    let (first, rest) = path.split_first().expect("a path");
    let data: Vec<u8> = rest
        .iter()
        .flat_map(|address| address_word(*address).0)
        .collect();
    assert_eq!(world.output(*first, &data), [is_reentrant]);
}

#[test]
fn frames_of_the_acting_address_count() {
    let mut world = World::new();
    let a = world.program(&mirror(Kind::Call, 1));
    let b = world.program(&mirror(Kind::Call, 2));
    let through = world.put_code(&evm::relay(Kind::Call));
    tells(&mut world, &[a], 0);
    tells(&mut world, &[b, a], 0);
    tells(&mut world, &[a, a], 1);
    tells(&mut world, &[a, b, a], 1);
    tells(&mut world, &[a, through, a], 1);
    tells(&mut world, &[through, a], 0);
    // Frames that have returned do not count.
    tells(&mut world, &[a], 0);
}

#[test]
fn static_frames_count_and_delegate_frames_do_not() {
    let mut world = World::new();
    let reading = world.program(&mirror(Kind::Static, 1));
    tells(&mut world, &[reading, reading], 1);
    let lending = world.program(&mirror(Kind::Delegate, 1));
    let other = world.program(&mirror(Kind::Call, 2));
    // `lending` acts through the code of `other`: its own frame is the only one that counts.
    tells(&mut world, &[lending, other], 0);
    tells(&mut world, &[lending, lending], 0);
    // Called from there as itself, it is re-entered.
    tells(&mut world, &[lending, other, lending], 1);
    let proxy = world.put_code(&evm::relay(Kind::Delegate));
    tells(&mut world, &[proxy, other], 0);
    tells(&mut world, &[proxy, other, proxy, other], 1);
}

#[test]
fn an_evm_frame_counts_for_the_program_that_it_lends_its_storage_to() {
    let mut world = World::new();
    let mirror = world.program(&mirror(Kind::Call, 1));
    let proxy = world.put_code(&evm::relay(Kind::Delegate));
    let through = world.put_code(&evm::relay(Kind::Call));
    tells(&mut world, &[through, proxy, mirror], 0);
    tells(&mut world, &[proxy, mirror, through, proxy, mirror], 1);
}
