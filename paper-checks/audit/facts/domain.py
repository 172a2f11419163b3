"""A set of points: variables with conditions, and enclosures of it."""

from flint import arb, fmpq

from .. import functions
from ..algebra import Former, TooLarge, minus
from ..evaluate import Box
from ..interval import I, WHOLE, least, most
from ..tree import FLIP, RELATIONS, ZERO, negate, num, sub, substitute_formula, var
from .signs import Signs, enclosure, holds


class Domain(Signs):
    """`variables`: name -> integer or not; `conditions`: formulas that hold at its points."""

    def __init__(self, variables, conditions):
        self.variables = dict(variables)
        self.conditions = []
        for f in conditions:
            self.assume(f)
        self._hull = None
        self._signs = {}
        self._known = None
        self._former = None

    @staticmethod
    def of_binders(binders, given):
        d = Domain({b[1]: b[0] == "integer" for b in binders}, [])
        for b in binders:
            d.conditions += membership(b, var(b[1]))
        for f in given:
            d.assume(f)
        return d

    def assume(self, f):
        if f[0] == "and":
            for g in f[1:]:
                self.assume(g)
        elif f[0] == "not" and (g := negate(f[1])) is not None:
            self.assume(g)
        elif f not in self.conditions:
            self.conditions.append(f)

    def replaced(self, conditions=None, variables=None):
        return Domain(self.variables if variables is None else variables,
                      self.conditions if conditions is None else conditions)

    def and_also(self, *fs):
        return self.replaced([*self.conditions, *fs])

    def slice(self, x, value):
        """The points with x = value, without x."""
        conditions = [substitute_formula(f, x, value) for f in self.conditions]
        return Domain({v: i for v, i in self.variables.items() if v != x}, conditions)

    def bounds(self, x):
        """(lower, upper): lists of (expression, closed) that bound the variable on either side."""
        lower, upper = [], []
        for f in self.conditions:
            if f[0] not in RELATIONS:
                continue
            for a, r, b in ((f[1], f[0], f[2]), (f[2], FLIP[f[0]], f[1])):
                if a.op == "var" and a.args[0] == x and x not in b.free:
                    if r in (">", ">=", "="):
                        lower.append((b, r != ">"))
                    if r in ("<", "<=", "="):
                        upper.append((b, r != "<"))
        return lower, upper

    def hull(self):
        """Enclosures of the variables, or None when there is no point."""
        if self._hull is None:
            self._hull = self._find_hull()
        return self._hull[0]

    def _find_hull(self):
        values = {x: WHOLE for x in self.variables}
        bounds = {x: [[(exactly(e), c) for e, c in side] for side in self.bounds(x)] for x in self.variables}
        for _ in range(4):
            for x, integer in self.variables.items():
                lo, hi = values[x].lo, values[x].hi
                box = Box(values)
                for e, _c in bounds[x][0]:
                    lo = most(lo, enclosure(box, e).lo)
                for e, _c in bounds[x][1]:
                    hi = least(hi, enclosure(box, e).hi)
                if integer:
                    lo, hi = functions.ceil(I(lo, lo)).lo, functions.floor(I(hi, hi)).hi
                if bool(lo > hi):
                    return (None,)
                if lo is not values[x].lo or hi is not values[x].hi:
                    values = {**values, x: I(lo, hi)}
        # Bounds without enclosure over the closed box (2/c with c > 0) may have a sign.
        self._hull = (values,)
        for x in self.variables:
            lo, hi = values[x].lo, values[x].hi
            if bool(lo < 0) and any(self.sign(e) in (">", ">=", "=") for e, _ in bounds[x][0]):
                lo = arb(0)
            if bool(hi > 0) and any(self.sign(e) in ("<", "<=", "=") for e, _ in bounds[x][1]):
                hi = arb(0)
            if bool(lo > hi):
                return (None,)
            if lo is not values[x].lo or hi is not values[x].hi:
                values = {**values, x: I(lo, hi)}
        self._signs = {}
        return (values,)

    def proves(self, f):
        """Whether the formula holds at every point; where its expressions are defined."""
        values = self.hull()
        if values is None or f in self.conditions:
            return True
        op = f[0]
        if op == "and":
            return all(self.proves(g) for g in f[1:])
        if op == "or" and any(self.proves(g) for g in f[1:]):
            return True
        if op == "not" and (g := negate(f[1])) is not None:
            return self.proves(g)
        if op == "implies" and (self.proves(f[2]) or self.and_also(f[1]).proves(f[2])):
            return True
        if op in RELATIONS:
            s = self.sign(f[1] if f[2] is ZERO else sub(f[1], f[2]))
            if holds(s, op):
                return True
        if op == "int" and self.integral(f[1]):
            return True
        return Box(values).truth(f) is True

    def integral(self, e):
        """An integer at every point: integer combinations of products of integer variables."""
        try:
            p = Former().form(e)
        except TooLarge:
            return False
        return all(c.q == 1 and all(a[0] == "v" and self.variables.get(a[1]) and isinstance(k, fmpq) and k.q == 1
                                    and k > 0 for a, k in m) for m, c in p.terms.items())

    def covers(self, other):
        """Whether every point of this domain is one of `other` (variables of the same names)."""
        if self.hull() is None:
            return True
        for x, integer in other.variables.items():
            if x not in self.variables:
                # A variable free of conditions: any value will do; with conditions they must hold for some value.
                return False
            if integer and not self.variables[x]:
                return False
        return all(self.implies(f) for f in other.conditions)

    def implies(self, f):
        if f in self.conditions or self.proves(f):
            return True
        forms = canonical(f)
        return forms is not None and any(canonical(g) == forms for g in self.conditions)


def exactly(e):
    """A bound without variables in normal form: (3/3)^(1/2) is the number 1, which its enclosure is not."""
    if e.free:
        return e
    try:
        q = Former().form(e).constant()
    except TooLarge:
        return e
    return e if q is None else num(q)


def canonical(f):
    """A comparison as (relation, form of the difference); None for other formulas."""
    if f[0] not in RELATIONS:
        return None
    try:
        plain = Former()
        r, a, b = f if f[0] in (">", ">=", "=", "!=") else (FLIP[f[0]], f[2], f[1])
        return (r, minus(plain.form(a), plain.form(b)))
    except TooLarge:
        return None


def membership(b, value):
    kind, _, lo, hi = b
    out = []
    if kind == "integer":
        out.append((">=", value, lo))
        if hi is not None:
            out.append(("<=", value, hi))
        return out
    if lo:
        out.append((">=" if lo[1] else ">", value, lo[0]))
    if hi:
        out.append(("<=" if hi[1] else "<", value, hi[0]))
    return out
