"""Owen's T, the heavy-tailed law and tubes."""

from flint import acb, arb, fmpq

from ..interval import I, Unable, above, below, least, most
from .table import function, needs


def owen_point(h, a):
    """T(h, a) for h >= 0: the integral of exp(-h^2 (1+x^2)/2)/(1+x^2) over [0, a], over 2 pi."""
    if not h.is_finite() or a.is_zero():
        return arb(0)
    if not a.is_finite():
        return (h / arb(2).sqrt()).erfc() / 4 * (1 if bool(a > 0) else -1)
    if h.is_zero():
        return a.atan() / (2 * arb.pi())
    if bool(a < 0):
        return -owen_point(h, -a)
    if bool(a > 1):
        # DLMF 7.18's reflection: T(h, a) = (Phi(h) + Phi(ah))/2 - Phi(h) Phi(ah) - T(ah, 1/a) for h, a > 0,
        # written with tails, Q = 1 - Phi: (Q(h) + Q(ah))/2 - Q(h) Q(ah) - T(ah, 1/a).
        q = lambda t: (t / arb(2).sqrt()).erfc() / 2  # noqa: E731
        u, v = q(h), q(a * h)
        return (u + v) / 2 - u * v - owen_unit(a * h, 1 / a)
    return owen_unit(h, a)


def owen_unit(h, a):
    c = acb(h * h / 2)
    f = lambda x, _: (-c * (x * x)).exp() / (1 + x * x)  # noqa: E731
    value = acb.integral(f, acb(0), acb(a))
    return (-(h * h) / 2).exp() * value.real / (2 * arb.pi())


@function("owen_t")
def owen_t(h, a):
    h = h.abs()
    # Falls in h for a >= 0, rises in a.
    low = owen_point(h.hi if bool(a.lo >= 0) else h.lo, a.lo)
    high = owen_point(h.lo if bool(a.hi >= 0) else h.hi, a.hi)
    return I(below(low), above(high))


@function("heavy_cdf")
def heavy_cdf(d, alpha, x):
    """Norm of the heavy-tailed law: 1 - 2 nu int_A^inf J_nu^2/s ds as J_nu^2 + 2 sum_{k>=1} J_{nu+k}^2 (RL-01)."""
    d = d.integer()
    if d is None:
        raise Unable("heavy_cdf of a range of dimensions")
    needs(d >= 1 and alpha.pos() and x.nonneg(), "heavy_cdf outside its domain")
    nu = fmpq(d, 2)
    radius = (arb(nu) + 1).gamma() ** (arb(1) / d) / arb.pi().sqrt()
    scale = 2 * arb.pi() * arb(d).sqrt() * radius

    def cdf(a, t):
        z = scale * a * t
        if not z.is_finite():
            return arb(1)
        if bool(z <= 0):
            return arb(0)
        if bool(z > 3000):
            raise Unable("heavy_cdf far out")
        total, k = z.bessel_j(arb(nu)) ** 2, 0
        while True:
            k += 1
            mu = arb(nu) + k
            if bool(mu > z + 8) and k > 4:
                tail = above((z / 2) ** mu / (mu + 1).gamma()) ** 2 * fmpq(8, 3)
                if bool(tail < arb(2) ** -80) or k > 4000:
                    return total + tail * arb(fmpq(1, 2), fmpq(1, 2))
            total += 2 * z.bessel_j(mu) ** 2

    return I(most(below(cdf(alpha.lo, x.lo)), arb(0)), least(above(cdf(alpha.hi, x.hi)), arb(1)))


def fraction_at(d, t):
    if bool(t <= 1):
        return arb(1)
    if not t.is_finite():
        return arb(0)
    return (1 / (t * t)).beta_lower(arb(d - 1) / 2, arb(1) / 2, regularized=True)


@function("tube_fraction")
def tube_fraction(d, t):
    """Fraction of a sphere of radius t R inside a tube of radius R: I_{1/t^2}((d-1)/2, 1/2) for t > 1, else 1 (TB-02)."""
    d = d.integer()
    if d is None:
        raise Unable("tube_fraction of a range of dimensions")
    needs(d >= 2 and t.nonneg(), "tube_fraction outside its domain")

    return I(most(below(fraction_at(d, t.hi)), arb(0)), least(above(fraction_at(d, t.lo)), arb(1)))
