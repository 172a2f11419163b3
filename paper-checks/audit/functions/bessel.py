"""Bessel functions of half-integer order, and Legendre polynomials in a dimension."""

from flint import arb, fmpq

from ..interval import I, Unable, above, below, least, most
from .table import function, needs


def order(nu):
    twice = (nu + nu).integer()
    if twice is None:
        raise Unable("bessel_j of a range of orders")
    needs(twice >= 0, "bessel_j of a negative order")
    return fmpq(twice, 2)


@function("bessel_j")
def bessel_j(nu, x):
    nu = order(nu)
    needs(x.nonneg(), "bessel_j of a negative number")
    return bessel_range(nu, x)


def bessel_range(nu, x):
    if x.point() and x.lo.is_finite():
        if x.lo.is_zero():
            v = arb(1 if nu == 0 else 0)
            return I(v, v)
        return I.ball(x.lo.bessel_j(arb(nu)))
    out = I(arb(-1), arb(1))
    # |J_nu(x)| <= (x/2)^nu/gamma(nu+1) (DLMF 10.14.4), increasing in x.
    if x.hi.is_finite() and nu > 0:
        top = above((x.hi / 2) ** arb(nu) / (arb(nu) + 1).gamma())
        out = I(most(out.lo, -top), least(out.hi, top))
        # positive up to the first zero, which exceeds nu (DLMF 10.21.3); rising on [0, nu], as j'_nu >= nu.
        if bool(x.hi <= arb(nu)):
            return out.meet(I(below(at_point(nu, x.lo)), above(at_point(nu, x.hi))))
    if bool(x.lo > arb(nu)):
        # J_nu(x)^2 <= 2/(pi sqrt(x^2 - nu^2)) for x > nu (BJ-08).
        top = above((2 / (arb.pi() * (x.lo * x.lo - arb(nu) * arb(nu)).sqrt())).sqrt()) if x.lo.is_finite() else arb(0)
        out = out.meet(I(-top, top))
    # J' = (J_{nu-1} - J_{nu+1})/2, at most 1 in size for nu >= 1; J_0' = -J_1.
    if x.bounded() and (nu >= 1 or nu == 0):
        m = ((x.lo + x.hi) / 2).mid()
        r = above(most(x.hi - m, m - x.lo))
        v = at_point(nu, m)
        out = out.meet(I(below(v - r), above(v + r)))
    return out


def at_point(nu, x):
    return (arb(1) if nu == 0 else arb(0)) if x.is_zero() else x.bessel_j(arb(nu))


@function("bessel_j_prime")
def bessel_j_prime(nu, x):
    nu = order(nu)
    needs(x.nonneg(), "bessel_j_prime of a negative number")
    half = I.exact(fmpq(1, 2))
    if nu == 0:
        return -bessel_range(fmpq(1), x)
    if nu >= 1:
        return (bessel_range(nu - 1, x) - bessel_range(nu + 1, x)) * half
    needs(x.pos(), "the derivative of J_{1/2} at 0")
    return I.exact(nu) / x * bessel_range(nu, x) - bessel_range(nu + 1, x)


@function("legendre_d")
def legendre_d(d, n, x):
    """P_n in dimension d, normalised to 1 at 1: C_n^{(d-2)/2}(x)/C_n^{(d-2)/2}(1)."""
    d, n = d.integer(), n.integer()
    if d is None or n is None or d < 2:
        raise Unable("legendre_d of a range of degrees or dimensions")
    if not x.bounded():
        raise Unable("legendre_d of an unbounded range")
    # Recurrence (n+d-2) P_{n+1} = (2n+d-2) x P_n - n P_{n-1}, independent of the Gegenbauer routine.
    a, b = I(arb(1), arb(1)), x
    if n == 0:
        return a
    for k in range(1, n):
        e = I.exact
        a, b = b, (e(2 * k + d - 2) * x * b - e(k) * a) / e(k + d - 2)
    return b
