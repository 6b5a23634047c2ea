import { createPublicClient, http, formatUnits, parseUnits, pad } from 'viem'
import oracle from 'plimsoll-abi/Oracle.json' with { type: 'json' }
import vault from 'plimsoll-abi/Vault.json' with { type: 'json' }
import margin from 'plimsoll-abi/Margin.json' with { type: 'json' }
import { readFileSync } from 'node:fs'

const book = JSON.parse(readFileSync(process.env.BOOK ?? 'plimsoll.json'))
const client = createPublicClient({ transport: http(process.env.RPC) })
const read = (name, abi, functionName, args) =>
  client.readContract({ address: book.contracts[name], abi, functionName, args })

const price = await read('oracle', oracle, 'price', [0])
const volatility = await read('oracle', oracle, 'volatility', [0])
console.log(`ETH ${formatUnits(price, 18)} USD, volatility ${formatUnits(volatility, 18)} a year`)

// What would a loan of 100 USD against one ETH need? Nothing is signed.
const [verdict] = await read('margin', margin, 'assess', [
  parseUnits('-100', 18), [{ asset: 0, amount: parseUnits('1', 18) }], []])
console.log(`initial margin ${formatUnits(verdict.initialMargin, 18)}, equity ${formatUnits(verdict.equity, 18)}`)

// How does an account stand? Sub-account 0 of an address is the address itself.
const account = await read('vault', vault, 'assess', [pad(process.env.USER_ADDRESS)])
console.log(`health ${formatUnits(account.health, 18)}`)
