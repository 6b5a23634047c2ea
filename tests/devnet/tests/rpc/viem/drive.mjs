// Drives the devnet with viem: `node drive.mjs http://... ws://...`. Exits with 1 at the first surprise.
import assert from 'node:assert/strict'
import {
  BaseError, ContractFunctionRevertedError, createPublicClient, createTestClient, createWalletClient,
  defineChain, http, pad, parseAbi, parseEther, toHex, webSocket,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

const [httpUrl, wsUrl] = process.argv.slice(2)
const chain = defineChain({
  id: 412346,
  name: 'devnet',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [httpUrl], webSocket: [wsUrl] } },
})
const account = mnemonicToAccount('test test test test test test test test test test test junk')
const reader = createPublicClient({ chain, transport: http(), pollingInterval: 50 })
const listener = createPublicClient({ chain, transport: webSocket() })
const wallet = createWalletClient({ account, chain, transport: http() })
const control = createTestClient({ mode: 'anvil', chain, transport: http() })

const init = runtime => {
  const size = (runtime.length / 2).toString(16).padStart(4, '0')
  return `0x61${size}80600a5f395ff3${runtime}`
}
const deploy = async bytecode => {
  const hash = await wallet.deployContract({ abi: [], bytecode })
  const receipt = await reader.waitForTransactionReceipt({ hash })
  assert.equal(receipt.status, 'success')
  return receipt.contractAddress
}

// Sending and reading.
assert.equal(await reader.getChainId(), 412346)
assert.equal(await reader.getBalance({ address: account.address }), parseEther('10000'))
// Returns slot 0 plus one after storing it, whatever it is asked.
const counter = await deploy(init('5f54600101805f555f5260205ff3'))
const abi = parseAbi(['function next() returns (uint256)', 'error Refused(uint256 code)'])
const { result, request } = await reader.simulateContract({ address: counter, abi, functionName: 'next', account })
assert.equal(result, 1n)
const hash = await wallet.writeContract(request)
const receipt = await reader.waitForTransactionReceipt({ hash })
assert.equal(receipt.effectiveGasPrice, 100_000_000n)
assert.equal(await reader.getStorageAt({ address: counter, slot: '0x0' }), pad('0x1'))
assert.equal((await reader.getTransaction({ hash })).from.toLowerCase(), account.address.toLowerCase())
const block = await reader.getBlock({ includeTransactions: true })
assert.equal(block.transactions[0].hash, hash)
assert.equal(block.hash, receipt.blockHash)
assert.ok(await reader.estimateFeesPerGas())
assert.ok(await reader.getFeeHistory({ blockCount: 2, rewardPercentiles: [25] }))

// A custom error comes back decoded: mstore(0, selector << 224), mstore(4, 42), revert(0, 36).
const { toFunctionSelector } = await import('viem')
const selector = toFunctionSelector('Refused(uint256)').slice(2)
const refusing = await deploy(init(`63${selector}60e01b5f52602a60045260245ffd`))
const error = await reader
  .simulateContract({ address: refusing, abi, functionName: 'next', account })
  .then(() => assert.fail('it did not revert'), error => error)
assert.ok(error instanceof BaseError)
const revert = error.walk(inner => inner instanceof ContractFunctionRevertedError)
assert.equal(revert.data.errorName, 'Refused')
assert.deepEqual(revert.data.args, [42n])

// Heads and logs over the socket: log1 with the caller as data and the first word as topic.
const emitter = await deploy(init('335f525f3560205fa100'))
const heads = []
const logs = []
const stopHeads = listener.watchBlocks({ onBlock: head => heads.push(head.number) })
const stopLogs = listener.watchEvent({ address: emitter, onLogs: found => logs.push(...found) })
await new Promise(resolve => setTimeout(resolve, 300))
const sent = await wallet.sendTransaction({ to: emitter, data: pad(toHex(5)) })
const mined = await reader.waitForTransactionReceipt({ hash: sent })
for (let round = 0; round < 100 && (heads.length === 0 || logs.length === 0); round++) {
  await new Promise(resolve => setTimeout(resolve, 50))
}
assert.ok(heads.includes(mined.blockNumber))
assert.equal(logs[0].transactionHash, sent)
stopHeads()
stopLogs()
assert.equal((await reader.getLogs({ address: emitter, fromBlock: 0n })).length, 1)

// What only test chains have.
const id = await control.snapshot()
const before = await reader.getBlock()
await control.increaseTime({ seconds: 3600 })
await control.mine({ blocks: 2 })
const after = await reader.getBlock()
assert.ok(after.timestamp >= before.timestamp + 3600n)
await control.revert({ id })
assert.equal((await reader.getBlock()).hash, before.hash)
const stranger = '0x00000000000000000000000000000000000bAD00'
await control.setBalance({ address: stranger, value: parseEther('1') })
await control.impersonateAccount({ address: stranger })
const impersonating = createWalletClient({ account: stranger, chain, transport: http() })
const strange = await impersonating.sendTransaction({ to: account.address, value: 1n })
assert.equal((await reader.waitForTransactionReceipt({ hash: strange })).from, stranger.toLowerCase())

console.log('viem is content')
process.exit(0)
