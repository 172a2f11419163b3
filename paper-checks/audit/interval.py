"""Closed intervals with exact ends (Arb numbers without radius), infinite ends allowed."""

from flint import arb, ctx, fmpq

INF, NINF, NAN = arb.pos_inf(), arb.neg_inf(), arb.nan()
ctx.prec = 128


class Undefined(Exception):
    """An operation is, or may be, undefined on the box."""


class Unable(Exception):
    """No enclosure is known to this program."""


def below(x):
    """Exact lower end of a ball; -inf when it has none."""
    if x.is_exact():
        return x
    y = x.lower()
    return NINF if y.is_nan() else y


def above(x):
    if x.is_exact():
        return x
    y = x.upper()
    return INF if y.is_nan() else y


class I:
    __slots__ = ("lo", "hi")

    def __init__(self, lo, hi):
        if lo.is_nan() or hi.is_nan():
            lo, hi = NINF, INF
        self.lo, self.hi = lo, hi

    def __repr__(self):
        return f"[{self.lo.str(12, radius=False)}, {self.hi.str(12, radius=False)}]"

    @staticmethod
    def ball(x):
        """Of a ball."""
        if x.is_nan():
            return I(NINF, INF)
        return I(below(x), above(x))

    @staticmethod
    def exact(q):
        return I.ball(arb(fmpq(q)))

    def point(self):
        return bool(self.lo == self.hi)

    def bounded(self):
        return self.lo.is_finite() and self.hi.is_finite()

    def as_ball(self):
        """The ball around it; only for bounded ones."""
        return self.lo if self.point() else self.lo.union(self.hi)

    def pos(self):
        return bool(self.lo > 0)

    def neg(self):
        return bool(self.hi < 0)

    def nonneg(self):
        return bool(self.lo >= 0)

    def nonpos(self):
        return bool(self.hi <= 0)

    def zero(self):
        return self.nonneg() and self.nonpos()

    def has_zero(self):
        return bool(self.lo <= 0) and bool(self.hi >= 0)

    def overlaps(self, o):
        return bool(self.lo <= o.hi) and bool(o.lo <= self.hi)

    def hull(self, o):
        return I(least(self.lo, o.lo), most(self.hi, o.hi))

    def meet(self, o):
        lo, hi = most(self.lo, o.lo), least(self.hi, o.hi)
        return I(lo, hi) if bool(lo <= hi) else self

    def integer(self):
        """The integer it is, or None."""
        if self.point() and self.lo.is_integer() and bool(abs(self.lo) < 10**18):
            return int(self.lo.unique_fmpz())
        return None

    def __neg__(self):
        return I(-self.hi, -self.lo)

    def __add__(self, o):
        return I(below(plus(self.lo, o.lo, NINF)), above(plus(self.hi, o.hi, INF)))

    def __sub__(self, o):
        return self + (-o)

    def __mul__(self, o):
        if self.point() and o.point():
            return I.ball(times(self.lo, o.lo))
        if self.nonneg() and o.nonneg():
            return I(below(times(self.lo, o.lo)), above(times(self.hi, o.hi)))
        all_ = [times(a, b) for a in (self.lo, self.hi) for b in (o.lo, o.hi)]
        lo, hi = below(all_[0]), above(all_[0])
        for x in all_[1:]:
            lo, hi = least(lo, below(x)), most(hi, above(x))
        return I(lo, hi)

    def inverse(self):
        if self.has_zero():
            raise Undefined("division by an interval that holds 0")
        one = arb(1)
        a = below(one / self.hi) if self.hi.is_finite() else arb(0)
        b = above(one / self.lo) if self.lo.is_finite() else arb(0)
        return I(a, b)

    def __truediv__(self, o):
        return self * o.inverse()

    def abs(self):
        if self.nonneg():
            return self
        if self.nonpos():
            return -self
        return I(arb(0), most(-self.lo, self.hi))

    def power(self, n):
        """Integer power."""
        if n == 0:
            return I(arb(1), arb(1))
        if n < 0:
            if self.has_zero():
                raise Undefined("a negative power of an interval that holds 0")
            return self.power(-n).inverse()
        up = lambda x: x if not x.is_finite() and (n % 2 or bool(x > 0)) else INF if not x.is_finite() else x**n  # noqa: E731
        if n % 2:
            return I(below(up(self.lo)), above(up(self.hi)))
        a = self.abs()
        return I(most(below(up(a.lo)), arb(0)), above(up(a.hi)))


def plus(a, b, other):
    s = a + b
    return other if s.is_nan() else s


def times(a, b):
    if a.is_zero() or b.is_zero():
        return arb(0)
    return a * b


def least(a, b):
    return a if bool(a <= b) else b


def most(a, b):
    return a if bool(a >= b) else b


WHOLE = I(NINF, INF)
UNIT = I(arb(0), arb(1))
