#!/usr/bin/env bash
# Builds what is deployed: programs, their ABI, and the Solidity side of the tests. See --help.
set -euo pipefail
cd "$(dirname "$0")/.."

contracts=(prices oracle book lens depth pool_depth feed lock terms pricer simulator judge margin mandate pool insurance
    vault annex clearing planner liquidator lookout)
target=wasm32-unknown-unknown
out=target/stylus
table=docs/sizes.txt
wasm_opt=tests/solidity/node_modules/binaryen/bin/wasm-opt

# Optimisation per contract: the cheapest cached entry that fits, by docs/levels.txt (build.sh --measure).
level_of() {
    case "$1" in
        bench_margin) echo 2 ;;
        oracle | vault | annex | clearing | judge) echo s ;;
        *) echo 3 ;;
    esac
}

usage() {
    cat <<TXT
scripts/build.sh [--bless] [--measure] [CONTRACT ...]

Builds each contract by itself: ${contracts[*]}. Makes the module acceptable to the
chain, takes the cheaper of it and what wasm-opt makes of it, compresses it, and prints a table of sizes and
entry costs, which is kept in $table. Then generates abi/ from the contracts and compiles
tests/solidity.

  $out/<name>.wasm     the module that is deployed, before compression; <name>.code is the code
  target/solidity/<Name>.json   Solidity contracts of the tests
  abi/                          Solidity interface and JSON per contract

Fails where a contract is over 24,576 bytes compressed, and where the committed abi/ differs from what the
contracts export; --bless writes abi/ instead. --measure builds at every optimisation level, prints all results
and keeps them in docs/levels.txt. With names of contracts, only those are built, and tables and abi/ are left
alone.
Run scripts/setup.sh once before.
TXT
}

bless=no
measure=no
chosen=()
for argument in "$@"; do
    case "$argument" in
        --help|-h) usage; exit 0 ;;
        --bless) bless=yes ;;
        --measure) measure=yes ;;
        -*) echo "build: unknown argument $argument; see --help" >&2; exit 2 ;;
        *)
            [[ " ${contracts[*]} " == *" $argument "* ]] \
                || { echo "build: no contract $argument; there are ${contracts[*]}" >&2; exit 2; }
            chosen+=("$argument") ;;
    esac
done
everything=yes
if [ "${#chosen[@]}" -gt 0 ]; then contracts=("${chosen[@]}"); everything=no; fi
[ "$measure" = no ] || everything=no

say() { echo "build: $* (${SECONDS} s)"; }
fail() { echo "build: $*" >&2; exit 1; }

[ -f "$wasm_opt" ] || fail "wasm-opt is not there: run scripts/setup.sh"
command -v cargo >/dev/null 2>&1 || command -v /usr/bin/cargo >/dev/null || fail "cargo is not there: run scripts/setup.sh"

# The compiler for programs: that of rust-toolchain.toml, or what setup.sh found instead.
program_cargo=cargo
program_flags=()
pinned=yes
if [ -f target/toolchain.env ]; then
    pinned=no
fi

# Whether a contract is built for size first.
is_small() { [ "$(level_of "$1")" = s ]; }

# Paths of sources are in the program, as places of panics: without what depends on the machine, so that the
# same commit builds the same program everywhere, and shorter.
remap_flags() {
    local registry flags=""
    for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
        flags+="'--remap-path-prefix=$registry=',"
    done
    # The margin whole has more on its stack than the 32 KiB of .cargo/config.toml: profiles of options, mostly.
    [ "$1" != bench_margin ] || flags+="'-Clink-arg=-zstack-size=196608',"
    # A market, its terms and what is known of sixteen assets; with the heap they stay within the two pages that are free.
    case "$1" in
        margin | judge | simulator | pricer) flags+="'-Clink-arg=-zstack-size=57344'," ;;
    esac
    echo "target.$target.rustflags=[$flags'--remap-path-prefix=$PWD/=']"
}

# Builds contract $1 at optimisation level $2 in a process of its own, so that neither features nor the
# fall-back's settings reach what is built for this machine.
compile() (
    local settings=()
    # Small, but for the arithmetic.
    ! is_small "$1" || settings=(--config profile.release.package.fixed.opt-level=2)
    if [ "$pinned" = no ]; then
        # shellcheck source=/dev/null
        . target/toolchain.env
    fi
    local package="$1"
    # The annex is the vault with the other half of its functions.
    [ "$1" != annex ] || { package=vault; settings+=(--features annex); }
    CARGO_PROFILE_RELEASE_OPT_LEVEL="$2" "$program_cargo" build --quiet --locked --release --lib \
        --package "$package" --target "$target" --config "$(remap_flags "$1")" ${settings[@]+"${settings[@]}"} ${program_flags[@]+"${program_flags[@]}"}
)

# Candidates for contract $1 at level $2: as compiled, and as wasm-opt makes it.
candidates() {
    local raw="target/$target/release/${1/#annex/vault}.wasm" kept="$out/builds/$1-$2"
    compile "$1" "$2" || fail "contract $1 does not build at opt-level $2"
    cp "$raw" "$kept.wasm"
    target/debug/program trim "$kept.wasm"
    # --enable-bulk-memory would write a DataCount section, which the chain refuses.
    node "$wasm_opt" -O3 --enable-bulk-memory-opt --enable-sign-ext --enable-mutable-globals \
        "$kept.wasm" -o "$kept-opt.wasm"
    inputs+=(--in "opt-level $2=$kept.wasm" --in "opt-level $2, wasm-opt=$kept-opt.wasm")
    # Functions that are called once stay by themselves: dearer to enter, and shorter compressed.
    if is_small "$1"; then
        node "$wasm_opt" -O3 --enable-bulk-memory-opt --enable-sign-ext --enable-mutable-globals \
            --one-caller-inline-max-function-size=30 --always-inline-max-function-size=2 \
            --flexible-inline-max-function-size=10 --reorder-locals "$kept.wasm" -o "$kept-apart.wasm"
        inputs+=(--in "opt-level $2, wasm-opt apart=$kept-apart.wasm")
    fi
}

# Packs the cheapest of the candidates; its row goes to the table, whether it fits or not.
pack_as() {
    grep -v "^$1 " "$rows" > "$out/others.txt" || true
    mv "$out/others.txt" "$rows"
    target/debug/program pack --name "$1" "${inputs[@]}" --out "$out/$1.wasm" --table "$rows" >/dev/null
}

# Replaces the table in file $2 by the rows of file $1; the words above the table stay.
keep_table() {
    local words
    words=$(sed '/^contract /,$d' "$2" 2>/dev/null || true)
    { printf '%s\n\n' "$words"; target/debug/program heading; cat "$1"; } > "$out/table.txt"
    mkdir -p docs
    cp "$out/table.txt" "$2"
}

say "the packing tool"
cargo build --quiet --locked --package program --package abi
mkdir -p "$out/builds" target/abi
rows="$out/rows.txt"
all="$out/all.txt"
: > "$rows"
: > "$all"
failed=()

for contract in "${contracts[@]}"; do
    say "$contract"
    inputs=()
    if [ "$measure" = yes ]; then
        for level in 3 2 s; do candidates "$contract" "$level"; done
        target/debug/program pack --name "$contract" "${inputs[@]}" --out "$out/measured/$contract.wasm" \
            --all "$all" >/dev/null || true
    else
        candidates "$contract" "$(level_of "$contract")"
        if ! pack_as "$contract"; then
            say "$contract again, at the other levels"
            for level in 3 2 s; do
                [ "$level" = "$(level_of "$contract")" ] || candidates "$contract" "$level"
            done
            pack_as "$contract" || failed+=("$contract")
        fi
    fi
done

target/debug/program heading
if [ "$measure" = yes ]; then
    cat "$all"
    if [ "${#chosen[@]}" -eq 0 ] && [ "$pinned" = yes ]; then
        keep_table "$all" docs/levels.txt
    fi
    exit 0
fi
cat "$rows"
[ "${#failed[@]}" -eq 0 ] || fail "not deployable, see above: ${failed[*]}"
[ "$everything" = yes ] || exit 0

for program in arithmetic bench_functions bench_margin; do
    say "$program, a program of the tests"
    inputs=()
    candidates "$program" "$(level_of "$program")"
    target/debug/program pack --name "$program" "${inputs[@]}" --oversized --out "$out/$program.wasm" >/dev/null
done

if [ "$pinned" = yes ]; then
    keep_table "$rows" "$table"
else
    say "built with $(/usr/bin/rustc --version): $table is left as it is"
fi

say "abi"
for contract in "${contracts[@]}"; do
    # Its functions are in the interface of the vault.
    [ "$contract" != annex ] || continue
    # What only the program uses is dead code while its interface is printed: errors only.
    cargo run --quiet --locked --package "$contract" --features export-abi --bin "$contract-abi" -- abi \
        > "target/abi/$contract.sol" 2> target/abi/errors.txt \
        || { cat target/abi/errors.txt >&2; fail "contract $contract does not print its interface"; }
done
if [ "$bless" = yes ]; then
    target/debug/abi generate --exported target/abi --out abi
else
    target/debug/abi check --exported target/abi --committed abi \
        || fail "abi/ is not what the contracts export: run scripts/build.sh --bless and look at the difference"
fi

say "Solidity"
node tests/solidity/compile.mjs contracts target/solidity
say "done"
