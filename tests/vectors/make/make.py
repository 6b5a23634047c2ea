"""Writes every file of true values. Needs Python 3.11 and requirements.txt; the output is the same byte for byte.

    python3 tests/vectors/make/make.py [name ...]

A name is that of a script beside this one; without any, all run. `structure.py` compares the files with another folder's.
"""
import importlib
import sys

SCRIPTS = ["elementary", "integers", "tails", "ewma", "shortfall", "portfolio", "liquidity", "forecast", "backtest", "options", "liquidation", "margin"]

for name in sys.argv[1:] or SCRIPTS:
    importlib.import_module(name).main()
