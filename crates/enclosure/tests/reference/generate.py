#!/usr/bin/env python3
"""Reference enclosures of the special functions, by python-flint (Arb). See README.md beside this file.

    python3 generate.py                 write data/*.txt (all functions)
    python3 generate.py erf bessel_j    only these (`wide` is the file of wide arguments)
    python3 generate.py --check [N]     re-derive N lines a file (default 40) 37 bits finer; part of them by mpmath
"""

import random
import sys
import time
from pathlib import Path

import flint

import wide
from crosscheck import crosscheck
from exact import enclose, parse, show
from functions import FUNCTIONS
from points import EXACT, POINTS, Sampler

DATA = Path(__file__).parent / "data"
COUNT = 2100
COLUMNS = {"gamma_p": "a x", "gamma_q": "a x", "beta_i": "x a b", "owen_t": "h a", "bessel_j": "nu x",
           "bessel_j_prime": "nu x"}


def header(name, columns):
    return (f"# {name}: prec {columns}\n"
            f"# python-flint {flint.__version__}, FLINT {flint.__FLINT_VERSION__}; generate.py, seed depthsep/{name}\n")


def lines(name):
    """The data lines of one function, and how many candidates Arb could not settle."""
    rng, function = random.Random(f"depthsep/{name}"), FUNCTIONS[name]
    todo = [(128, args) for args in EXACT[name]]
    seen, skipped = set(), 0
    while len(seen) < COUNT:
        if todo:
            prec, args = todo.pop()
        else:
            sampler = Sampler(rng)
            prec, args = sampler.prec, POINTS[name](sampler)
        key = (prec, " ".join(map(show, args)))
        if key in seen:
            continue
        got = enclose(function, args, prec)
        if got is None:
            skipped += 1
            if skipped > COUNT:
                raise RuntimeError(f"{name}: too many points out of reach")
            continue
        seen.add(key)
        yield f"{prec} {key[1]} {show(got[0])} {show(got[1])}\n"
    print(f"{name}: {skipped} candidates skipped", end=", ")


def write(name):
    start = time.time()
    text = header(name, f"{COLUMNS.get(name, 'x')} lo hi")
    text += "".join(sorted(lines(name), key=lambda line: int(line.split(" ", 1)[0])))
    path = DATA / f"{name}.txt"
    path.write_text(text)
    print(f"{path.name} {len(text)} bytes {time.time() - start:.1f} s", flush=True)


def below(x, y):
    """x <= y for dyadic numbers."""
    g = min(x[1], y[1])
    return x[0] << (x[1] - g) <= y[0] << (y[1] - g)


def check(name, count):
    """Re-derive a sample with another working precision; both enclosures hold the value, so they must meet."""
    rows = [line.split() for line in (DATA / f"{name}.txt").read_text().splitlines() if not line.startswith("#")]
    assert len({tuple(r) for r in rows}) == len(rows) >= 2000, f"{name}: {len(rows)} distinct lines"
    for row in random.Random(f"check/{name}").sample(rows, count):
        prec, (*args, lo, hi) = int(row[0]), map(parse, row[1:])
        assert below(lo, hi), row
        again = enclose(FUNCTIONS[name], args, prec + 37)
        assert again and below(lo, again[1]) and below(again[0], hi), f"{name}: not confirmed: {' '.join(row)}"
    met = crosscheck(name, rows, count)
    print(f"{name}: {count} of {len(rows)} lines confirmed, {met} held to mpmath", flush=True)


def main(argv):
    checking = "--check" in argv
    count = next((int(a) for a in argv if a.isdigit()), 40)
    names = [a for a in argv if not a.startswith("-") and not a.isdigit()] or [*FUNCTIONS, "wide"]
    DATA.mkdir(exist_ok=True)
    for name in names:
        if name == "wide":
            wide.check(DATA, count) if checking else wide.write(DATA, header)
        else:
            check(name, count) if checking else write(name)


if __name__ == "__main__":
    main(sys.argv[1:])
