"""Tight ranges of J_nu over intervals: bessel_j_wide.txt.

On [0, nu] J_nu increases (nu > 0: j'_{nu,1} >= nu, DLMF 10.21.3), so its range there is that of the end points.
Beyond nu, branch and bound with the mean value form of second order about the midpoint m of a piece of radius r:
    J(x) in J(m) +- (|J'(m)| r + 2 r^2).
It needs |J''| <= 4 for x >= nu. Proof. nu = 0: J_0'' = (J_2 - J_0)/2, so |J_0''| <= 1. Else Bessel's equation gives
|J''| <= |J'|/x + |1 - (nu/x)^2| |J| <= |J'|/x + 1. For nu >= 1, J' = (J_{nu-1} - J_{nu+1})/2 with both orders >= 0,
so |J'| <= 1, and x >= nu >= 1: at most 2. For nu = 1/2 and x >= 1/2: |J_{-1/2}| <= sqrt(2/(pi x)) <= 1.13, so
|J'| <= 1.07 and |J''| <= 2.14 + 1. (|J_mu(x)| <= 1 for mu >= 0: DLMF 10.14.1.)
"""

import heapq
import random

from flint import arb, ctx

from exact import ball, cut, ends, norm, pair, parse, show
from functions import bessel_j, bessel_j_prime

NAME = "bessel_j_wide"
WORK = 320  # working bits
KEEP = 160  # bits of the stored bounds
TARGET = arb((1, -21))  # branch and bound stops within this fraction (4.8e-7) of the range's width ...
WIDEN = arb((1, -20))  # ... and the certified range is widened by this one (9.5e-7)
ORDERS = [(0, 0), (1, -1), (1, 0), (3, -1), (16, 0), (33, -1), (64, 0)]
COUNT = 240


class Top:
    """max of sign * J_nu over [a, b]: `attained` <= max <= `bound()`, both exact numbers."""

    def __init__(self, nu, a, b, sign):
        self.nu, self.sign, self.heap, self.count = nu, sign, [], 0
        edges = [self.value(a), self.value(b)]
        self.attained = max(v.lower() for v in edges)
        self.edge = max(v.upper() for v in edges)
        start = max(a, nu)
        if start < b:
            pieces = max(1, min(64, int(float(b - start))))
            cuts = [(start + (b - start) * k / pieces).mid() for k in range(1, pieces)]
            cuts = [start, *cuts, b]
            for lo, hi in zip(cuts, cuts[1:]):
                self.push(lo, hi)

    def value(self, x):
        return self.sign * bessel_j(self.nu, x)

    def push(self, lo, hi):
        mid = ((lo + hi) / 2).mid()
        rad = max((hi - mid).upper(), (mid - lo).upper())
        at = self.value(mid)
        self.attained = max(self.attained, at.lower())
        slope = abs(bessel_j_prime(self.nu, mid)).upper()
        up = (at + slope * rad + 2 * rad * rad).upper()
        heapq.heappush(self.heap, ((-up).mid(), self.count, lo, mid, hi))
        self.count += 1

    def bound(self):
        return max(self.edge, -self.heap[0][0]) if self.heap else self.edge

    def split(self):
        _, _, lo, mid, hi = heapq.heappop(self.heap)
        self.push(lo, mid)
        self.push(mid, hi)


def hull(nu, a, b):
    """(inner_lo, inner_hi, outer_lo, outer_hi) for J_nu over [a, b], a < b, dyadic."""
    ctx.prec = WORK
    nu, a, b = ball(nu), ball(a), ball(b)
    low, high = Top(nu, a, b, -1), Top(nu, a, b, 1)
    for _ in range(20000):
        width = high.attained + low.attained
        gaps = [(t.bound() - t.attained, t) for t in (low, high)]
        open_ = [t for gap, t in gaps if not gap < TARGET * width]
        if not open_:
            break
        open_[0].split()
    else:
        raise RuntimeError("branch and bound did not settle")
    extra = WIDEN * width
    return (cut(pair((-low.attained).mid()), KEEP, True), cut(pair(high.attained), KEEP, False),
            cut(ends(-low.bound() - extra)[0], KEEP, False), cut(ends(high.bound() + extra)[1], KEEP, True))


def extremum(nu, start):
    """Near a zero of J_nu' beyond nu (heuristic: only used to place intervals)."""
    ctx.prec = WORK
    order, x = ball(nu), ball(start)
    for _ in range(60):
        j, dj = bessel_j(order, x), bessel_j_prime(order, x)
        dx = dj / (-dj / x - (1 - (order / x) ** 2) * j)
        if not dx.is_finite():
            break
        x = (x - max(min(dx.mid(), arb(1)), arb(-1))).mid()
    return pair(x) if x > 0 else start


def short(x, bits):
    """The dyadic number `x` cut to a multiple of 2^-bits."""
    man, exp = x
    drop = -bits - exp
    return norm(man >> drop, -bits) if drop > 0 else norm(man, exp)


def intervals(rng):
    """(nu, a, b): first the named ones, then random ones, a third of them around extrema."""
    for nu in ORDERS:
        yield nu, (0, 0), (100, 0)
        yield nu, (0, 0), (2, 0)
        yield nu, (1, 0), (30, 0)
        yield nu, (0, 0), (1, -10)
    while True:
        nu = rng.choice(ORDERS)
        top = int(float(ball(nu))) + 1
        kind = rng.randrange(6)
        if kind < 2:
            man, exp = short(extremum(nu, norm(rng.randrange(64 * top, 64 * 3 * top + 2000), -6)), 60)
            left, right = (rng.getrandbits(20) << rng.randrange(30) for _ in "ab")
            shift = -60 - exp
            a, b = (man >> shift if shift > 0 else man << -shift) - left - 1, 0
            b = a + left + right + 2
            yield nu, norm(max(a, 0), -60), norm(b, -60)
        elif kind == 2:
            a = rng.randrange(100 * 1024)
            yield nu, norm(a, -10), norm(a + rng.randrange(1, 4 * 1024), -10)
        elif kind == 3:
            yield nu, norm(rng.randrange(top * 1024), -10), norm((top + rng.randrange(1, 120)) * 1024 + 1, -10)
        elif kind == 4:
            a = rng.getrandbits(50)
            yield nu, norm(a * top, -50), norm(a * top + (1 << rng.randrange(5, 50)), -50)
        else:
            a, b = sorted(rng.sample(range(200 * 256), 2))
            yield nu, norm(a, -8), norm(b, -8)


def write(folder, header):
    rng, rows = random.Random(f"depthsep/{NAME}"), {}
    for nu, a, b in intervals(rng):
        key = " ".join(map(show, (nu, a, b)))
        if key not in rows:
            rows[key] = "128 " + key + " " + " ".join(map(show, hull(nu, a, b))) + "\n"
        if len(rows) == COUNT:
            break
    (folder / f"{NAME}.txt").write_text(header(NAME, "nu a b inner_lo inner_hi outer_lo outer_hi") + "".join(rows.values()))
    print(f"{NAME}.txt: {len(rows)} intervals", flush=True)


def check(folder, count):
    """Values on a grid of [a, b] lie in the outer range; the inner one lies in the outer one and is nearly as wide."""
    rows = [line for line in (folder / f"{NAME}.txt").read_text().splitlines() if not line.startswith("#")]
    assert len(rows) >= 200
    ctx.prec = WORK
    for row in random.Random(f"check/{NAME}").sample(rows, min(count, len(rows))):
        nu, a, b, in_lo, in_hi, out_lo, out_hi = (ball(parse(t)) for t in row.split()[1:])
        assert out_lo < in_lo and in_lo < in_hi and in_hi < out_hi, row
        assert out_hi - out_lo < (in_hi - in_lo) * (1 + arb("1e-5")), row
        for k in range(257):
            value = bessel_j(nu, (a + (b - a) * k / 256).mid())
            assert value > out_lo and value < out_hi, row
    print(f"{NAME}: {min(count, len(rows))} of {len(rows)} intervals confirmed on grids", flush=True)
