//! Signed actions on the chain: the precompile that recovers signers, the chain's number, a permit. Keys sign what
//! alloy makes of the types. (SIG-1, S1, S2, S3)

use crate::stand::{chain, read, refusal, send, typed};
use alloy::{
    primitives::{Address, Bytes, B256, U256},
    signers::SignerSync,
    sol,
    sol_types::{eip712_domain, Eip712Domain, SolStruct, SolValue},
};
use devnet::chain::{signers, Chain, CHAIN_ID};
use e2e::{
    abi::IERC20,
    world::{deploy, deploy_program, IMint},
};

sol! {
    struct Action {
        bytes32 account;
        bytes call;
        uint256 nonce;
        uint256 deadline;
    }

    struct Permit {
        address owner;
        address spender;
        uint256 value;
        uint256 nonce;
        uint256 deadline;
    }

    interface IMandate {
        error Expired(uint256 deadline);
        error WrongNonce(bytes32 account, uint256 expected);
        error InvalidSignature();
        error VaultCallFailed();
        function initialize(address vault) external;
        function execute(bytes32 account, bytes call, uint256 nonce, uint256 deadline, bytes signature) external returns (bytes);
        function nonce(bytes32 account) external view returns (uint256);
        function cancel(bytes32 account) external returns (uint256);
        function permitAndCall(address token, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s, bytes call) external returns (bytes);
        function digest(bytes32 account, bytes call, uint256 nonce, uint256 deadline) external view returns (bytes32);
        function domainSeparator() external view returns (bytes32);
    }

    interface IEchoVault {
        function actor() external view returns (address);
        function call() external view returns (bytes);
    }

    interface IAllowance {
        function allowance(address owner, address spender) external view returns (uint256);
        function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
    }
}

struct Stand {
    chain: Chain,
    owner: Address,
    relayer: Address,
    mandate: Address,
    vault: Address,
}

fn stand() -> Stand {
    let mut chain = chain();
    let [owner, relayer, ..] = chain.accounts();
    let mandate = deploy_program(&mut chain, owner, "mandate");
    let vault = deploy(&mut chain, owner, "EchoVault", Vec::new());
    send(
        &mut chain,
        relayer,
        mandate,
        IMandate::initializeCall { vault },
    );
    Stand {
        chain,
        owner,
        relayer,
        mandate,
        vault,
    }
}

fn domain(chain_id: u64, mandate: Address) -> Eip712Domain {
    eip712_domain! {
        name: "Plimsoll",
        version: "1",
        chain_id: chain_id,
        verifying_contract: mandate,
    }
}

impl Stand {
    fn action(&self, call: &[u8], nonce: u64) -> Action {
        Action {
            account: B256::left_padding_from(self.owner.as_slice()),
            call: call.to_vec().into(),
            nonce: U256::from(nonce),
            deadline: U256::from(self.chain.now()),
        }
    }

    /// The owner's signature of an action, for a domain.
    fn signed(&self, action: Action, domain: &Eip712Domain) -> IMandate::executeCall {
        let digest = action.eip712_signing_hash(domain);
        let signature = signers()[0].sign_hash_sync(&digest).expect("a signature");
        IMandate::executeCall {
            account: action.account,
            call: action.call,
            nonce: action.nonce,
            deadline: action.deadline,
            signature: signature.as_bytes().to_vec().into(),
        }
    }

    fn valid(&self, call: &[u8], nonce: u64) -> IMandate::executeCall {
        self.signed(self.action(call, nonce), &domain(CHAIN_ID, self.mandate))
    }

    fn refused(&self, execute: IMandate::executeCall) -> Bytes {
        refusal(&self.chain, self.relayer, self.mandate, execute)
    }
}

#[test]
fn sig_1_an_action_is_executed_once() {
    let mut stand = stand();
    let (relayer, mandate, vault, owner) = (stand.relayer, stand.mandate, stand.vault, stand.owner);
    let action = stand.action(b"some call", 0);
    let own = domain(CHAIN_ID, mandate);
    assert_eq!(
        read(
            &stand.chain,
            relayer,
            mandate,
            IMandate::domainSeparatorCall {}
        ),
        own.separator()
    );
    assert_eq!(
        read(
            &stand.chain,
            relayer,
            mandate,
            IMandate::digestCall {
                account: action.account,
                call: action.call.clone(),
                nonce: action.nonce,
                deadline: action.deadline,
            }
        ),
        action.eip712_signing_hash(&own)
    );

    let execute = stand.valid(b"some call", 0);
    let answer = send(&mut stand.chain, relayer, mandate, execute.clone());
    assert_eq!(&answer[..], b"some call");
    assert_eq!(
        read(&stand.chain, relayer, vault, IEchoVault::actorCall {}),
        owner
    );
    assert_eq!(
        &read(&stand.chain, relayer, vault, IEchoVault::callCall {})[..],
        b"some call"
    );
    let account = execute.account;
    let again = IMandate::WrongNonce {
        account,
        expected: U256::from(1),
    };
    assert_eq!(stand.refused(execute), typed(again));
    // The next number, cancelled first.
    let execute = stand.valid(b"more", 1);
    send(
        &mut stand.chain,
        owner,
        mandate,
        IMandate::cancelCall { account },
    );
    let used = IMandate::WrongNonce {
        account,
        expected: U256::from(2),
    };
    assert_eq!(stand.refused(execute), typed(used));
    // And what the vault refuses without a word uses no number up.
    assert_eq!(
        stand.refused(stand.valid(b"", 2)),
        typed(IMandate::VaultCallFailed {})
    );
    let execute = stand.valid(b"more", 2);
    send(&mut stand.chain, relayer, mandate, execute);
}

/// S1, S2, S3 and every field: for nothing but what was signed, in one encoding, in time.
#[test]
fn sig_1_every_other_signature_is_refused() {
    let stand = stand();
    let invalid = typed(IMandate::InvalidSignature {});
    let valid = stand.valid(b"call", 0);
    for other in [
        domain(CHAIN_ID + 1, stand.mandate),
        domain(42_161, stand.mandate),
        domain(CHAIN_ID, stand.vault),
        eip712_domain! { name: "Plimsoll", version: "2", chain_id: CHAIN_ID, verifying_contract: stand.mandate, },
        eip712_domain! { name: "plimsoll", version: "1", chain_id: CHAIN_ID, verifying_contract: stand.mandate, },
    ] {
        assert_eq!(
            stand.refused(stand.signed(stand.action(b"call", 0), &other)),
            invalid
        );
    }
    let mut another_call = valid.clone();
    another_call.call = Bytes::from_static(b"Call");
    let mut another_account = valid.clone();
    another_account.account.0[0] = 1;
    let mut later = valid.clone();
    later.deadline += U256::from(1);
    for changed in [another_call, another_account, later] {
        assert_eq!(stand.refused(changed), invalid);
    }
    let with = |signature: Vec<u8>| {
        let mut changed = valid.clone();
        changed.signature = signature.into();
        changed
    };
    let good = valid.signature.to_vec();
    // Every length but 65.
    for length in (0..65).chain(66..100) {
        let mut signature = good.clone();
        signature.resize(length, 0);
        assert_eq!(stand.refused(with(signature)), invalid, "{length} bytes");
    }
    // Every v but its own.
    for v in (0..=255).filter(|v| *v != good[64]) {
        let mut signature = good.clone();
        signature[64] = v;
        assert_eq!(stand.refused(with(signature)), invalid, "v {v}");
    }
    // The twin with a high s, which recovers the same signer.
    let order = U256::from_str_radix(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        16,
    )
    .expect("a number");
    let s = U256::from_be_slice(&good[32..64]);
    let mut twin = good.clone();
    twin[32..64].copy_from_slice(&(order - s).to_be_bytes::<32>());
    twin[64] = 55 - good[64];
    assert_eq!(stand.refused(with(twin)), invalid);
    // Nobody's account, and a signature of nobody.
    let mut nobody = with(vec![0; 64].into_iter().chain([27]).collect());
    nobody.account = B256::ZERO;
    assert_eq!(stand.refused(nobody), invalid);
    // S3: a second late, and a number ahead.
    let mut late = stand.action(b"call", 0);
    late.deadline -= U256::from(1);
    let deadline = late.deadline;
    let late = stand.signed(late, &domain(CHAIN_ID, stand.mandate));
    assert_eq!(stand.refused(late), typed(IMandate::Expired { deadline }));
    let ahead = IMandate::WrongNonce {
        account: valid.account,
        expected: U256::ZERO,
    };
    assert_eq!(stand.refused(stand.valid(b"call", 1)), typed(ahead));
    // On time it is as good as ever.
    read(&stand.chain, stand.relayer, stand.mandate, valid);
}

/// A permit is tried: it gives the vault its allowance, or stops nothing, used up by somebody else or no permit at all.
#[test]
fn a_permit_is_tried_and_the_call_made() {
    let mut stand = stand();
    let (owner, relayer, mandate, vault) = (stand.owner, stand.relayer, stand.mandate, stand.vault);
    let token = deploy(
        &mut stand.chain,
        owner,
        "PermitToken",
        U256::from(6).abi_encode(),
    );
    let plain = deploy(
        &mut stand.chain,
        owner,
        "NoReturnToken",
        U256::from(6).abi_encode(),
    );
    send(
        &mut stand.chain,
        owner,
        token,
        IMint::mintCall {
            to: owner,
            amount: U256::from(5),
        },
    );
    let deadline = U256::from(stand.chain.now());
    let value = U256::from(5);
    let of_token = eip712_domain! {
        name: "Permit",
        version: "1",
        chain_id: CHAIN_ID,
        verifying_contract: token,
    };
    let permit = |nonce: u64| {
        let data = Permit {
            owner,
            spender: vault,
            value,
            nonce: U256::from(nonce),
            deadline,
        };
        signers()[0]
            .sign_hash_sync(&data.eip712_signing_hash(&of_token))
            .expect("a signature")
    };
    let call = |token: Address, nonce: u64| {
        let signature = permit(nonce);
        IMandate::permitAndCallCall {
            token,
            value,
            deadline,
            v: 27 + u8::from(signature.v()),
            r: signature.r().into(),
            s: signature.s().into(),
            call: Bytes::from_static(b"deposit"),
        }
    };
    let allowance = |chain: &Chain| {
        read(
            chain,
            owner,
            token,
            IAllowance::allowanceCall {
                owner,
                spender: vault,
            },
        )
    };

    let answer = send(&mut stand.chain, owner, mandate, call(token, 0));
    assert_eq!(&answer[..], b"deposit");
    assert_eq!(allowance(&stand.chain), value);
    assert_eq!(
        read(&stand.chain, owner, vault, IEchoVault::actorCall {}),
        owner
    );

    // Somebody saw the permit and used it first.
    send(
        &mut stand.chain,
        owner,
        token,
        IERC20::approveCall {
            spender: vault,
            amount: U256::ZERO,
        },
    );
    let signature = permit(1);
    send(
        &mut stand.chain,
        relayer,
        token,
        IAllowance::permitCall {
            owner,
            spender: vault,
            value,
            deadline,
            v: 27 + u8::from(signature.v()),
            r: signature.r().into(),
            s: signature.s().into(),
        },
    );
    send(&mut stand.chain, owner, mandate, call(token, 1));
    assert_eq!(allowance(&stand.chain), value);
    // No token with permits, no contract at all: the call is made, and it is the vault that decides.
    for token in [plain, relayer] {
        send(&mut stand.chain, owner, mandate, call(token, 7));
    }
    // Brought by somebody else it is the other's call, and the other's permit.
    send(&mut stand.chain, relayer, mandate, call(token, 2));
    assert_eq!(
        read(&stand.chain, owner, vault, IEchoVault::actorCall {}),
        relayer
    );
}
