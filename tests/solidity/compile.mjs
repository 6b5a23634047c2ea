// Compiles Solidity with the solc of package-lock.json. See usage().
import { mkdirSync, readFileSync, readdirSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import solc from "solc";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");

function usage() {
  console.log(`node compile.mjs contracts [OUT]
    compiles contracts/*.sol, and sources that others have published, into OUT/<Contract>.json
    {abi, bytecode, deployedBytecode}, and puts beside them what others have published compiled; OUT is
    target/solidity where it is not given.
node compile.mjs interfaces FOLDER OUT
    compiles FOLDER/I*.sol, each by itself and all together, into OUT/I<Name>.json
    {abi, functions, events, errors}: the ABI, and selector or topic by signature, as solc computes them.`);
}

// Readers of Chainlink feeds as they were published, compiled unchanged from their packages: a lender's oracle,
// one that checks the age, and one that calls every function.
const published = [
  "@aave-dao/aave-v3-origin/src/contracts/misc/AaveOracle.sol",
  "@chainlink/contracts/src/v0.8/transmission/dev/ERC-4337/Paymaster.sol",
  "@chainlink/contracts/src/v0.8/tests/FeedConsumer.sol",
];

// Imports: the packages, and the generated interfaces under the name of their own package.
function locate(path) {
  const generated = /^plimsoll-abi\/(.*)$/.exec(path);
  return generated ? join(root, "abi", generated[1]) : join(here, "node_modules", path);
}

function findImport(path) {
  const file = locate(path);
  if (!existsSync(file)) return { error: `${path} is not in ${dirname(file)}` };
  return { contents: readFileSync(file, "utf8") };
}

function compile(sources, outputs) {
  const input = {
    language: "Solidity",
    sources,
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 10_000 },
      metadata: { bytecodeHash: "none", appendCBOR: false },
      outputSelection: { "*": outputs },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));
  const messages = output.errors ?? [];
  for (const message of messages) console.error(message.formattedMessage.trimEnd());
  if (messages.some((message) => message.severity === "error")) {
    console.error("compile: Solidity does not compile, see above");
    process.exit(1);
  }
  return output;
}

function sourcesIn(folder, pattern) {
  const files = readdirSync(folder).filter((file) => pattern.test(file)).sort();
  return Object.fromEntries(
    files.map((file) => [file, { content: readFileSync(join(folder, file), "utf8") }]),
  );
}

function write(folder, name, value) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);
}

// Contracts as they are deployed, compiled by their authors.
const artefacts = {
  UniswapV3Factory: "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json",
};

function copyPublished(out) {
  for (const [name, path] of Object.entries(artefacts)) {
    const { abi, bytecode, deployedBytecode } = JSON.parse(readFileSync(join(here, "node_modules", path), "utf8"));
    write(out, name, { abi, bytecode, deployedBytecode });
  }
}

function compileContracts(out) {
  const sources = sourcesIn(join(here, "contracts"), /\.sol$/);
  for (const path of published) sources[path] = { content: readFileSync(locate(path), "utf8") };
  const output = compile(sources, {
    "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"],
  });
  let count = 0;
  for (const file of Object.keys(sources)) {
    for (const [name, contract] of Object.entries(output.contracts[file] ?? {})) {
      const bytecode = contract.evm.bytecode.object;
      if (bytecode === "") continue; // abstract
      const deployed = contract.evm.deployedBytecode.object;
      if (deployed.length / 2 > 24_576) {
        console.error(`compile: ${name} is ${deployed.length / 2} bytes, over the limit of 24576`);
        process.exit(1);
      }
      write(out, name, { abi: contract.abi, bytecode: `0x${bytecode}`, deployedBytecode: `0x${deployed}` });
      count += 1;
    }
  }
  copyPublished(out);
  console.log(`compile: ${count} Solidity contracts in ${out}`);
}

// solc's own selectors, taken from the syntax tree; signatures from the ABI, in the same order of declaration.
function selectorsOf(ast, contract) {
  const functions = Object.fromEntries(
    Object.entries(contract.evm.methodIdentifiers).map(([signature, selector]) => [signature, `0x${selector}`]),
  );
  const events = {};
  const errors = {};
  const visit = (node) => {
    if (node === null || typeof node !== "object") return;
    if (node.nodeType === "EventDefinition") events[node.name] = `0x${node.eventSelector}`;
    if (node.nodeType === "ErrorDefinition") errors[node.name] = `0x${node.errorSelector}`;
    for (const child of Object.values(node)) visit(child);
  };
  visit(ast);
  return { functions, events, errors };
}

function compileInterfaces(folder, out) {
  const sources = sourcesIn(folder, /^I[A-Z].*\.sol$/);
  if (Object.keys(sources).length === 0) {
    console.error(`compile: no interfaces in ${folder}`);
    process.exit(1);
  }
  const all = Object.keys(sources).map((file) => `import "./${file}";`);
  const together = { content: `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.24;\n${all.join("\n")}\n` };
  const output = compile(
    { ...sources, "All.sol": together },
    { "*": ["abi", "evm.methodIdentifiers"], "": ["ast"] },
  );
  for (const file of Object.keys(sources)) {
    for (const [name, contract] of Object.entries(output.contracts[file])) {
      write(out, name, { abi: contract.abi, ...selectorsOf(output.sources[file].ast, contract) });
    }
  }
}

const [job, ...rest] = process.argv.slice(2);
if (job === "contracts") compileContracts(resolve(rest[0] ?? join(root, "target/solidity")));
else if (job === "interfaces" && rest.length === 2) compileInterfaces(resolve(rest[0]), resolve(rest[1]));
else {
  usage();
  process.exit(job === "--help" || job === "-h" ? 0 : 2);
}
