//! Two markets in Solidity, compiled from the published interfaces alone.

use alloy::{
    primitives::{keccak256, Address, Bytes, B256, I256, U256},
    signers::{local::PrivateKeySigner, SignerSync},
    sol,
    sol_types::SolValue,
};

use crate::abi::IClearing;
use crate::stage::{account_of, deploy, dollars, signed, wad, Stage, ETH};

sol! {
    #[derive(Debug, PartialEq)]
    struct Order {
        bytes32 account;
        bool buys;
        uint256 size;
        uint256 price;
        uint256 nonce;
        uint256 deadline;
    }

    #[derive(Debug, PartialEq)]
    interface IPerpetualMarket {
        error NotOwner(bytes32 account, address caller);
        error NotAgreed(bytes32 order);
        error Expired(uint256 deadline);
        error TooMuch(uint256 size, uint256 left);
        function digest(Order order) external view returns (bytes32);
        function place(Order order) external;
        function cancel(Order order) external;
        function fill(Order order, bytes signature, bytes32 taker, uint256 size) external;
        function fund() external returns (int256 perUnit);
        function premium() external view returns (int256);
    }

    #[derive(Debug, PartialEq)]
    interface ICoveredOptionMarket {
        error NotCovered(uint256 written, uint256 held);
        function offer(bytes32 writer, uint256 strike, uint64 expiry, uint256 premium, uint256 size) external returns (uint256 id);
        function buy(uint256 id, bytes32 buyer, uint256 size) external;
        function margins(uint256 size, uint256 strike, uint64 expiry, int256 cash) external view returns (uint256 held, uint256 covered, uint256 naked);
    }
}

fn perpetual(stage: &mut Stage) -> Address {
    let arguments = (stage.clearing, stage.oracle, U256::from(ETH)).abi_encode_params();
    let market = deploy(&mut stage.chain, stage.owner, "PerpetualMarket", arguments);
    stage.register(market);
    for person in [stage.alice, stage.bob] {
        stage.allow(person, market);
    }
    market
}

fn order(stage: &Stage, person: Address, buys: bool, size: u64, price: u64) -> Order {
    Order {
        account: account_of(person),
        buys,
        size: wad(size),
        price: wad(price),
        nonce: U256::ZERO,
        deadline: U256::from(stage.chain.now() + 3_600),
    }
}

#[test]
fn a_perpetual_by_placed_and_by_signed_orders() {
    let mut stage = Stage::new();
    let market = perpetual(&mut stage);
    let (alice, bob) = (stage.alice, stage.bob);
    let placed = order(&stage, alice, true, 3, 2_010);
    let fill =
        |order: &Order, signature: Bytes, taker: Address, size: u64| IPerpetualMarket::fillCall {
            order: order.clone(),
            signature,
            taker: account_of(taker),
            size: wad(size),
        };
    let id = stage.read(
        market,
        IPerpetualMarket::digestCall {
            order: placed.clone(),
        },
    );
    let refused = stage
        .send(bob, market, fill(&placed, Bytes::new(), bob, 1))
        .unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IPerpetualMarket::NotAgreed { order: id })
    );
    stage.must(
        alice,
        market,
        IPerpetualMarket::placeCall {
            order: placed.clone(),
        },
    );
    let receipt = stage.must(bob, market, fill(&placed, Bytes::new(), bob, 2));
    println!("fill of a placed order: {} gas", receipt.gas_used);
    assert_eq!(stage.legs(alice).1[0].size, signed(2));
    assert_eq!(stage.legs(bob).0, signed(4_020));
    let refused = stage
        .send(bob, market, fill(&placed, Bytes::new(), bob, 2))
        .unwrap_err();
    assert_eq!(
        refused.typed(),
        Some(IPerpetualMarket::TooMuch {
            size: wad(2),
            left: wad(1)
        })
    );
    // Somebody who only has a key signs a sale; a person with an account takes the other side.
    let signer = PrivateKeySigner::from_bytes(&B256::repeat_byte(7)).unwrap();
    let dave = signer.address();
    stage.must(
        stage.carol,
        stage.vault,
        crate::abi::IVault::depositCashCall {
            account: account_of(dave),
            amount: dollars(2_000),
        },
    );
    let call = crate::abi::IMandate::setOperatorCall {
        account: account_of(dave),
        operator: market,
        capabilities: 16,
        until: u64::MAX,
    };
    stage.chain.machine_mut().set_balance(dave, wad(1));
    stage.must(dave, stage.mandate, call);
    let sale = order(&stage, dave, false, 1, 1_990);
    let id = stage.read(
        market,
        IPerpetualMarket::digestCall {
            order: sale.clone(),
        },
    );
    let signature = Bytes::from(signer.sign_hash_sync(&id).unwrap().as_bytes().to_vec());
    stage.must(bob, market, fill(&sale, signature.clone(), bob, 1));
    assert_eq!(stage.legs(dave).1[0].size, signed(-1));
    assert_eq!(stage.legs(bob).1[0].size, signed(-1));
    let forged = Order {
        price: wad(1),
        ..sale.clone()
    };
    let refused = stage
        .send(bob, market, fill(&forged, signature, bob, 1))
        .unwrap_err();
    assert!(
        refused.typed::<IPerpetualMarket::NotAgreed>().is_some(),
        "{refused:?}"
    );
    // The premium of the last trade, -10 dollars, lasts for four hours: half of it is paid by shorts.
    assert_eq!(
        stage.read(market, IPerpetualMarket::premiumCall {}),
        signed(-10)
    );
    stage.pass(4 * 3_600);
    stage.set_price(ETH, 2_000);
    stage.must(bob, market, IPerpetualMarket::fundCall {});
    let call = IClearing::fundingCall {
        market,
        asset: ETH,
        kind: 0,
        strike: U256::ZERO,
    };
    let index = stage.read(stage.clearing, call).index;
    assert!(index < signed(-4) && index > signed(-6), "{index}");
    let sum: I256 = [alice, bob, dave]
        .iter()
        .map(|person| stage.legs(*person).0)
        .fold(I256::ZERO, |sum, one| sum + one);
    assert!(
        sum <= I256::ZERO && sum > I256::try_from(-4).unwrap(),
        "rounded down, each: {sum}"
    );
}

#[test]
fn a_covered_call_from_offer_to_expiry() {
    let mut stage = Stage::new();
    let (alice, bob, carol) = (stage.alice, stage.bob, stage.carol);
    let arguments = (
        stage.clearing,
        stage.vault,
        stage.margin,
        U256::from(ETH),
        U256::from(18),
    );
    let market = deploy(
        &mut stage.chain,
        stage.owner,
        "CoveredOptionMarket",
        arguments.abi_encode_params(),
    );
    stage.register(market);
    for person in [alice, bob, carol] {
        stage.allow(person, market);
    }
    let expiry = stage.chain.now() + 604_800;
    let offer = |person: Address, size: u64| ICoveredOptionMarket::offerCall {
        writer: account_of(person),
        strike: wad(1_900),
        expiry,
        premium: wad(150),
        size: wad(size),
    };
    // Bob writes what he does not have.
    stage.must(bob, market, offer(bob, 1));
    let buy = |id: u64, size: u64| ICoveredOptionMarket::buyCall {
        id: U256::from(id),
        buyer: account_of(alice),
        size: wad(size),
    };
    let refused = stage.send(alice, market, buy(0, 1)).unwrap_err();
    let (written, held) = (wad(1), U256::ZERO);
    assert_eq!(
        refused.typed(),
        Some(ICoveredOptionMarket::NotCovered { written, held })
    );
    // Carol has three, no cash, and writes three calls.
    stage.put_asset(carol, ETH, 3);
    stage.must(carol, market, offer(carol, 3));
    let receipt = stage.must(alice, market, buy(1, 3));
    println!("buying a covered call: {} gas", receipt.gas_used);
    assert_eq!(
        stage.net_cash(carol),
        I256::try_from(450_000_000).unwrap(),
        "the premium is cash"
    );
    assert_eq!(
        stage.net_cash(alice),
        I256::try_from(1_550_000_000).unwrap()
    );
    let margins = ICoveredOptionMarket::marginsCall {
        size: wad(3),
        strike: wad(1_900),
        expiry,
        cash: signed(450),
    };
    let margins = stage.read(market, margins);
    assert!(
        margins.covered < margins.naked,
        "{} of {}",
        margins.covered,
        margins.naked
    );
    // The underlying stays while it covers.
    let call = crate::abi::IVault::withdrawCall {
        account: account_of(carol),
        asset: ETH,
        amount: wad(3),
        to: carol,
    };
    let refused = stage.send(carol, stage.vault, call).unwrap_err();
    assert!(
        refused
            .typed::<crate::abi::IVault::BelowInitialMargin>()
            .is_some(),
        "{refused:?}"
    );
    stage.pass(604_800 - 3_600);
    stage.set_price(ETH, 2_400);
    stage.pass(3_600);
    stage.expire(&[alice, carol]).expect("pays");
    stage.set_price(ETH, 2_400);
    stage.settle(&[alice, carol]);
    // 500 each: a loan against her ETH pays what the premium does not.
    assert_eq!(
        stage.net_cash(alice),
        I256::try_from(3_050_000_000_i64).unwrap()
    );
    assert_eq!(
        stage.net_cash(carol),
        I256::try_from(450_000_000 - 1_500_000_000_i64).unwrap()
    );
}

/// What the order's type hashes to, worked out apart from the contract.
#[test]
fn the_digest_is_that_of_eip_712() {
    let mut stage = Stage::new();
    let market = perpetual(&mut stage);
    let order = order(&stage, stage.alice, true, 3, 2_010);
    let hash = |text: &str| keccak256(text);
    let ty = hash("Order(bytes32 account,bool buys,uint256 size,uint256 price,uint256 nonce,uint256 deadline)");
    let body = keccak256((ty, order.clone()).abi_encode());
    let domain = keccak256(
        (
            hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            hash("Plimsoll perpetual"),
            hash("1"),
            U256::from(stage.chain.chain_id()),
            market,
        )
            .abi_encode(),
    );
    let expected = keccak256([&[0x19, 0x01], domain.as_slice(), body.as_slice()].concat());
    assert_eq!(
        stage.read(market, IPerpetualMarket::digestCall { order }),
        expected
    );
}
