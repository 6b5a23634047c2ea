"""Integer primitives in Python's unbounded integers."""
import math
import random

from number import WAD, write

TOP = 2**256 - 1


def main():
    rng = random.Random(72)
    word = lambda: rng.getrandbits(rng.randrange(1, 257))
    edges = [0, 1, WAD - 1, WAD, 2**64 + 1, 2**96 - 1, 2**128 - 1, 2**128, 2**192 + 1, 2**255, TOP]
    triples = [(rng.choice(edges), rng.choice(edges), rng.choice(edges[1:])) for _ in range(30)]
    for _ in range(25):
        # The quotient sits on the border of 256 bits, from both sides.
        b, d = word() | 1, word() | 1
        a = TOP * d // b
        triples += [(min(a + step, TOP), b, d) for step in (0, 1)]
    triples += [(word(), word(), word() or 1) for _ in range(30)]
    cases = []
    for a, b, d in triples:
        floor, ceil = a * b // d, -(-a * b // d)
        cases.append({"f": "mul_div", "a": str(a), "b": str(b), "d": str(d), "floor": str(floor), "ceil": str(ceil), "overflow_floor": floor > TOP, "overflow_ceil": ceil > TOP})
    roots = [rng.getrandbits(rng.randrange(1, 129)) for _ in range(12)] + [2**k - 1 for k in (1, 16, 32, 64, 65, 96, 128)] + [2**k for k in (8, 48, 64, 127)]
    squares = sorted({value for root in roots for value in (root * root - 1, root * root, root * root + 1) if 0 <= value <= TOP} | set(edges) | {word() for _ in range(20)})
    for a in squares:
        root = math.isqrt(a)
        cases.append({"f": "isqrt", "a": str(a), "floor": str(root), "ceil": str(root + (root * root < a))})
    for _ in range(50):
        a, b = (rng.choice((1, -1)) * rng.getrandbits(rng.randrange(1, 200)) for _ in range(2))
        if rng.random() < 0.2:
            b = WAD * rng.choice((1, -1))
        floor, ceil = a * b // WAD, -(-a * b // WAD)
        cut = floor if a * b >= 0 else ceil
        cases.append({"f": "wad_mul_signed", "a": str(a), "b": str(b), "floor": str(floor), "ceil": str(ceil), "trunc": str(cut), "overflow": not -(2**255) <= floor < 2**255})
    write("integer_ops.json", "exact integers; overflow says that 256 bits do not hold the result", cases)
