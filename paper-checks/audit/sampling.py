"""Random points of a claim's domain: no proof, but a counterexample would refute one.

Formulas are evaluated with numpy (float64) on all points at once; a point at which the formula clearly fails is evaluated again
with Arb, as an exact rational point, and only what Arb confirms is reported.
"""

import math
import multiprocessing
import time

import numpy as np
from flint import ctx, fmpq

from . import numeric
from .certificate import Auditor, Bad, load
from .evaluate import Box
from .facts import Domain
from .tree import num, substitute_formula

CHUNK = 20_000
CONFIRM = 40


def draw(domain, count, rng):
    """Points of the box of bounds, one variable after another in the order of their declaration; conditions filter them.

    A bound by a variable drawn later is left to that variable's own draw, which then has a bound by this one.
    """
    values = {}
    for x, integer in domain.variables.items():
        lower, upper = domain.bounds(x)
        lo, hi = np.full(count, -np.inf), np.full(count, np.inf)
        for e, _ in lower:
            if e.free <= set(values):
                lo = np.fmax(lo, numeric.eval_(e, values, count))
        for e, _ in upper:
            if e.free <= set(values):
                hi = np.fmin(hi, numeric.eval_(e, values, count))
        values[x] = between(np.ceil(lo), np.floor(hi), True, rng, count) if integer else between(lo, hi, False, rng, count)
    return values


def between(lo, hi, integer, rng, count):
    """A mixture: uniform, near either end, and over scales; integers mostly small."""
    u, kind = rng.random(count), rng.integers(0, 4, count)
    finite = np.isfinite(lo) & np.isfinite(hi)
    width = np.where(finite, hi - lo, 1.0)
    near = 10.0 ** rng.uniform(-6, 0, count)
    far = 10.0 ** rng.uniform(-3, np.where(kind == 3, 6, 2), count)
    inside = np.where(kind < 2, u, np.where(kind == 2, near, 1 - near))
    base = np.where(np.isfinite(lo), lo, np.where(np.isfinite(hi), hi, 0.0))
    sign = np.where(np.isfinite(lo), 1.0, np.where(np.isfinite(hi), -1.0, np.where(rng.random(count) < 0.5, -1.0, 1.0)))
    x = np.where(finite, np.where(np.isfinite(lo), lo, 0) + width * inside, base + sign * far)
    if integer:
        top = np.where(finite, np.minimum(hi, np.where(np.isfinite(lo), lo, 0) + np.where(kind == 3, 5000, 40)), np.inf)
        with np.errstate(invalid="ignore"):
            spread = np.where(np.isfinite(top), np.floor(np.where(np.isfinite(lo), lo, 0) + u * (top - lo + 1)), np.round(x))
        x = np.where(np.isfinite(spread), spread, np.round(x))
    return x


def exact(x, integer):
    if not math.isfinite(x):
        return None
    if integer:
        return fmpq(int(x))
    p, q = float(x).as_integer_ratio()
    return fmpq(p, q)


def confirmed(auditor, point):
    """Whether Arb finds the point certainly inside the domain and the formula certainly false there."""
    ctx.prec = 160

    def put(f):
        for x, q in point.items():
            f = substitute_formula(f, x, num(q))
        return f

    nothing, box = Domain({}, []), Box({})
    for f in auditor.domain.conditions:
        f = put(f)
        if box.truth(f) is not True and not nothing.proves(f):
            return False
    return box.truth(put(auditor.formula)) is False


def sample_file(job):
    """A row: claim, verdict, points inside, clearly true there, candidates, witness or None, seconds, why not."""
    path, count, seed, seconds = job
    start = time.monotonic()
    try:
        a = Auditor(load(path), 100)
    except (Bad, KeyError, TypeError, ValueError) as error:
        return path, "unreadable", 0, 0, 0, None, 0.0, str(error)
    name, verdict = a.c["claim"], a.c["verdict"]
    done = lambda inside, clear, tried, w, why="": (name, verdict, inside, clear, tried, w, time.monotonic() - start, why)  # noqa: E731
    if a.formula is None or verdict not in ("proved", "verified"):
        return done(0, 0, 0, None, "nothing to sample")
    if not a.domain.variables:
        count = 1
    dims = [d["d"] for d in a.c.get("dims", [])] if verdict == "verified" else None
    rng = np.random.default_rng([seed, *name.encode()])
    inside = clear = tried = 0
    with np.errstate(all="ignore"):
        while count > 0:
            n = min(CHUNK, count)
            count -= n
            try:
                values = draw(a.domain, n, rng)
                if dims and "d" in values:
                    values["d"] = rng.choice(np.array(dims, dtype=float), n)
                good = np.ones(n, dtype=bool)
                for f in a.domain.conditions:
                    good &= numeric.truth(f, values, n)[0]
                holds, fails = numeric.truth(a.formula, values, n)
                fails &= good
            except numeric.Unable as error:
                return done(inside, clear, tried, None, str(error))
            inside += int(good.sum())
            clear += int((good & holds).sum())
            for i in np.flatnonzero(fails)[:CONFIRM]:
                tried += 1
                point = {x: exact(values[x][i], k) for x, k in a.domain.variables.items()}
                if None not in point.values() and confirmed(a, point):
                    return done(inside, clear, tried, {x: str(q) for x, q in point.items()})
            if time.monotonic() - start > seconds:
                return done(inside, clear, tried, None, "" if not count else f"time ran out, {count} points left")
    return done(inside, clear, tried, None)


def sample_all(paths, args):
    start = time.monotonic()
    jobs = [(p, args.sample, args.seed, args.timeout) for p in paths]
    with multiprocessing.Pool(args.jobs, maxtasksperchild=60) as pool:
        rows = sorted(pool.imap_unordered(sample_file, jobs, chunksize=1), key=lambda r: r[0])
    rows = [r for r in rows if r[7] != "nothing to sample"]
    bad = [r for r in rows if r[5] is not None]
    for name, verdict, _, _, _, point, _, _ in bad:
        print(f"counterexample to {name} ({verdict}): {point}")
    if args.verbose:
        for r in rows:
            if r[7] or not r[2]:
                print(f"{'not sampled' if not r[2] else 'in part':14} {r[0]}  {r[7] or 'no point of the domain was hit'}")
        for r in sorted(rows, key=lambda r: -r[6])[:10]:
            print(f"{r[6]:6.1f} s  {r[2]:8d} points  {r[0]}")
    if args.summary:
        write_summary(rows, args)
    empty = sum(1 for r in rows if not r[2] and not r[7])
    unable = sum(1 for r in rows if not r[2] and r[7])
    points, clear = sum(r[2] for r in rows), sum(r[3] for r in rows)
    print(f"{len(rows) - empty - unable - len(bad)} of {len(rows)} claims held at {points} points of their domains ({clear} clearly, "
          f"{points - clear} within the slack of an equality or beyond floating point); {empty} domains not hit, {unable} not "
          f"evaluated in floating point; {sum(r[4] for r in rows)} doubtful points looked at with Arb; {len(bad)} counterexamples; "
          f"{time.monotonic() - start:.0f} s")
    return 1 if bad else 0


def write_summary(rows, args):
    """One line a claim, after a comment with date and command."""
    with open(args.summary, "w", encoding="utf-8") as out:
        print(f"# {time.strftime('%Y-%m-%d', time.gmtime())}, audit.py --sample {args.sample} --seed {args.seed}", file=out)
        print("claim,verdict,points,clearly_true,looked_at_with_arb,counterexample,remark", file=out)
        for name, verdict, inside, clear, tried, point, _, why in rows:
            print(f"{name},{verdict},{inside},{clear},{tried},{'yes' if point else 'no'},{why.replace(',', ';')}", file=out)


__all__ = ["draw", "sample_all", "sample_file"]
