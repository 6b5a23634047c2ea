"""Compares the shape of each file of two folders: the same fields of the same types, per formula.

    python3 tests/vectors/make/structure.py FOLDER [OTHER]

OTHER is `values` if not given. A field that some cases have and others lack may be absent, and any may be null.
"""
import json
import sys
from pathlib import Path


def kinds(value):
    """Types as a nested structure; lists and maps of one type are merged."""
    if isinstance(value, dict):
        return {key: kinds(entry) for key, entry in value.items() if key not in ("meta",)}
    if isinstance(value, list):
        return {"[]": merged([kinds(entry) for entry in value])}
    return frozenset([type(value).__name__]) - {"NoneType"}


def merged(shapes):
    """One structure that all of them fit in: unions of types, and of fields."""
    if not shapes:
        return frozenset()
    if all(isinstance(shape, dict) for shape in shapes):
        keys = dict.fromkeys(key for shape in shapes for key in shape)
        return {key: merged([shape[key] for shape in shapes if key in shape]) for key in keys}
    flat = [shape for shape in shapes if isinstance(shape, frozenset)]
    nested = [shape for shape in shapes if isinstance(shape, dict)]
    return merged(nested) | {"or": frozenset().union(*flat)} if nested else frozenset().union(*flat)


def formulas(path):
    """Structure of the cases per formula, with whether every case has each field, and of what the cases share."""
    content = json.loads(path.read_text())
    groups = {}
    for case in content["cases"]:
        groups.setdefault((case.get("f"), case.get("kind"), case.get("status")), []).append(case)
    shapes = {key: (merged([kinds(case) for case in cases]), set.intersection(*(set(case) for case in cases))) for key, cases in groups.items()}
    shared = {key: kinds(next(iter(value.values()))) if isinstance(value, dict) else kinds(value) for key, value in content.items() if key not in ("meta", "cases")}
    return shapes, shared


def compare(name, one, other):
    faults = []
    (left, shared), (right, other_shared) = formulas(one), formulas(other)
    for key in left.keys() ^ right.keys():
        faults.append(f"{key} only in one")
    for key in left.keys() & right.keys():
        (shape, always), (peer, peer_always) = left[key], right[key]
        for field in shape.keys() ^ peer.keys():
            (faults.append(f"{key}: {field} only in one") if field in always | peer_always else None)
        faults += [f"{key}.{field}: {shape[field]} against {peer[field]}" for field in shape.keys() & peer.keys() if shape[field] != peer[field]]
    faults += [f"shared {field}" for field, kind in other_shared.items() if shared.get(field) != kind]
    print(f"{name:28} {'same' if not faults else 'DIFFERENT'}")
    for fault in faults:
        print("   ", fault)
    return bool(faults)


def main():
    other = Path(sys.argv[1])
    mine = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parent.parent / "values"
    names = sorted(path.name for path in other.glob("*.json"))
    faults = [compare(name, mine / name, other / name) if (mine / name).exists() else print(f"{name:28} absent") or True for name in names]
    sys.exit(any(faults))


main()
