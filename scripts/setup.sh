#!/usr/bin/env bash
# Makes a machine ready to build. See --help.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    cat <<'TXT'
scripts/setup.sh

Makes this machine ready to build Plimsoll, and says what it does. Safe to run again: what is there is left
alone. Needs no root where the system already has what it takes.

  1. looks for the tools that cannot be installed from here: cargo, a C compiler, node 18 or later, npm;
  2. gets the WebAssembly target for the Rust of rust-toolchain.toml by rustup; where that cannot be had, falls
     back to Debian's rustc-web and rust-web-src, which build the target's standard library themselves, and
     writes target/toolchain.env so that scripts/build.sh uses them;
  3. installs the npm packages of tests/solidity by its lock file: solc, OpenZeppelin, Chainlink, Uniswap, binaryen.

Environment:
  PLIMSOLL_FORCE_DEBIAN=1   take Debian's compiler even where rustup works
TXT
}

case "${1:-}" in
    --help|-h) usage; exit 0 ;;
    "") ;;
    *) echo "setup: unknown argument $1; see --help" >&2; exit 2 ;;
esac

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

channel=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
target=wasm32-unknown-unknown
environment=target/toolchain.env

# 1. Tools that others provide.
missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need cc "a C compiler: apt-get install build-essential, or xcode-select --install"
need node "node 18 or later: https://nodejs.org, or apt-get install nodejs npm"
need npm "npm: it comes with node"
if ! command -v cargo >/dev/null 2>&1 && ! command -v apt-get >/dev/null 2>&1; then
    missing+=("cargo: https://rustup.rs")
fi
if command -v node >/dev/null 2>&1; then
    major=$(node -p 'process.versions.node.split(".")[0]')
    [ "$major" -ge 18 ] || missing+=("node 18 or later, this is $(node --version): https://nodejs.org")
fi
if [ "${#missing[@]}" -gt 0 ]; then
    echo "setup: missing:" >&2
    printf 'setup:   %s\n' "${missing[@]}" >&2
    exit 1
fi

# 2. The WebAssembly target.
has_rustup_target() {
    rustup target list --installed --toolchain "$channel" 2>/dev/null | grep -qx "$target"
}

# A Rust that came with the target and without rustup.
has_bare_target() {
    local libraries
    command -v rustc >/dev/null 2>&1 || return 1
    ! command -v rustup >/dev/null 2>&1 || return 1
    libraries=$(rustc --print target-libdir --target "$target" 2>/dev/null) || return 1
    compgen -G "$libraries/libcore-*.rlib" >/dev/null
}

by_rustup() {
    if has_rustup_target; then
        say "Rust $channel has the target $target"
    elif has_bare_target; then
        say "$(rustc --version) has the target $target"
    elif command -v rustup >/dev/null 2>&1; then
        say "getting Rust $channel with the target $target by rustup"
        rustup toolchain install "$channel" --profile minimal --component rustfmt --component clippy \
            --target "$target" --no-self-update && has_rustup_target
    else
        return 1
    fi
}

debian_packages=(rustc-web cargo-web rust-web-src lld-22)
debian_library=/usr/lib/rustlib/src/rust/library

debian_linker() {
    local candidate
    for candidate in /usr/bin/rust-lld /usr/bin/wasm-ld-22 /usr/bin/wasm-ld; do
        if [ -x "$candidate" ]; then echo "$candidate"; return 0; fi
    done
    return 1
}

has_debian() {
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -d "$debian_library" ] && debian_linker >/dev/null
}

by_debian() {
    if ! has_debian; then
        command -v apt-get >/dev/null 2>&1 || return 1
        if [ "$(id -u)" -ne 0 ]; then
            fail "no WebAssembly target by rustup. As root: apt-get install ${debian_packages[*]}; then run this again"
        fi
        say "installing Debian's ${debian_packages[*]}"
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${debian_packages[@]}" || return 1
    fi
    has_debian || return 1
    say "using $(/usr/bin/rustc --version), which builds the target's standard library itself"
    mkdir -p target
    cat > "$environment" <<TXT
# Written by scripts/setup.sh, read by scripts/build.sh: programs are built with Debian's compiler.
program_cargo=/usr/bin/cargo
program_flags=(-Zbuild-std=std,panic_abort)
export RUSTC=/usr/bin/rustc
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(debian_linker)
TXT
}

if [ "${PLIMSOLL_FORCE_DEBIAN:-}" != 1 ] && by_rustup; then
    rm -f "$environment"
elif ! by_debian; then
    fail "no compiler for $target. Either install rustup (https://rustup.rs) and run
setup:   rustup toolchain install $channel --target $target
setup: or, on Debian, apt-get install ${debian_packages[*]}; then run this again"
fi

# 3. npm packages, when the lock file is not the one that was installed.
installed=tests/solidity/node_modules/.installed-lock
if cmp -s tests/solidity/package-lock.json "$installed"; then
    say "the npm packages of tests/solidity are there"
else
    say "installing the npm packages of tests/solidity"
    npm ci --prefix tests/solidity --no-audit --no-fund --loglevel=error \
        || fail "npm ci in tests/solidity failed, see above; it needs the npm registry once"
    cp tests/solidity/package-lock.json "$installed"
fi
say "ready: scripts/build.sh"
