#!/usr/bin/env bash
# Everything that is proven, from a clean checkout. See --help.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    --help|-h)
        cat <<'TXT'
scripts/test.sh [--long]

Sets up and builds (programs, Solidity, ABI), checks format and lints, then runs all tests: pure crates
against reference vectors where $PLIMSOLL_SHARED (default ../shared) has them, contracts under motsu, and
the shipped WASM on the local chain. --long runs more cases of every property.
TXT
        exit 0 ;;
    --long) export PROPTEST_CASES=20000 PLIMSOLL_LONG=1 ;;
    "") ;;
    *) echo "test: unknown argument $1; see --help" >&2; exit 2 ;;
esac

step() { echo; echo "== $1 ($(date -u +%H:%M:%S), ${SECONDS} s)"; }

export PLIMSOLL_SHARED="${PLIMSOLL_SHARED:-$(cd .. && pwd)/shared}"
step "set-up"
scripts/setup.sh
step "build: programs, Solidity, ABI"
scripts/build.sh
step "format"
cargo fmt --check
step "lints"
cargo clippy --quiet --workspace --all-targets -- -D warnings
step "npm packages of the tests that use viem"
for folder in tests/e2e/dapp tests/devnet/tests/rpc/viem; do
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
done
step "tests"
cargo build --workspace --bins
cargo test --workspace --no-fail-fast
step "demo, on synthetic prices and what was built above"
PLIMSOLL_SHARED=/nonexistent scripts/demo.sh --no-build | tee target/demo.txt | tail -n 12
grep -q LIQUIDATED target/demo.txt
step "done"
