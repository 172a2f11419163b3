"""Gamma and beta functions, and what is made of them."""

import math

from flint import arb, fmpq

from ..interval import INF, I, Unable, UNIT, above, below, least, most
from .elementary import exp, floor
from .table import at, falling, function, needs, rising

# gamma decreases to its minimum near 1.4616 and increases after it (its logarithm is convex).
LOW, HIGH, LEAST = arb("1.46"), arb("1.4633"), arb("0.885")


def bowl(f, x, bottom):
    if bool(x.hi <= above(LOW)):
        return falling(f, x)
    if bool(x.lo >= below(HIGH)):
        return rising(f, x)
    a, b = at(f, x.lo, INF), at(f, x.hi, INF)
    return I(least(below(bottom), least(below(a), below(b))), most(above(a), above(b)))


@function("gamma")
def gamma(x):
    if x.point() and bool(x.lo < 0):
        needs(not x.lo.is_integer(), "gamma at a pole")
        return I.ball(x.lo.gamma())
    needs(x.pos(), "gamma of a number that may be <= 0")
    return bowl(lambda t: t.gamma(), x, LEAST)


@function("lgamma")
def lgamma(x):
    needs(x.pos(), "lgamma of a number that may be <= 0")
    return bowl(lambda t: t.lgamma(), x, LEAST.log())


@function("digamma")
def digamma(x):
    needs(x.pos(), "digamma of a number that may be <= 0")
    return rising(lambda t: t.digamma(), x)


@function("binet")
def binet(x):
    needs(x.pos(), "binet of a number that may be <= 0")
    f = lambda t: t.lgamma() - ((t - fmpq(1, 2)) * t.log() - t + (2 * arb.pi()).log() / 2)  # noqa: E731
    r = falling(f, x, arb(0))
    return I(most(r.lo, arb(0)), r.hi)


@function("factorial")
def factorial(x):
    return gamma(x + I(arb(1), arb(1)))


@function("binomial")
def binomial(n, k):
    a, b = n.integer(), k.integer()
    if a is not None and b is not None:
        needs(a >= 0, "binomial of a negative number")
        if b < 0 or b > a:
            return I(arb(0), arb(0))
        if a < 2**62 and b < 2**62:
            return I.ball(arb.bin_uiui(a, b))
    one = I(arb(1), arb(1))
    return exp(lgamma(n + one) - lgamma(k + one) - lgamma(n - k + one))


@function("harmonic_dim")
def harmonic_dim(d, n):
    a, k = d.integer(), n.integer()
    one, two = I(arb(1), arb(1)), I(arb(2), arb(2))
    if a is not None and k is not None:
        needs(a >= 2 and k >= 0, "harmonic_dim outside d >= 2, n >= 0")
        value = 1 if k == 0 else (math.comb(k + a - 1, k) - (math.comb(k + a - 3, k - 2) if k >= 2 else 0))
        return I.ball(arb(value))
    needs(bool(d.lo > 1) and n.nonneg() and bool((n + d).lo > 2), "harmonic_dim")
    s = n + n + d - two
    return s * exp(lgamma(n + d - two) - lgamma(n + one) - lgamma(d - one))




def corners(f, choices):
    """Value at the lower corner and at the upper corner of a function monotone in each argument."""
    lo = I.ball(f(*(a for a, _ in choices)))
    hi = I.ball(f(*(b for _, b in choices)))
    return I(most(lo.lo, arb(0)), least(hi.hi, arb(1)))


def p_point(s, x):
    if bool(x <= 0):
        return arb(0)
    if not x.is_finite():
        return arb(1)
    if not s.is_finite():
        return arb(0)
    return x.gamma_lower(s, regularized=1)


@function("gamma_p")
def gamma_p(s, x):
    needs(s.pos() and x.nonneg(), "gamma_p outside s > 0, x >= 0")
    return corners(p_point, [(s.hi, s.lo), (x.lo, x.hi)])


@function("gamma_q")
def gamma_q(s, x):
    needs(s.pos() and x.nonneg(), "gamma_q outside s > 0, x >= 0")
    return corners(lambda a, t: arb(0) if not t.is_finite() else arb(1) if not a.is_finite() or bool(t <= 0)
                   else t.gamma_upper(a, regularized=1), [(s.lo, s.hi), (x.hi, x.lo)])


@function("beta_i")
def beta_i(x, a, b):
    needs(x.nonneg() and bool(x.hi <= 1) and a.pos() and b.pos(), "beta_i outside its domain")
    if not (a.bounded() and b.bounded()):
        return x if x.point() and (x.lo.is_zero() or bool(x.lo == 1)) else UNIT
    f = lambda t, s, r: t if t.is_zero() or bool(t == 1) else t.beta_lower(s, r, regularized=True)  # noqa: E731
    return corners(f, [(x.lo, x.hi), (a.hi, a.lo), (b.lo, b.hi)])


@function("binomial_cdf")
def binomial_cdf(k, n, q):
    trials, at_most = n.integer(), floor(k).integer()
    if trials is None or at_most is None:
        raise Unable("binomial_cdf of a range")
    needs(trials >= 0 and q.nonneg() and bool(q.hi <= 1), "binomial_cdf outside its domain")
    if at_most < 0 or at_most >= trials:
        v = arb(int(at_most >= trials))
        return I(v, v)

    def total(p):
        return sum((arb.bin_uiui(trials, j) * p**j * (1 - p) ** (trials - j) for j in range(at_most + 1)), arb(0))

    return I(most(below(total(q.hi)), arb(0)), least(above(total(q.lo)), arb(1)))
