//! Notice, to the second.

use super::*;
use crate::abi::*;
use crate::class::{NOTICE, WINDOW};
use crate::error::InsuranceError;

#[motsu::test]
fn notice_opens_after_a_week_for_three_days(
    insurance: Contract<Insurance>,
    token: Contract<MockToken>,
    owner: Address,
    alice: Address,
    bob: Address,
) {
    open(&insurance, &token, owner, alice);
    let max = || insurance.sender(bob).max_withdraw(alice);
    let given = clock::now();
    insurance
        .sender(alice)
        .give_notice(u(400_000_000_000))
        .motsu_unwrap();
    insurance.assert_emitted(&NoticeGiven {
        holder: alice,
        shares: u(400_000_000_000),
        from: given + 604_800,
        until: given + 864_000,
    });
    clock::advance(NOTICE - 1);
    assert_eq!(max(), u(0));
    clock::advance(1);
    assert_eq!(max(), u(400_000));
    insurance
        .sender(alice)
        .redeem(u(100_000_000_000), alice, alice)
        .motsu_unwrap();
    assert_eq!(max(), u(300_000));
    let refusal = insurance
        .sender(alice)
        .redeem(u(300_000_000_001), alice, alice)
        .motsu_unwrap_err();
    assert_eq!(
        refusal,
        InsuranceError::NoticeNeeded(NoticeNeeded {
            holder: alice,
            shares: u(300_000_000_001),
            redeemable: u(300_000_000_000),
        })
    );
    // Shares that go take what is left of their notice.
    insurance
        .sender(alice)
        .transfer(bob, u(700_000_000_000))
        .motsu_unwrap();
    assert_eq!(max(), u(200_000));
    clock::advance(WINDOW);
    assert_eq!(max(), u(200_000));
    clock::advance(1);
    assert_eq!(max(), u(0));
    let (shares, from, until, redeemable) = insurance.sender(bob).notice_of(alice);
    assert_eq!((shares, redeemable), (u(200_000_000_000), u(0)));
    assert_eq!((from, until), (given + 604_800, given + 864_000));
}
