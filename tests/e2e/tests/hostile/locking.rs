//! The lock of the house on the chain: who holds it, for how long at most, and what it costs. (REE-1, Y6)

use crate::stand::{chain, read, refusal, send, typed};
use alloy::{
    primitives::{Address, Bytes, U256},
    sol,
    sol_types::{SolCall, SolValue},
};
use devnet::chain::Chain;
use e2e::world::{deploy, deploy_program};

sol! {
    interface ILock {
        error Reentrant();
        error NotMember(address caller);
        error NotHolder(address caller);
        function initialize(address owner) external;
        function setMember(address member, bool isMember) external;
        function acquire() external;
        function release() external;
        function requireFree() external view;
        function holder() external view returns (address);
    }

    interface ILockUser {
        function take() external;
        function giveBack() external;
        function during(address[] targets, bytes[] calls) external;
        function takeInVain() external;
        function cost() external returns (uint256 acquire, uint256 requireFree, uint256 release, uint256 again);
        function succeeded(uint256 index) external view returns (bool);
        function answers(uint256 index) external view returns (bytes);
    }
}

struct Stand {
    chain: Chain,
    owner: Address,
    lock: Address,
    /// Members; the third is none.
    users: [Address; 3],
}

fn stand() -> Stand {
    let mut chain = chain();
    let owner = chain.accounts()[0];
    let lock = deploy_program(&mut chain, owner, "lock");
    send(&mut chain, owner, lock, ILock::initializeCall { owner });
    let users = [(); 3].map(|()| deploy(&mut chain, owner, "LockUser", lock.abi_encode()));
    for member in &users[..2] {
        send(
            &mut chain,
            owner,
            lock,
            ILock::setMemberCall {
                member: *member,
                isMember: true,
            },
        );
    }
    Stand {
        chain,
        owner,
        lock,
        users,
    }
}

/// Whoever keeps it loses it with the transaction.
#[test]
fn ree_1_the_lock_does_not_outlive_its_transaction() {
    let Stand {
        mut chain,
        owner,
        lock,
        users: [vault, pool, _],
    } = stand();
    send(&mut chain, owner, vault, ILockUser::takeCall {});
    assert_eq!(
        read(&chain, owner, lock, ILock::holderCall {}),
        Address::ZERO
    );
    read(&chain, owner, lock, ILock::requireFreeCall {});
    assert_eq!(
        refusal(&chain, owner, vault, ILockUser::giveBackCall {}),
        typed(ILock::NotHolder { caller: vault })
    );
    send(&mut chain, owner, pool, ILockUser::takeCall {});
    // Nor a call that reverts.
    send(&mut chain, owner, vault, ILockUser::takeInVainCall {});
}

/// While one holds it nobody takes it, and everybody sees that it is held.
#[test]
fn ree_1_while_the_lock_is_held() {
    let Stand {
        mut chain,
        owner,
        lock,
        users: [vault, pool, stranger],
    } = stand();
    let reentrant: Bytes = typed(ILock::Reentrant {});
    let attempts: [(Address, Vec<u8>, bool, Bytes); 6] = [
        (
            lock,
            ILock::holderCall {}.abi_encode(),
            true,
            vault.abi_encode().into(),
        ),
        (
            lock,
            ILock::acquireCall {}.abi_encode(),
            false,
            reentrant.clone(),
        ),
        (
            lock,
            ILock::requireFreeCall {}.abi_encode(),
            false,
            reentrant.clone(),
        ),
        (
            pool,
            ILockUser::takeCall {}.abi_encode(),
            false,
            reentrant.clone(),
        ),
        (
            stranger,
            ILockUser::takeCall {}.abi_encode(),
            false,
            reentrant,
        ),
        (
            pool,
            ILockUser::giveBackCall {}.abi_encode(),
            false,
            typed(ILock::NotHolder { caller: pool }),
        ),
    ];
    let during = ILockUser::duringCall {
        targets: attempts.iter().map(|attempt| attempt.0).collect(),
        calls: attempts
            .iter()
            .map(|attempt| attempt.1.clone().into())
            .collect(),
    };
    let receipt = chain
        .send(devnet::machine::Transaction {
            from: owner,
            to: Some(vault),
            input: during.abi_encode().into(),
            gas_limit: 30_000_000,
            ..Default::default()
        })
        .expect("sent");
    assert!(receipt.success, "{}", e2e::name(&receipt.output));
    for (index, (_, _, succeeded, answer)) in attempts.into_iter().enumerate() {
        let index = U256::from(index);
        assert_eq!(
            read(&chain, owner, vault, ILockUser::succeededCall { index }),
            succeeded,
            "{index}"
        );
        assert_eq!(
            read(&chain, owner, vault, ILockUser::answersCall { index }),
            answer,
            "{index}"
        );
    }
    read(&chain, owner, lock, ILock::requireFreeCall {});
    // Who is no member never held it.
    assert_eq!(
        refusal(&chain, owner, stranger, ILockUser::takeCall {}),
        typed(ILock::NotMember { caller: stranger })
    );
}

/// Cheap enough to be taken by every call: cached, with what the call of a program costs.
#[test]
fn ree_1_what_the_lock_costs() {
    let Stand {
        mut chain,
        owner,
        users: [vault, ..],
        ..
    } = stand();
    chain.machine_mut().set_cached(true);
    let cost = read(&chain, owner, vault, ILockUser::costCall {});
    println!(
        "acquire {} (first), holder {}, release {}, acquire {} (again)",
        cost.acquire, cost.requireFree, cost.release, cost.again
    );
    assert!(cost.acquire < U256::from(8_000));
    assert!(cost.requireFree < U256::from(2_000));
    assert!(cost.release < U256::from(2_000));
}
