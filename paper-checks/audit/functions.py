"""The functions of the claim language over intervals, by Arb and by monotonicity.

Each returns an enclosure of the values at all points of its arguments, or raises `Undefined` (some point may be outside the
domain) or `Unable` (no enclosure known here).
"""

from flint import acb, arb, fmpq

from .interval import INF, NINF, I, Undefined, Unable, UNIT, WHOLE, above, below, least, most, times

TABLE = {}


def function(*names):
    def put(f):
        for n in names:
            TABLE[n] = f
        return f

    return put


def at(f, x, at_inf=None, at_ninf=None):
    """Ball of `f` at an exact point; limits at infinity given."""
    if x.is_finite():
        return f(x)
    value = at_inf if bool(x > 0) else at_ninf
    if value is None:
        raise Unable("no value at infinity")
    return value


def rising(f, x, at_inf=INF, at_ninf=NINF):
    return I(below(at(f, x.lo, at_inf, at_ninf)), above(at(f, x.hi, at_inf, at_ninf)))


def falling(f, x, at_inf=NINF, at_ninf=INF):
    return I(below(at(f, x.hi, at_inf, at_ninf)), above(at(f, x.lo, at_inf, at_ninf)))


def needs(condition, what):
    if not condition:
        raise Undefined(what)


@function("exp")
def exp(x):
    if x.point() and x.lo.is_zero():
        return I(arb(1), arb(1))
    r = rising(lambda t: t.exp(), x, INF, arb(0))
    return I(most(r.lo, arb(0)), r.hi)


@function("ln")
def ln(x):
    needs(x.pos(), "ln of a number that may be <= 0")
    return rising(lambda t: t.log(), x)


def ln_closed(x):
    """Logarithm with -inf at 0, for powers."""
    lo = NINF if bool(x.lo <= 0) else below(at(lambda t: t.log(), x.lo, INF))
    hi = NINF if bool(x.hi <= 0) else above(at(lambda t: t.log(), x.hi, INF))
    return I(lo, hi)


@function("log2")
def log2(x):
    return ln(x) / ln(I(arb(2), arb(2)))


@function("sqrt")
def sqrt(x):
    needs(x.nonneg(), "sqrt of a number that may be < 0")
    return rising(lambda t: t.sqrt(), x)


def wave(x, shift, f):
    """sin (shift 1/2) or cos (shift 0): extremes 1 at pi*(shift + 2k), -1 at pi*(shift + 2k + 1)."""
    if not x.bounded() or bool(x.hi - x.lo > 7):
        return I(arb(-1), arb(1))
    a, b = f(x.lo), f(x.hi)
    lo, hi = least(below(a), below(b)), most(above(a), above(b))
    lo, hi = most(lo, arb(-1)), least(hi, arb(1))
    for turn, top in ((arb(shift), True), (arb(shift) + 1, False)):
        first = (x.lo / arb.pi() - turn) / 2
        last = (x.hi / arb.pi() - turn) / 2
        # An integer k with first <= k <= last may exist.
        if bool(below(first.ceil()) <= above(last.floor())):
            if top:
                hi = arb(1)
            else:
                lo = arb(-1)
    return I(lo, hi)


@function("sin")
def sin(x):
    return wave(x, fmpq(1, 2), lambda t: t.sin())


@function("cos")
def cos(x):
    return wave(x, fmpq(0), lambda t: t.cos())


@function("tan")
def tan(x):
    c = cos(x)
    needs(not c.has_zero(), "tan where cos may be 0")
    return rising(lambda t: t.tan(), x)


@function("asin")
def asin(x):
    needs(bool(x.lo >= -1) and bool(x.hi <= 1), "asin outside [-1, 1]")
    return rising(lambda t: t.asin(), x)


@function("acos")
def acos(x):
    needs(bool(x.lo >= -1) and bool(x.hi <= 1), "acos outside [-1, 1]")
    return falling(lambda t: t.acos(), x)


@function("atan")
def atan(x):
    half = arb.pi() / 2
    return rising(lambda t: t.atan(), x, half, -half)


@function("sinh")
def sinh(x):
    return rising(lambda t: t.sinh(), x)


@function("cosh")
def cosh(x):
    return rising(lambda t: t.cosh(), x.abs())


@function("tanh")
def tanh(x):
    return rising(lambda t: t.tanh(), x, arb(1), arb(-1))


@function("erf")
def erf(x):
    return rising(lambda t: t.erf(), x, arb(1), arb(-1))


@function("erfc")
def erfc(x):
    r = falling(lambda t: t.erfc(), x, arb(0), arb(2))
    return I(most(r.lo, arb(0)), r.hi)


@function("erfinv")
def erfinv(x):
    needs(bool(x.lo > -1) and bool(x.hi < 1), "erfinv outside (-1, 1)")
    return rising(lambda t: t.erfinv(), x)


@function("norm_cdf")
def norm_cdf(x):
    half = I.exact(fmpq(1, 2))
    return erfc(-x / sqrt(I(arb(2), arb(2)))) * half


@function("norm_pdf")
def norm_pdf(x):
    return exp(-(x.power(2) * I.exact(fmpq(1, 2)))) / sqrt(I.ball(2 * arb.pi()))


@function("clip")
def clip(x):
    return I(least(most(x.lo, arb(0)), arb(1)), least(most(x.hi, arb(0)), arb(1)))


@function("abs")
def absolute(x):
    return x.abs()


def step(x, f):
    return I(f(x.lo) if x.lo.is_finite() else x.lo, f(x.hi) if x.hi.is_finite() else x.hi)


@function("floor")
def floor(x):
    return step(x, lambda t: below(t.floor()))


@function("ceil")
def ceil(x):
    return step(x, lambda t: above(t.ceil()))


@function("sign0")
def sign0(x):
    s = lambda t: arb(int(bool(t > 0)) - int(bool(t < 0)))  # noqa: E731
    return I(s(x.lo), s(x.hi))


@function("max")
def maximum(*xs):
    out = xs[0]
    for x in xs[1:]:
        out = I(most(out.lo, x.lo), most(out.hi, x.hi))
    return out


@function("min")
def minimum(*xs):
    out = xs[0]
    for x in xs[1:]:
        out = I(least(out.lo, x.lo), least(out.hi, x.hi))
    return out


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
        value = 1 if k == 0 else (binom(k + a - 1, k) - (binom(k + a - 3, k - 2) if k >= 2 else 0))
        return I.ball(arb(value))
    needs(bool(d.lo > 1) and n.nonneg() and bool((n + d).lo > 2), "harmonic_dim")
    s = n + n + d - two
    return s * exp(lgamma(n + d - two) - lgamma(n + one) - lgamma(d - one))


def binom(n, k):
    import math

    return math.comb(n, k)


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


@function("tube_fraction")
def tube_fraction(d, t):
    """Fraction of a sphere of radius t R inside a tube of radius R: I_{1/t^2}((d-1)/2, 1/2) for t > 1, else 1 (TB-02)."""
    d = d.integer()
    if d is None:
        raise Unable("tube_fraction of a range of dimensions")
    needs(d >= 2 and t.nonneg(), "tube_fraction outside its domain")

    def fraction(u):
        if bool(u <= 1):
            return arb(1)
        if not u.is_finite():
            return arb(0)
        return (1 / (u * u)).beta_lower(arb(d - 1) / 2, arb(1) / 2, regularized=True)

    return I(most(below(fraction(t.hi)), arb(0)), least(above(fraction(t.lo)), arb(1)))


def real_power(x, y):
    """x^y for x >= 0 (> 0 unless y > 0)."""
    needs(x.nonneg(), "a real power of a number that may be < 0")
    needs(x.pos() or y.pos(), "a power of a number that may be 0")
    if y.point() and y.lo.is_finite():
        # x^(n/2^k) by square roots, exact where these are.
        n, k = y.lo, 0
        while not n.is_integer() and k < 4:
            n, k = n * 2, k + 1
        m = n.unique_fmpz()
        if m is not None and k and abs(int(m)) < 64:
            root = x
            for _ in range(k):
                root = sqrt(root)
            return root.power(int(m))
    log = ln_closed(x)
    products = [times(a, b) for a in (y.lo, y.hi) for b in (log.lo, log.hi)]
    lo, hi = below(products[0]), above(products[0])
    for t in products[1:]:
        lo, hi = least(lo, below(t)), most(hi, above(t))
    return exp(I(lo, hi))


def apply(name, args):
    f = TABLE.get(name)
    if f is None:
        raise Unable(f"{name} has no independent implementation here")
    try:
        return f(*args)
    except ValueError as error:
        raise Unable(f"{name}: {error}") from error


__all__ = ["apply", "real_power", "TABLE", "WHOLE"]
