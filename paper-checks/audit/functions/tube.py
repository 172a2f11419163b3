"""The tube bound of a ball's indicator under the heavy-tailed law (docs/theory/tube-bound.md), from its definition.

The density is d t K(t)^2 with K integrated as it stands; for the bound K is a sum of entire functions, the masses are integrals
by Arb, and Parseval closes the tail (TB-15).
"""

from flint import acb, arb, ctx, fmpq

from ..interval import I, Unable, above, below, most
from .laws import fraction_at
from .table import function, needs


class Target:
    """A dimension and A = 2 pi R a."""

    def __init__(self, d, alpha, radius):
        self.d, self.nu, self.alpha, self.radius = d, fmpq(d, 2), alpha, radius
        ball = (arb(self.nu) + 1).gamma() ** (arb(1) / d) / arb.pi().sqrt()
        self.weights = self.rest = None
        self.a = 2 * arb.pi() * alpha * arb(d).sqrt() * ball * radius

    def kernel(self, square):
        """K(t) t^(1-nu) as defined, `square` being t^2: the integral of (s/2)^(d-1) F_(nu+1)(-s^2/4) F_nu(-t^2 s^2/4) over
        [0, A], where F_m = 0F1(m)/Gamma(m) and J_m(z) = (z/2)^m F_(m+1)(-z^2/4)."""
        nu = acb(self.nu)

        def integrand(s, _):
            w = -s * s / 4
            return (s / 2) ** (self.d - 1) * w.hypgeom_0f1(nu + 1, regularized=True) * (w * square).hypgeom_0f1(nu, regularized=True)

        return acb.integral(integrand, acb(0), acb(self.a))

    def series(self, square):
        """The same as the sum of J_(nu+j)(A) (A/2)^(nu+j) F_(nu+j+1)(-t^2 A^2/4) over j < n (TB-05, both sides entire in t^2).

        The rest is K_(nu+n) t^(1-nu-n), at most A (A/2)^(2nu+2n-1) e^(A |Im t|)/(Gamma(nu+n+1) Gamma(nu+n)) by
        |J_m(z)| <= |z/2|^m e^|Im z|/Gamma(m+1) (DLMF 10.14.4).
        """
        half = self.a / 2
        w = -square * half * half
        if self.weights is None:
            n = int(above(self.a).ceil().unique_fmpz()) * 3 // 2 + 24
            self.weights = [(self.nu + j + 1, self.a.bessel_j(arb(self.nu + j)) * half ** arb(self.nu + j)) for j in range(n)]
            m = arb(self.nu + n)
            self.rest = self.a * half ** (2 * m - 1) / ((m + 1).gamma() * m.gamma())
        total = acb(0)
        for m, weight in self.weights:
            total += weight * w.hypgeom_0f1(m, regularized=True)
        rest = above(self.rest * (self.a * square.sqrt().imag.abs_upper()).exp())
        return total + acb(arb(0, rest), arb(0, rest)) if rest.is_finite() else acb(arb.nan())

    def density(self, t, kernel=None):
        """M(t) = d t K(t)^2, entire in t."""
        k = (kernel or self.series)(acb(t) * acb(t))
        return self.d * acb(t) ** (self.d - 1) * k * k

    def mass(self):
        """P[|x| <= a], d times the integral of J_nu(s)^2/s over [0, A] (Plancherel)."""
        nu = acb(self.nu)

        def integrand(s, _):
            f = (-s * s / 4).hypgeom_0f1(nu + 1, regularized=True)
            return (s / 2) ** (self.d - 1) * f * f / 2

        return self.d * acb.integral(integrand, acb(0), acb(self.a)).real


def one_target(name, d, alpha, radius):
    n = d.integer()
    if n is None or not (alpha.bounded() and radius.bounded()):
        raise Unable(f"{name} of a range of dimensions, or of an unbounded one")
    needs(n >= 2 and alpha.pos() and radius.pos(), f"{name} outside its domain")
    if n > 40:
        raise Unable(f"{name} in a dimension beyond 40")
    return Target(n, alpha.as_ball(), radius.as_ball())


@function("spectral_density")
def spectral_density(d, alpha, radius, t):
    target = one_target("spectral_density", d, alpha, radius)
    needs(t.nonneg(), "spectral_density at a negative radius")
    if not t.bounded():
        raise Unable("spectral_density of an unbounded range")
    r = I.ball(target.density(t.as_ball(), target.kernel).real)
    return I(most(r.lo, arb(0)), r.hi)


def threshold(d, k):
    """A ball around the t with k p_d(t) = 1, by bisection; p_d falls."""
    low, high = arb(1), arb(2)
    for _ in range(200):
        if bool(k * fraction_at(d, high) < 1):
            break
        low, high = high, 2 * high
    else:
        raise Unable("a width beyond this threshold search")
    for _ in range(48):
        m = ((low + high) / 2).mid()
        value = k * fraction_at(d, m)
        if bool(value > 1):
            low = m
        elif bool(value < 1):
            high = m
        else:
            break
    return low, high


def by_panels(f, low, high):
    """The integral of f over [low, high] in panels of length at most 1."""
    count = max(1, int(above(high - low).ceil().unique_fmpz()))
    ends = [low + (high - low) * fmpq(i, count) for i in range(count)] + [high]
    small = arb(2) ** -40
    return sum((acb.integral(f, acb(a), acb(b), rel_tol=small, abs_tol=small).real for a, b in zip(ends, ends[1:])), arb(0))


def closed(target, k):
    """LB(k) = P - int_0^t_k M - k int_t_k^T M p_d - h with 0 <= h <= k p_d(T) (P - int_0^T M) (TB-15).

    Integrated from the lower end `low` of an enclosure of t_k: what lies between counts with 1 - k p_d <= 0, at most k p_d(low) - 1
    in size, times M <= d (1 + A)^2/t (TB-16). The integrals with p_d run over v = sqrt(t^2 - 1): p_d = 1 - c_d v 2F1(1/2, d/2; 3/2; -v^2), dt = (v/t) dv.
    """
    d = target.d
    low, high = threshold(d, k)
    far = (high * (12 if d <= 3 else 6 if d <= 8 else 3)).mid()
    ctx.prec = min(2000, 128 + 4 * int(above(far * target.a).ceil().unique_fmpz()))
    target = Target(d, target.alpha, target.radius)
    constant = 2 * (arb(d) / 2).gamma() / (arb.pi().sqrt() * (arb(d - 1) / 2).gamma())

    def covered(v, analytic):
        square = 1 + v * v
        fraction = 1 - constant * v * (-v * v).hypgeom_2f1(fmpq(1, 2), fmpq(d, 2), fmpq(3, 2))
        kernel = target.series(square)
        power = square ** ((d - 2) // 2) * (square.sqrt(analytic=analytic) if d % 2 else 1)
        return d * power * kernel * kernel * v * fraction

    density = lambda t, _: target.density(t)  # noqa: E731
    at = lambda t: (t * t - 1).sqrt() if bool(t > 1) else arb(0)  # noqa: E731
    mass, inside = target.mass(), by_panels(density, arb(0), low)
    value = mass - inside - k * by_panels(covered, at(low), at(far))
    rest = above(k * fraction_at(d, far) * arb(0).max(mass - inside - by_panels(density, low, far)))
    kink = above((k * fraction_at(d, low) - 1) * (high - low) * d * (1 + target.a) ** 2 / low)
    return I(most(below(value - rest), arb(0)), above(value + most(kink, arb(0))))


@function("tube_bound")
def tube_bound(d, alpha, radius, k):
    """At the middle of the range of alpha lambda; the root of the bound moves by at most the root of the mass between two radii
    (TB-17), and P' = d J_nu(A)^2/A, so that by at most d times the relative width."""
    needs(bool(k.lo >= 1), "tube_bound of no tubes")
    size = alpha * radius
    if not k.bounded():
        raise Unable("tube_bound of an unbounded width")
    one_target("tube_bound", d, alpha, radius)
    middle = ((size.lo + size.hi) / 2).mid()
    target = one_target("tube_bound", d, I.exact(1), I(middle, middle))
    move = above((arb(target.d) * ((size.hi - size.lo) / size.lo)).sqrt()) if not size.point() else arb(0)
    old = ctx.prec
    try:
        # It falls in k.
        value = closed(target, k.hi)
        if not k.point():
            ctx.prec = old
            value = I(value.lo, closed(target, k.lo).hi)
    finally:
        ctx.prec = old
    root = most(below(value.lo.sqrt() - move), arb(0))
    return I(below(root * root), above((value.hi.sqrt() + move) ** 2))


@function("tube_bound_min")
def tube_bound_min(d, alpha, low, high, k):
    if not (low.point() and high.point() and bool(low.lo == high.lo)):
        raise Unable("the least tube bound over a range of radii (its search is not repeated here)")
    return tube_bound(d, alpha, low, k)
