#!/usr/bin/env bash
# Backtests the risk model on the price histories in $PLIMSOLL_SHARED/data and writes docs/backtest.txt.
# PLIMSOLL names a built binary; without it, one is built.
set -euo pipefail
cd "$(dirname "$0")/.."

data="${PLIMSOLL_SHARED:-../shared}/data"
if [[ -z "${PLIMSOLL:-}" ]]; then
  cargo build --release -p keeper
  PLIMSOLL="${CARGO_TARGET_DIR:-target}/release/plimsoll"
fi
daily="$data/crypto_daily_close_btc_eth_link.csv"
page="$(mktemp)"
trap 'rm -f "$page"' EXIT

{
  echo "FORECASTS OF ONE DAY: closes of BTC, ETH, LINK 2020 to 2025, S&P 500 1999 to 2018; lambda 0.94"
  echo
  "$PLIMSOLL" backtest --daily --lambda 0.94 --prices "BTC=$daily:btc" --prices "ETH=$daily:eth" \
    --prices "LINK=$daily:link" --prices "S&P 500=$data/sp500_daily.csv"
  echo
  echo "FORECASTS OF ONE HOUR: closes of BTC, ETH, LINK perpetuals 2020 to 2025; half-life 48 h"
  echo
  "$PLIMSOLL" backtest --half-life-hours 48 --prices "BTC=$data/btcusdt_perp_1h.csv.gz" \
    --prices "ETH=$data/ethusdt_perp_1h.csv.gz" --prices "LINK=$data/linkusdt_perp_1h.csv.gz"
} > "$page"
mv "$page" docs/backtest.txt
