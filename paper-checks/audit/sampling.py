"""Random points of a claim's domain: no proof, but a counterexample would refute one.

Formulas are evaluated with numpy (float64) on all points at once; a point at which the formula clearly fails is evaluated again
with Arb, as an exact rational point, and only what Arb confirms is reported.
"""

import math
import multiprocessing
import time
from collections import Counter

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
    """Points of the box of bounds, one variable after another, spread over all scales; conditions filter them."""
    values = {}
    left = list(domain.variables)
    for _ in range(len(left) + 1):
        for x in list(left):
            lower, upper = domain.bounds(x)
            if any(set(e.free) - set(values) - {x} for e, _ in lower + upper if not e.free <= set(values)) and len(left) > 1:
                if any(not (e.free <= set(values)) for e, _ in lower + upper):
                    continue
            known = [(e, c) for e, c in lower if e.free <= set(values)], [(e, c) for e, c in upper if e.free <= set(values)]
            lo = np.full(count, -np.inf)
            hi = np.full(count, np.inf)
            for e, _ in known[0]:
                lo = np.fmax(lo, numeric.eval_(e, values, count))
            for e, _ in known[1]:
                hi = np.fmin(hi, numeric.eval_(e, values, count))
            values[x] = between(lo, hi, domain.variables[x], rng, count)
            left.remove(x)
    for x in left:
        values[x] = between(np.full(count, -np.inf), np.full(count, np.inf), domain.variables[x], rng, count)
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
    """(claim, verdict, points inside, candidates, witness or None, seconds, why not)."""
    path, count, seed, seconds = job
    start = time.monotonic()
    try:
        a = Auditor(load(path), 100)
    except (Bad, KeyError, TypeError, ValueError) as error:
        return path, "unreadable", 0, 0, None, 0.0, str(error)
    name, verdict = a.c["claim"], a.c["verdict"]
    done = lambda inside, tried, w, why="": (name, verdict, inside, tried, w, time.monotonic() - start, why)  # noqa: E731
    if a.formula is None or verdict not in ("proved", "verified"):
        return done(0, 0, None, "nothing to sample")
    if not a.domain.variables:
        count = 1
    dims = [d["d"] for d in a.c.get("dims", [])] if verdict == "verified" else None
    rng = np.random.default_rng([seed, *name.encode()])
    inside = tried = 0
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
                fails = good & numeric.truth(a.formula, values, n)[1]
            except numeric.Unable as error:
                return done(inside, tried, None, str(error))
            inside += int(good.sum())
            for i in np.flatnonzero(fails)[:CONFIRM]:
                tried += 1
                point = {x: exact(values[x][i], k) for x, k in a.domain.variables.items()}
                if None not in point.values() and confirmed(a, point):
                    return done(inside, tried, {x: str(q) for x, q in point.items()})
            if time.monotonic() - start > seconds:
                return done(inside, tried, None, "" if not count else f"time ran out, {count} points left")
    return done(inside, tried, None)


def sample_all(paths, args):
    start = time.monotonic()
    jobs = [(p, args.sample, args.seed, args.timeout) for p in paths]
    with multiprocessing.Pool(args.jobs, maxtasksperchild=60) as pool:
        rows = sorted(pool.imap_unordered(sample_file, jobs, chunksize=1))
    bad = [r for r in rows if r[4] is not None]
    for name, verdict, _, _, point, _, _ in bad:
        print(f"counterexample to {name} ({verdict}): {point}")
    sampled = [r for r in rows if not r[6] or r[2]]
    why = Counter(r[6] for r in rows if r[6] and r[6] != "nothing to sample")
    for r in rows:
        if args.verbose and r[6] and r[6] != "nothing to sample":
            print(f"not sampled    {r[0]}  {r[6]}")
    if args.verbose:
        for r in sorted(rows, key=lambda r: -r[5])[:10]:
            print(f"{r[5]:6.1f} s  {r[2]:8d} points  {r[0]}")
    empty = sum(1 for r in sampled if not r[2])
    points = sum(r[2] for r in rows)
    held = sum(1 for r in rows if r[1] in ("proved", "verified"))
    print(f"{len(sampled) - empty} of {held} claims held at {points} points of their domains; {empty} domains not hit, "
          f"{sum(why.values())} not evaluated in floating point; {sum(r[3] for r in rows)} doubtful points settled by Arb; "
          f"{len(bad)} counterexamples; {time.monotonic() - start:.0f} s")
    return 1 if bad else 0
