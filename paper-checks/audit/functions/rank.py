"""The rank bound and the distance of a square wave from polynomials (docs/theory/rank-bound.md), from their definitions.

At one dimension the series of RB-01 is summed term by term and closed by Parseval (RB-02); over a range of dimensions the theorems RB-07 and RB-11 are evaluated on the range of y = 1/d.
"""

import math

from flint import acb, arb, ctx, fmpq

from ..interval import I, Unable, above, below, most
from .elementary import exp, sqrt
from .table import function, needs

MAX_DEGREE = 3000
ZERO, ONE = I(arb(0), arb(0)), I(arb(1), arb(1))
QUARTER = fmpq(1, 4)


def harmonics(d, n):
    """Dimension of the harmonics of degree n in dimension d."""
    return 1 if n == 0 else math.comb(n + d - 1, n) - (math.comb(n + d - 3, n - 2) if n >= 2 else 0)


def weight_constant(d):
    """c_d of the density c_d (1 - s^2)^((d-3)/2) on [-1, 1]."""
    return (arb(d) / 2).gamma() / (arb.pi().sqrt() * (arb(d - 1) / 2).gamma())


def cap(d, t):
    """P[s <= t] for that density: (1 + s)/2 has a beta law."""
    if bool(t <= -1):
        return arb(0)
    half = arb(d - 1) / 2
    return ((1 + t) / 2).beta_lower(half, half, regularized=True)


def rank_series(d, t, r):
    """Lower and upper value of the sum over n >= 1 of N_n mu_n^2 (1 - r/N_n)_+ at threshold t, width r."""
    mass = cap(d, t)
    left = mass - mass * mass
    if d == 2:
        value = left * most(arb(0), 1 - r / 2)
        return below(value), above(value)
    old = ctx.prec
    # Rounding errors of the recurrence grow at most like (|t| + sqrt(1 + t^2))^n, which is at most 2^(1.28 n).
    ctx.prec += 16 + int(MAX_DEGREE * float((abs(t) + (1 + t * t).sqrt()).log() / arb(2).log()) * 1.01)
    try:
        return rank_terms(d, t, r, left, old)
    finally:
        ctx.prec = old


def rank_terms(d, t, r, left, prec):
    """Summed until what is left is 2e-6 of the sum; N_n increases for d >= 3."""
    kappa = weight_constant(d) * (1 - t * t) ** (arb(d - 1) / 2) / (d - 1)
    total, before, legendre = arb(0), arb(0), arb(1)
    for n in range(1, MAX_DEGREE):
        size, following = harmonics(d, n), harmonics(d, n + 1)
        # legendre is P_(n-1) in dimension d + 2, and mu_n = -kappa times it (RB-03).
        energy = size * (kappa * legendre) ** 2
        before, legendre = legendre, ((2 * n + d - 2) * t * legendre - (n - 1) * before) / (n + d - 1)
        left = arb(0).max(left - energy)
        if bool(size > r):
            total += energy * (1 - r / size)
        if bool(following >= r):
            lost = r / following * left
            low = total + left - lost
            if bool(above(lost) < 2e-6 * low) or bool(above(left) < arb(2) ** (20 - prec)):
                return most(below(low), arb(0)), above(total + left)
    if bool(following < r):
        raise Unable("a width beyond the series summed here")
    return most(below(low), arb(0)), above(total + left)


def rank_range(d, threshold, low, high):
    """The bound falls in the width; over a range of thresholds its root moves by at most the root of the mass between.

    For it is the squared norm of the indicator's part of degree n >= 1 with weights of at most 1, and two indicators differ by
    the indicator of what lies between them.
    """
    if not (threshold.bounded() and bool(threshold.lo > -1) and bool(threshold.hi < 1)):
        raise Unable("a rank bound with a radius that may not lie in (0, 2)")
    t = ((threshold.lo + threshold.hi) / 2).mid()
    lower = rank_series(d, t, high)[0] if high.is_finite() else arb(0)
    upper = rank_series(d, t, low)[1]
    if threshold.point():
        return I(lower, upper)
    move = above(most(above(cap(d, threshold.hi) - cap(d, threshold.lo)), arb(0)).sqrt())
    root = most(below(lower.sqrt() - move), arb(0))
    return I(below(root * root), above((upper.sqrt() + move) ** 2))


@function("rank_bound")
def rank_bound(d, radius, r):
    n = d.integer()
    if n is None:
        raise Unable("rank_bound of a range of dimensions")
    needs(n >= 2 and bool(r.lo >= 1), "rank_bound outside its domain")
    return rank_range(n, radius.power(2) * I.exact(fmpq(1, 2)) - ONE, r.lo, r.hi)


@function("rank_bound_power")
def rank_bound_power(d, q, k):
    n, power = d.integer(), k.integer()
    if power is None or power < 0 or power > 40:
        raise Unable("rank_bound_power with this exponent")
    if n is not None and n <= 4096:
        needs(n >= 2, "rank_bound_power outside its domain")
        return rank_range(n, q * I.exact(fmpq(1, 2)) - ONE, arb(n) ** power, arb(n) ** power)
    needs(bool(d.lo >= 2), "rank_bound_power outside its domain")
    if q.integer() != 2 or bool(d.lo < 3):
        return I(arb(0), arb(QUARTER))
    return equator(d, power)


def inverse_range(d):
    """The range of 1/d."""
    return I(below(1 / d.hi) if d.hi.is_finite() else arb(0), above(1 / d.lo))


def first_energy(d):
    """a_1^2 = Gamma(d/2) Gamma(d/2+1)/(2 pi Gamma((d+1)/2)^2), which falls in d to 1/(2 pi) (RB-07)."""
    def at(x):
        if not x.is_finite():
            return 1 / (2 * arb.pi())
        h = x / 2
        return (h.lgamma() + (h + 1).lgamma() - 2 * (h + fmpq(1, 2)).lgamma()).exp() / (2 * arb.pi())

    return I(below(at(d.hi)), above(at(d.lo)))


def equator(d, k):
    """RB-07: (1 - d^k/N_n)_+ K <= bound <= K, K = 1/4 - sum of a_j^2 over odd j < n, n the first odd degree above k."""
    whole, pieces, out = inverse_range(d), 32, None
    energy = first_energy(d)
    width = (whole.hi - whole.lo) / pieces
    for i in range(pieces):
        part = I(below(whole.lo + i * width), above(whole.lo + (i + 1) * width))
        low, high = equator_part(part, k, energy)
        out = I(low, high) if out is None else out.hull(I(low, high))
    return out


def equator_part(y, k, energy):
    n = k + 1 if k % 2 == 0 else k + 2
    e = I.exact
    linear = lambda j: ONE + e(j) * y  # noqa: E731
    rest, a = I.exact(QUARTER), energy
    for j in range(1, n, 2):
        rest = rest - a
        top = e(j * j) * linear(2 * j + 2) * linear(j - 1) * linear(j - 2)
        a = a * top / (e((j + 2) * (j + 1)) * linear(2 * j - 2) * linear(j).power(2))
    quotient = e(math.factorial(n)) * y.power(n - k) / linear(2 * n - 2)
    for j in range(-1, n - 2):
        quotient = quotient / linear(j)
    kept = most((ONE - quotient).lo, arb(0))
    return below(kept * most(rest.lo, arb(0))), most(rest.hi, arb(0))


@function("fbar_distance")
def fbar_distance(d, m):
    needs(bool(d.lo >= 3) and bool(m.lo >= 1), "fbar_distance outside its domain")
    n, degree = d.integer(), m.integer()
    bound = wave_bound(d, m)
    if n is not None and degree is not None and n <= 64 and degree <= 6:
        return I.ball(wave_distance(n, degree)).meet(bound)
    return bound


def wave_bound(d, m):
    """RB-11: between (1 - rho^2 theta^2) Q and Q, Q the mass of [-1/(2 sqrt d), 0]."""
    y = inverse_range(d)
    e = I.exact
    # (d - 3)/(4d - 1) and (d - 2)/(4d - 1) rise in d: written with y they fall.
    share = lambda j: above(((ONE - e(j) * I(y.lo, y.lo)) / (e(4) - I(y.lo, y.lo))).hi)  # noqa: E731
    least_m = I(m.lo, m.lo)
    third = I(arb(0), share(3))
    theta = third / (e(2) * least_m)
    root = I(y.hi, y.hi) / (e(4) - I(y.hi, y.hi)) + I(arb(0), share(2)) / least_m
    theta = theta + sqrt(root) * e(fmpq(1, 2))
    loss = exp(third * e(fmpq(1, 2))) * e(fmpq(1, 3)) * theta.power(2)
    mass = slab(d)
    return I(below(most(1 - loss.hi, arb(0)) * mass.lo), mass.hi)


def slab(d):
    """The mass of [-1/(2 sqrt d), 0] for dimensions in a range."""
    n = d.integer()
    if n is not None and n <= 4096:
        return I.ball(arb(fmpq(1, 2)) - cap(n, -1 / (2 * arb(n).sqrt())))
    y, e = inverse_range(d), I.exact
    constant = sqrt(first_energy(d)) * (ONE - y)
    steep = (ONE - e(3) * y) * e(fmpq(1, 2))
    # The integral of exp(-b u^2) over [0, 1/2] falls in b.
    bell = lambda b: arb(fmpq(1, 2)) if b.is_zero() else (arb.pi() / b).sqrt() / 2 * (b.sqrt() / 2).erf()  # noqa: E731
    low = below(bell(above((steep / (ONE - y * e(QUARTER))).hi)))
    high = above(bell(most(steep.lo, arb(0))))
    return constant * I(low, high)


def wave_distance(d, m):
    """RB-09 with every inner product integrated: |F|^2 minus the squared components of degree at most m."""
    end = 4 * m * arb(d).sqrt()
    start, last = math.isqrt(16 * m * m * d) - 2 * m, math.isqrt(16 * m * m * d)
    edges = [-1 / (2 * arb(d).sqrt())] + [arb(j) / end - 1 for j in range(start + 1, last + 1)] + [arb(0)]
    if last * last == 16 * m * m * d:
        edges.pop()
        edges[-1] = arb(0)
    half, constant = fmpq(d - 3, 2), weight_constant(d)

    def density(s, analytic):
        u = 1 - s * s
        return u ** int(half.p) if half.q == 1 else u ** int(half - fmpq(1, 2)) * u.sqrt(analytic=analytic)

    total = arb(fmpq(1, 2)) - cap(d, edges[0])
    for n in range(m + 1):
        inner = arb(0)
        at_one = math.comb(n + d - 3, n)
        for i, (a, b) in enumerate(zip(edges, edges[1:])):
            part = acb.integral(lambda s, analytic: s.gegenbauer_c(n, fmpq(d - 2, 2)) * density(s, analytic), acb(a), acb(b))
            inner += part.real if i % 2 == 0 else -part.real
        total -= harmonics(d, n) * (constant * inner / at_one) ** 2
    return total
