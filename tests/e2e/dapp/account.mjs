import { createPublicClient, http, formatUnits, parseUnits, pad, maxUint256 } from 'viem'
import lookout from 'plimsoll-abi/Lookout.json' with { type: 'json' }
import { readFileSync } from 'node:fs'

const book = JSON.parse(readFileSync(process.env.BOOK ?? 'plimsoll.json'))
const client = createPublicClient({ transport: http(process.env.RPC) })
const ask = (functionName, args) =>
  client.readContract({ address: book.contracts.lookout, abi: lookout, functionName, args })
const usd = (wad) => Number(formatUnits(wad, 18)).toFixed(2)
const [ETH, CASH] = [0, 255]

// All accounts of a page in one call.
const accounts = process.env.USERS.split(',').map((address) => pad(address))
for (const view of await ask('accounts', [accounts])) {
  console.log(`${view.owner} owes ${formatUnits(view.debt, 6)}: equity ${usd(view.equity)}, ` +
    `health ${usd(view.health)}, free ${usd(view.free)}, ${view.collateral.length} kinds of collateral`)
}

// What the user could do now, and where it ends. Nothing is signed.
const [account] = accounts
console.log(`may withdraw ${formatUnits(await ask('maxWithdraw', [account, ETH]), 18)} ETH, ` +
  `borrow ${formatUnits(await ask('maxBorrow', [account]), 6)}`)
const edges = await ask('liquidationPrice', [account, ETH])
console.log(edges.lower === edges.price ? `falls at ${usd(edges.price)} already` : `falls below ${usd(edges.lower)}`)
if (edges.upper !== maxUint256) console.log(`falls above ${usd(edges.upper)}`)

// What a step would change: repay 500, bring another ETH.
const outlook = await ask('healthAfter', [account, [
  { asset: CASH, amount: parseUnits('500', 6) }, { asset: ETH, amount: parseUnits('1', 18) }]])
console.log(`after repaying 500 and bringing one ETH: health ${usd(outlook.health)}, may borrow: ${outlook.allowed}`)

for (const cap of await ask('capsLeft', [])) {
  console.log(`asset ${cap.asset}: room for ${formatUnits(cap.left, cap.decimals)}`)
}
