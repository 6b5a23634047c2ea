#!/usr/bin/env bash
# From a clean checkout to a liquidation on the shipped WASM. See --help.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    cat <<'TXT'
scripts/demo.sh [--prices FILE.csv]... [--from TIME] [--to TIME] [--seed N] [--no-build]

Sets up, builds, starts a local chain, deploys all contracts through the keeper over JSON-RPC and runs a
price history through them, hour by hour: feeds move, samples are taken, volatility and requirements climb,
accounts are warned, one is liquidated by the keeper, one tops up in time. Each account has a
twin at a lender with a static loan-to-value of 80 %.

  --prices FILE.csv   prices of one instrument; repeat for a second (SYMBOL=FILE.csv names it). A header is
                      needed with a time column (timestamp_utc, timestamp, open_time, datetime, time, date or
                      unix: UTC text, Unix seconds or milliseconds, ascending) and a column `close` in USD;
                      open, high, low, volume and others are ignored. A bad row is named with its line.
  --from, --to TIME   part of the file to run (2020-03-01, 2020-03-01T12:00:00Z or Unix seconds)
  --seed N            seed of the synthetic path, default 1
  --no-build          use what is built already

Without --prices: hourly ETH and BTC of 24 February to 20 March 2020 from $PLIMSOLL_SHARED/data where that
exists, otherwise a seeded synthetic path of the same shape, labelled synthetic in every output.

Writes target/demo/report.html and target/demo/record.json.
TXT
}

prices=() window=() seed=1 build=1
while [ $# -gt 0 ]; do
    case "$1" in
        --help|-h) usage; exit 0 ;;
        --prices) [ $# -ge 2 ] || { echo "demo: --prices needs a file" >&2; exit 2; }
            [ -f "${2#*=}" ] || { echo "demo: no such file: ${2#*=}" >&2; exit 2; }
            prices+=(--prices "$2"); shift 2 ;;
        --from|--to) [ $# -ge 2 ] || { echo "demo: $1 needs a time" >&2; exit 2; }
            window+=("$1" "$2"); shift 2 ;;
        --seed) [ $# -ge 2 ] || { echo "demo: --seed needs a number" >&2; exit 2; }
            seed="$2"; shift 2 ;;
        --no-build) build=0; shift ;;
        *) echo "demo: unknown argument $1; see --help" >&2; exit 2 ;;
    esac
done

out=target/demo
mkdir -p "$out"
if [ "$build" = 1 ]; then
    scripts/setup.sh
    scripts/build.sh
    echo "demo: building the local chain and the keeper (the first time takes minutes)"
    cargo build --quiet -p devnet -p keeper
fi
for tool in devnet plimsoll; do
    [ -x "target/debug/$tool" ] || { echo "demo: target/debug/$tool is missing: run without --no-build" >&2; exit 1; }
done

data="${PLIMSOLL_SHARED:-../shared}/data"
if [ ${#prices[@]} -eq 0 ] && [ -f "$data/ethusdt_perp_1h.csv.gz" ] && [ -f "$data/btcusdt_perp_1h.csv.gz" ]; then
    for pair in eth btc; do
        gzip -dc "$data/${pair}usdt_perp_1h.csv.gz" > "$out/${pair}usdt_perp_1h.csv"
    done
    prices=(--prices "ETH=$out/ethusdt_perp_1h.csv" --prices "BTC=$out/btcusdt_perp_1h.csv")
    [ ${#window[@]} -gt 0 ] || window=(--from 2020-02-24 --to 2020-03-20)
elif [ ${#prices[@]} -eq 0 ]; then
    echo "demo: no market data at $data: the prices are SYNTHETIC, seed $seed"
fi

log="$out/devnet.log"
target/debug/devnet --port 0 --timestamp 1230768000 --quiet > "$log" 2>&1 &
chain=$!
trap 'kill "$chain" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    address=$(sed -n 's/^Listening on //p' "$log" | head -n 1)
    [ -n "$address" ] && break
    kill -0 "$chain" 2>/dev/null || { echo "demo: the local chain did not start:" >&2; cat "$log" >&2; exit 1; }
    sleep 0.1
done
[ -n "$address" ] || { echo "demo: the local chain did not answer; see $log" >&2; exit 1; }
rpc="http://$address"
echo "demo: local chain at $rpc"
target/debug/plimsoll replay --rpc "$rpc" --seed "$seed" ${prices[@]+"${prices[@]}"} ${window[@]+"${window[@]}"} --out "$out"
