#!/usr/bin/env python3
"""Times Arb's J_nu(x) through python-flint, beside a CSV of Rust times. See README.md beside this file.

    python3 bessel_j.py                         time Arb on points.csv, write arb.csv
    python3 bessel_j.py --rust rust.csv         print the side-by-side table (times Arb first if arb.csv is missing)
    python3 bessel_j.py --points                write points.csv again (fixed seed: the same file)
"""

import argparse
import csv
import random
import statistics
import sys
import time
from fractions import Fraction
from pathlib import Path

import flint
from flint import acb, arb, ctx

HERE = Path(__file__).parent
POINTS, ARB = HERE / "points.csv", HERE / "arb.csv"
ORDERS = ("1", "3/2", "16", "33/2", "64", "501/2")
BITS = (53, 128, 256, 1024)
GRID, TABLE_BITS = 256, 128
GUARD = 16  # a second loop starts this much higher: what a user does who knows that Arb loses a few bits
GRACE = 4  # a value counts as good to p bits from p - GRACE relative bits on
COLUMNS = ("nu", "x", "bits", "mode", "ns", "width_bits")


# The arguments: identical, exact, on both sides.

def above(rng, target, bits):
    """A dyadic number with a full mantissa of `bits` bits in [target, target (1 + 1/64)), as `1a3fp-57`."""
    value = target * (1 + Fraction(rng.randrange(1, 2**20), 2**26))
    exp = (value.numerator.bit_length() - value.denominator.bit_length()) - bits
    man = int(value / Fraction(2) ** exp)
    while man.bit_length() > bits:
        man, exp = man >> 1, exp + 1
    low = max(bits - 30, 1)  # the leading bits place the point, the others are random
    man = man >> low << low | rng.getrandbits(low) | 1
    return f"{man:x}p{exp}"


def points():
    """Rows (mode, case, nu, bits, x). Modes: goal = one value; orders = all orders nu, nu - 1, .. >= 0 at x;
    grid = one order at all x of the case."""
    rng = random.Random("depthsep/bessel_j bench")
    for nu in ORDERS:
        order = Fraction(nu)
        for place, target in (("nu/2", order / 2), ("nu", order), ("4nu", 4 * order), ("1000", Fraction(1000))):
            for bits in BITS:
                yield "goal", place, nu, bits, above(rng, target, bits)
    for nu in ("64", "129/2", "250", "501/2"):
        for place, target in (("nu/2", Fraction(nu) / 2), ("nu", Fraction(nu)), ("4nu", 4 * Fraction(nu))):
            yield "orders", place, nu, TABLE_BITS, above(rng, target, TABLE_BITS)
    for nu in ORDERS:
        for k in range(GRID):  # from nu/2 + 1/8 on, a step of 1/8: a dense grid across the turning point
            target = Fraction(nu) / 2 + Fraction(k + 1, 8)
            man = int(target * 2**TABLE_BITS) | rng.getrandbits(TABLE_BITS - 8) | 1
            drop = man.bit_length() - TABLE_BITS
            yield "grid", "step1/8", nu, TABLE_BITS, f"{(man >> max(drop, 0)) | 1:x}p{max(drop, 0) - TABLE_BITS}"


def write_points():
    with POINTS.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("mode", "case", "nu", "bits", "x"))
        writer.writerows(points())


def exact(text):
    man, exp = text.split("p")
    return arb((int(man, 16), int(exp)))


def half(nu):
    return arb((int(2 * Fraction(nu)), -1))


# Arb's side.

def once(call):
    """CPU nanoseconds of one call: the least mean of seven batches."""
    clock, number = time.process_time_ns, 1
    while True:
        start = clock()
        for _ in range(number):
            call()
        spent = clock() - start
        if spent > 2e6:
            break
        number *= 2
    best = spent / number
    for _ in range(6):
        start = clock()
        for _ in range(number):
            call()
        best = min(best, (clock() - start) / number)
    return best


def overhead():
    """What python-flint's method call, argument conversion and result object cost: a call that computes nothing.

    J_0(0) would still run Arb's series, so the trivial call is `acb.rising` by 1, one method with one argument and one
    new object like bessel_j, which returns a copy of its number.
    """
    ctx.prec = 53
    one = acb(1)
    return min(once(lambda: one.rising(one)) for _ in range(20))


def goal(nu, x, bits, cost, guard=0):
    """(ns, good bits) of the user's loop from bits + guard on: double until `bits - GRACE` relative bits are good.

    Each call's time is the smaller of arb.bessel_j's and acb.bessel_j's: the choice most favourable to Arb.
    """
    order, real, complex_, corder = half(nu), exact(x), acb(exact(x)), acb(half(nu))
    work, total = bits + guard, 0.0
    while True:
        ctx.prec = work
        good = real.bessel_j(order).rel_accuracy_bits()
        ns = min(once(lambda: real.bessel_j(order)), once(lambda: complex_.bessel_j(corder)))
        total += max(ns - cost, 0.0)
        if good >= bits - GRACE:
            return total, good
        work *= 2
        if work > 2**20:
            raise RuntimeError(f"J_{nu}({x}) does not settle")


def cases():
    """points.csv grouped: one (mode, nu, x or case, bits, [(nu, x)]) for each time to be measured."""
    grids = {}
    with POINTS.open(newline="") as file:
        for row in csv.DictReader(file):
            mode, nu, bits, x = row["mode"], row["nu"], int(row["bits"]), row["x"]
            if mode == "goal":
                yield mode, nu, x, bits, [(nu, x)]
            elif mode == "orders":
                top = Fraction(nu)
                yield mode, nu, x, bits, [(str(top - k), x) for k in range(int(top) + 1)]
            else:
                grids.setdefault((nu, row["case"], bits), []).append((nu, x))
    for (nu, case, bits), values in grids.items():
        yield "grid", nu, case, bits, values


def measure():
    cost = overhead()
    print(f"python-flint {flint.__version__}, FLINT {flint.__FLINT_VERSION__}; call overhead {cost:.0f} ns subtracted")
    with ARB.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*COLUMNS, "ns_guarded"))
        for mode, nu, x, bits, values in cases():
            # A table is timed on every eighth value, scaled: single calls do not gain from being in a table.
            sample = values if len(values) == 1 else values[::8]
            results = [goal(*value, bits, cost) for value in sample]
            guarded = [goal(*value, bits, cost, GUARD) for value in sample]
            ns, kinder = (sum(r[0] for r in rs) * len(values) / len(sample) for rs in (results, guarded))
            writer.writerow((nu, x, bits, mode, f"{ns:.0f}", min(r[1] for r in results), f"{kinder:.0f}"))


# Side by side.

def read(path):
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        if missing := set(COLUMNS) - set(reader.fieldnames or ()):
            sys.exit(f"{path}: no column {', '.join(sorted(missing))}")
        return {
            (r["mode"], r["nu"], int(r["bits"]), r["x"]):
            (float(r["ns"]), float(r["width_bits"]), float(r.get("ns_guarded") or "nan")) for r in reader
        }


def merge(path):
    mine, theirs = read(ARB), read(path)
    place = {}
    with POINTS.open(newline="") as file:
        for r in csv.DictReader(file):
            place[r["mode"], r["nu"], int(r["bits"]), r["x"] if r["mode"] != "grid" else r["case"]] = r["case"]
    print(f"{'mode':7}{'nu':>6} {'x near':>8}{'bits':>6}{'Arb us':>11}{'guarded':>11}{'Rust us':>11}{'ratio':>8}{'least':>8}"
          f"{'good':>6}  remark")
    ratios, short = {}, 0
    for key, (plain, _, guarded) in mine.items():
        mode, nu, bits, _ = key
        head = f"{mode:7}{nu:>6} {place[key]:>8}{bits:>6}{plain / 1e3:>11.2f}{guarded / 1e3:>11.2f}"
        if key not in theirs:
            print(f"{head}{'missing':>11}")
            continue
        rust, good, _ = theirs[key]
        ratio, least = plain / rust, min(plain, guarded) / rust
        remarks = []
        if good < bits - GRACE:
            remarks.append("NOT to the asked accuracy")
            short += 1
        else:
            ratios.setdefault((mode, bits), []).append((ratio, least))
        need = 1 if mode == "goal" else 5
        if least < need:
            remarks.append(f"below {need}x" if ratio < need else f"below {need}x of the guarded loop")
        print(f"{head}{rust / 1e3:>11.2f}{ratio:>8.2f}{least:>8.2f}{good:>6.0f}  {', '.join(remarks)}")
    for (mode, bits), values in sorted(ratios.items()):
        plain, least = zip(*values)
        print(f"{mode} at {bits} bits, {len(values)} cases, Arb's time over Rust's: least {min(plain):.2f}, geometric mean "
              f"{statistics.geometric_mean(plain):.2f}; with the better of Arb's two loops {min(least):.2f}, "
              f"{statistics.geometric_mean(least):.2f}")
    print(f"{len(mine.keys() - theirs.keys())} missing, {short} short of the asked accuracy")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", action="store_true", help="write points.csv again and stop")
    parser.add_argument("--rust", metavar="CSV", help="merge with the Rust times in CSV")
    args = parser.parse_args()
    if args.points:
        return write_points()
    if args.rust is None or not ARB.exists():
        measure()
    if args.rust is not None:
        merge(args.rust)


if __name__ == "__main__":
    main()
