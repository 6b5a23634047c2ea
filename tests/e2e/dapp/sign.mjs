// Signs actions of the mandate as a wallet does. One JSON object per line on standard input (key, chainId, mandate,
// account, call, nonce, deadline), one per line on standard output (owner, digest, signature).
import { createInterface } from 'node:readline'
import { hashTypedData } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

const types = {
  Action: [
    { name: 'account', type: 'bytes32' },
    { name: 'call', type: 'bytes' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

for await (const line of createInterface({ input: process.stdin })) {
  const { key, chainId, mandate, account, call, nonce, deadline } = JSON.parse(line)
  const data = {
    domain: { name: 'Plimsoll', version: '1', chainId, verifyingContract: mandate },
    types,
    primaryType: 'Action',
    message: { account, call, nonce: BigInt(nonce), deadline: BigInt(deadline) },
  }
  const owner = privateKeyToAccount(key)
  const signature = await owner.signTypedData(data)
  console.log(JSON.stringify({ owner: owner.address, digest: hashTypedData(data), signature }))
}
