"""Powers, exponential, trigonometric and error functions, and the functions with steps and corners."""

from flint import arb, fmpq

from ..interval import INF, NINF, I, above, below, least, most, times
from .table import at, falling, function, needs, rising


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
