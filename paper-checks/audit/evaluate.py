"""Enclosures of expressions and truth of formulas over boxes."""

from flint import acb, arb, fmpq

from . import functions
from .interval import INF, NINF, I, Unable, Undefined, WHOLE, above, below, least, most
from .tree import FLIP, RELATIONS, Node, call, make, num, substitute, var

MAX_TERMS = 20_000
MAX_WORK = 400_000


class Box:
    """Enclosures of variables, with the values found so far."""

    def __init__(self, values, work=None):
        self.values = values
        self.known = {}
        self.work = work if work is not None else [MAX_WORK]

    def with_value(self, x, i):
        return Box({**self.values, x: i}, self.work)

    def eval(self, e):
        found = self.known.get(e)
        if found is None:
            self.work[0] -= 1
            if self.work[0] < 0:
                raise Unable("too much work")
            try:
                found = self.compute(e)
            except (Undefined, Unable) as error:
                found = error
            self.known[e] = found
        if isinstance(found, Exception):
            raise found
        return found

    def compute(self, e):
        op, a = e.op, e.args
        match op:
            case "num":
                return I.exact(a[0])
            case "pi":
                return I.ball(arb.pi())
            case "e":
                return I.ball(arb.const_e())
            case "var":
                if a[0] not in self.values:
                    raise Unable(f"free variable {a[0]}")
                return self.values[a[0]]
            case "neg":
                return -self.eval(a[0])
            case "add":
                return self.eval(a[0]) + self.eval(a[1])
            case "sub":
                if a[0] is a[1]:
                    self.eval(a[0])
                    return I(arb(0), arb(0))
                return self.eval(a[0]) - self.eval(a[1])
            case "mul":
                if a[0] is a[1]:
                    return self.eval(a[0]).power(2)
                return self.eval(a[0]) * self.eval(a[1])
            case "div":
                return self.eval(a[0]) / self.eval(a[1])
            case "pow":
                return self.power(a[0], a[1])
            case "call":
                return functions.apply(a[0], [self.eval(x) for x in a[1:]])
            case "if":
                return self.cases(*a)
            case "sum" | "prod":
                return self.fold(op, *a)
            case "deriv":
                return self.eval(self.derivative(e))
            case "integral":
                return self.integral(*a)
            case "sup" | "inf":
                raise Unable("sup and inf are not evaluated")
        raise Unable(f"{op} is not evaluated")

    def power(self, a, b):
        y = self.eval(b)
        n = y.integer()
        if a.op == "e" and n is None:
            return functions.exp(y)
        x = self.eval(a)
        if n is not None and abs(n) < 10**6:
            return x.power(n)
        return functions.real_power(x, y)

    def cases(self, condition, a, b):
        t = self.truth(condition)
        if t is True:
            return self.eval(a)
        if t is False:
            return self.eval(b)
        return self.eval(a).hull(self.eval(b))

    def terms(self, b):
        kind, x, lo, hi = b
        if kind != "integer" or hi is None:
            raise Unable("an infinite sum")
        first, last = functions.ceil(self.eval(lo)).integer(), functions.floor(self.eval(hi)).integer()
        if first is None or last is None or last - first > MAX_TERMS:
            raise Unable("not one short range of integers")
        return x, range(first, last + 1)

    def fold(self, op, b, body):
        x, values = self.terms(b)
        total = I(arb(0), arb(0)) if op == "sum" else I(arb(1), arb(1))
        for k in values:
            term = self.with_value(x, I(arb(k), arb(k))).eval(body)
            total = total + term if op == "sum" else total * term
        return total

    def derivative(self, e):
        from .calculus import NoDerivative, derivative

        x, n, at, body = e.args
        if n > 8:
            raise Unable("a derivative of high order")
        try:
            for _ in range(n):
                body = derivative(body, x)
        except NoDerivative as error:
            raise Unable(str(error)) from error
        return substitute(body, x, at)

    def integral(self, b, body):
        """Over a bounded range, the integrand thin: adaptive Gauss-Legendre of Arb if it is analytic, else boxes."""
        kind, x, lo, hi = b
        if kind != "real" or lo is None or hi is None:
            raise Unable("an improper integral")
        a, c = self.eval(lo[0]), self.eval(hi[0])
        if not (a.point() or above(a.hi - a.lo) < 1e-20) or not (c.point() or above(c.hi - c.lo) < 1e-20):
            raise Unable("an integral with variable ends")
        if bool(a.lo > c.hi):
            raise Unable("an integral over an empty range")
        total, width = I(arb(0), arb(0)), (c.hi - a.lo)
        n = 512
        ends = [a.lo + width * fmpq(k, n) for k in range(n + 1)]
        for u, v in zip(ends, ends[1:]):
            part = I(below(u), above(v))
            total = total + self.with_value(x, part).eval(body) * I.ball(v - u)
        # The ends themselves are known to within the width of their enclosures: covered by the body at the ends.
        slack = above((a.hi - a.lo) + (c.hi - c.lo))
        if bool(slack > 0):
            size = self.with_value(x, I(a.lo, c.hi)).eval(body).abs().hi
            total = total + I(-above(slack * size), above(slack * size))
        return total

    def truth(self, f):
        """True, False, or None when it is not settled; undefined expressions leave it unsettled."""
        op = f[0]
        if op in RELATIONS:
            return self.compare(*f)
        if op == "int":
            return self.integer(f[1])
        if op == "and":
            out = True
            for g in f[1:]:
                t = self.truth(g)
                if t is False:
                    return False
                out = out if t else None
            return out
        if op == "or":
            out = False
            for g in f[1:]:
                t = self.truth(g)
                if t is True:
                    return True
                out = None if t is None else out
            return out
        if op == "not":
            t = self.truth(f[1])
            return None if t is None else not t
        if op == "implies":
            t = self.truth(f[1])
            if t is False:
                return True
            u = self.truth(f[2])
            return True if u is True else u if t is True else None
        if op == "iff":
            t, u = self.truth(f[1]), self.truth(f[2])
            return None if None in (t, u) else t == u
        return self.quantified(op, f[1], f[2])

    def integer(self, e):
        try:
            x = self.eval(e)
        except (Undefined, Unable):
            return None
        if x.integer() is not None:
            return True
        return False if bool(functions.ceil(x).lo > functions.floor(x).hi) else None

    def compare(self, relation, a, b):
        try:
            x = self.eval(a)
            if a is b:
                return relation in ("=", "<=", ">=")
            y = self.eval(b)
        except (Undefined, Unable):
            return None
        return relate(x, relation, y)

    def quantified(self, op, b, body):
        settled = op == "exists"
        kind, x, lo, hi = b
        try:
            if kind == "integer":
                if hi is None:
                    values = range(k := functions.ceil(self.eval(lo)).integer() or 0, k + 200)
                    return self.over(x, values, body, settled, complete=False)
                return self.over(x, self.terms(b)[1], body, settled, complete=True)
            low = self.eval(lo[0]) if lo else WHOLE
            high = self.eval(hi[0]) if hi else WHOLE
        except (Undefined, Unable):
            return None
        if not (low.lo.is_finite() and high.hi.is_finite()) or bool(low.lo > high.hi):
            return None
        parts, tries = [I(low.lo, high.hi)], 0
        inside = lambda m: (bool(m > low.hi) or (lo[1] and bool(m >= low.hi))) and (  # noqa: E731
            bool(m < high.lo) or (hi[1] and bool(m <= high.lo)))
        while parts and tries < 256:
            tries += 1
            part = parts.pop(0)
            t = self.with_value(x, part).truth(body)
            if t is (not settled):
                continue
            m = ((part.lo + part.hi) / 2).mid()
            if inside(m) and self.with_value(x, I(m, m)).truth(body) is settled:
                return settled
            if part.point():
                return None
            parts += [I(part.lo, m), I(m, part.hi)]
        return None if parts else not settled

    def over(self, x, values, body, settled, complete):
        out = (not settled) if complete else None
        for k in values:
            t = self.with_value(x, I(arb(k), arb(k))).truth(body)
            if t is settled:
                return settled
            if t is None:
                out = None
        return out


def relate(x, relation, y):
    if relation in (">", ">="):
        x, y, relation = y, x, FLIP[relation]
    if relation == "<":
        return True if bool(x.hi < y.lo) else False if bool(x.lo >= y.hi) else None
    if relation == "<=":
        return True if bool(x.hi <= y.lo) else False if bool(x.lo > y.hi) else None
    equal = True if x.point() and y.point() and bool(x.lo == y.lo) else None if x.overlaps(y) else False
    return equal if relation == "=" or equal is None else not equal


__all__ = ["Box", "relate", "Node", "acb", "call", "make", "num", "var", "INF", "NINF", "least", "most"]
