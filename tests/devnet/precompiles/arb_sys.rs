//! `ArbSys`: what a contract asks about the chain it runs on.

use super::{decode, NativeCall, NativeFailure, NativeResult, STATE_READ_GAS};
use alloy::sol_types::{SolCall, SolEvent, SolValue};
use revm::{
    context_interface::{context::ContextTr, JournalTr},
    primitives::{address, keccak256, Address, Log, B256, U256},
};

/// Where it is.
pub const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");

/// Added to an L1 contract's address to make the address it acts under here.
const ALIAS_OFFSET: Address = address!("1111000000000000000000000000000000001111");
/// The version of the chain's own rules, with the 55 that the call adds to it.
const ARBOS_VERSION: u64 = 55 + 50;
/// Gas of a message to L1, about.
const MESSAGE_GAS: u64 = 30_000;

#[allow(clippy::too_many_arguments)]
mod interface {
    alloy::sol! {
        interface ArbSys {
            event L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data);

            function arbBlockNumber() external view returns (uint256 number);
            function arbBlockHash(uint256 number) external view returns (bytes32 hash);
            function arbChainID() external view returns (uint256 id);
            function arbOSVersion() external view returns (uint256 version);
            function isTopLevelCall() external view returns (bool isTop);
            function mapL1SenderContractAddressToL2Alias(address sender, address unused) external pure returns (address aliased);
            function sendTxToL1(address destination, bytes data) external payable returns (uint256 leaf);
            function withdrawEth(address destination) external payable returns (uint256 leaf);
        }
    }
}

use interface::ArbSys;

pub(super) fn answer(call: &mut NativeCall<'_>, input: &[u8]) -> NativeResult {
    let selector: [u8; 4] = input.first_chunk().copied().unwrap_or_default();
    match selector {
        ArbSys::sendTxToL1Call::SELECTOR => {
            let message: ArbSys::sendTxToL1Call = decode(input)?;
            return send(call, message.destination, &message.data);
        }
        ArbSys::withdrawEthCall::SELECTOR => {
            let message: ArbSys::withdrawEthCall = decode(input)?;
            return send(call, message.destination, &[]);
        }
        _ => call.takes_no_value()?,
    }
    call.burn(STATE_READ_GAS)?;
    let number = call.ctx.chain.number;
    Ok(match selector {
        ArbSys::arbBlockNumberCall::SELECTOR => U256::from(number).abi_encode(),
        ArbSys::arbChainIDCall::SELECTOR => {
            U256::from(call.ctx.chain.surroundings.chain_id).abi_encode()
        }
        ArbSys::arbOSVersionCall::SELECTOR => U256::from(ARBOS_VERSION).abi_encode(),
        // The call of this precompile is itself a level.
        ArbSys::isTopLevelCallCall::SELECTOR => (call.ctx.journal().depth() <= 2).abi_encode(),
        ArbSys::arbBlockHashCall::SELECTOR => {
            let query: ArbSys::arbBlockHashCall = decode(input)?;
            block_hash(query.number, number)?.abi_encode()
        }
        ArbSys::mapL1SenderContractAddressToL2AliasCall::SELECTOR => {
            let query: ArbSys::mapL1SenderContractAddressToL2AliasCall = decode(input)?;
            alias(query.sender).abi_encode()
        }
        _ => return Err(NativeFailure::Revert(Vec::new())),
    })
}

fn alias(sender: Address) -> Address {
    let word = |address: Address| U256::from_be_slice(address.as_slice());
    let sum = word(sender)
        .wrapping_add(word(ALIAS_OFFSET))
        .to_be_bytes::<32>();
    Address::from_word(B256::from(sum))
}

/// Blocks have no real hash inside the machine.
fn block_hash(wanted: U256, number: u64) -> Result<B256, NativeFailure> {
    let wanted = u64::try_from(wanted).ok();
    let recent = wanted.filter(|wanted| *wanted < number && number - *wanted <= 256);
    let recent = recent.ok_or(NativeFailure::Revert(Vec::new()))?;
    Ok(keccak256(recent.to_be_bytes()))
}

/// The event only: nothing carries the message on, and the value stays here.
fn send(call: &mut NativeCall<'_>, destination: Address, data: &[u8]) -> NativeResult {
    call.writes()?;
    call.burn(MESSAGE_GAS)?;
    let chain = &call.ctx.chain;
    let position = U256::from(chain.number);
    let event = ArbSys::L2ToL1Tx {
        caller: call.caller,
        destination,
        hash: U256::from_be_bytes(keccak256(data).0),
        position,
        arbBlockNum: U256::from(chain.number),
        ethBlockNum: U256::from(chain.surroundings.l1_number),
        timestamp: U256::from(chain.surroundings.timestamp),
        callvalue: call.value,
        data: data.to_vec().into(),
    };
    call.ctx.journal_mut().log(Log {
        address: ARB_SYS,
        data: event.encode_log_data(),
    });
    Ok(position.abi_encode())
}
