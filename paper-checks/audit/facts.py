"""A set of points: variables with conditions. Enclosures of it, and signs of expressions over it."""

from flint import arb, fmpq

from . import functions
from .algebra import Former, TooLarge, clear, is_zero, minus, of, scale, times, to_node
from .evaluate import Box
from .interval import INF, NINF, I, Unable, Undefined, WHOLE, least, most
from .tree import FLIP, RELATIONS, ZERO, Node, add, formula_free, negate, num, sub, substitute, substitute_formula, var

STRICT = {">": True, ">=": False, "<": True, "<=": False}


class Domain:
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

    # Signs.

    @property
    def former(self):
        if self._former is None:
            self._former = Former(self.sign)
        return self._former

    def known(self):
        """Forms of conditions: (sum, strict) with sum >= 0."""
        if self._known is None:
            self._known = []
            plain = Former()
            for f in self.conditions:
                for big, small, r in oriented(f):
                    try:
                        self._known.append((minus(plain.form(big), plain.form(small)), STRICT[r]))
                    except TooLarge:
                        pass
        return self._known

    def sign(self, e):
        if e not in self._signs:
            # While it is sought nothing is known of it: conditions may refer to each other.
            self._signs[e] = None
            self._signs[e] = self._find_sign(e)
        return self._signs[e]

    def _find_sign(self, e):
        values = self.hull()
        if values is None:
            return "="
        best = of_interval(enclosure(Box(values), e, True))
        if best in (">", "<", "="):
            return best
        for way in (self._by_rule, self._by_condition, self._by_shift):
            s = way(e)
            if s in (">", "<", "="):
                return s
            best = best or s
        return best

    def _by_rule(self, e):
        s, a = self.sign, e.args
        match e.op:
            case "var":
                return self._by_bound(a[0])
            case "neg":
                return flip(s(a[0]))
            case "add":
                return plus(s(a[0]), s(a[1]))
            case "sub":
                return plus(s(a[0]), flip(s(a[1])))
            case "mul":
                if a[0] is a[1]:
                    return ">" if s(a[0]) in (">", "<") else ">="
                return product(s(a[0]), s(a[1]))
            case "div":
                t = s(a[1])
                return product(s(a[0]), {">=": ">", "<=": "<"}.get(t, t)) if t not in (None, "=") else None
            case "pow":
                return self._power(a[0], a[1])
            case "if":
                return join(s(a[1]), s(a[2]))
            case "call":
                return self._call(a[0], a[1:])
        return None

    def _power(self, a, b):
        s = self.sign(a)
        if s == ">":
            return ">"
        if b.op == "num" and b.args[0].q == 1:
            n = int(b.args[0].p)
            if n % 2 == 0:
                return ">" if s == "<" else ">="
            return s if n > 0 or s in ("<", ">") else None
        return ">=" if b.op == "num" or s == ">=" else None

    def _call(self, name, a):
        s = self.sign
        match name:
            case "exp" | "cosh" | "norm_cdf" | "norm_pdf" | "erfc":
                return ">"
            case "sqrt":
                return ">" if s(a[0]) == ">" else ">="
            case "abs":
                return ">" if s(a[0]) in (">", "<") else ">="
            case "erf" | "atan" | "sinh" | "tanh" | "asin" | "erfinv" | "sign0":
                return s(a[0])
            case "gamma" | "binet":
                return ">" if s(a[0]) == ">" else None
            case "factorial":
                return ">" if s(a[0]) in (">", ">=", "=") else None
            case "ln":
                t = s(sub(a[0], make_one()))
                return t
            case "owen_t":
                return s(a[1])
            case "max":
                signs = [s(x) for x in a]
                return ">" if ">" in signs else ">=" if ">=" in signs or "=" in signs else None
            case "min":
                signs = [s(x) for x in a]
                if all(t == ">" for t in signs):
                    return ">"
                return ">=" if all(t in (">", ">=", "=") for t in signs) else None
            case "gamma_p" | "gamma_q" | "beta_i" | "heavy_cdf" | "clip" | "tube_fraction":
                return ">="
        return None

    def _by_bound(self, x):
        lower, upper = self.bounds(x)
        best = None
        for e, closed in lower:
            t = self.sign(e)
            if t == ">" or (t in (">=", "=") and not closed):
                return ">"
            if t in (">=", "="):
                best = ">="
        for e, closed in upper:
            t = self.sign(e)
            if t == "<" or (t in ("<=", "=") and not closed):
                return "<"
            if t in ("<=", "="):
                best = best or "<="
        return best

    def _by_condition(self, e):
        if e.op not in ("var", "add", "sub", "neg", "mul"):
            return None
        try:
            p = Former().form(e)
            content, rest = clear(p)
        except TooLarge:
            return None
        if not p.terms:
            return "="
        s = self._multiple(p)
        if s is None and content:
            s = self._multiple(rest) or self._by_shift(to_node(rest))
            for a, k in content:
                s = product(s, self._monomial_sign(a, k)) if s else None
        return s

    def _monomial_sign(self, a, k):
        from .algebra import P

        return self.sign(to_node(P({((a, k),): fmpq(1)})))

    def _multiple(self, p):
        best = None
        for k, strict in self.known():
            if len(k.terms) != len(p.terms) or not k.terms:
                continue
            m = next(iter(k.terms))
            if m not in p.terms:
                continue
            c = p.terms[m] / k.terms[m]
            if scale(k, c) is p:
                s = ">" if strict else ">="
                s = s if c > 0 else flip(s)
                if strict:
                    return s
                best = s
        return best

    def _by_shift(self, e):
        """Every variable written as a lower bound plus something >= 0: a polynomial with coefficients of one sign."""
        if e.op not in ("add", "sub", "neg") or not 1 <= len(e.free) <= 5 or not polynomial(e):
            return None
        for choice in (0, 1):
            s = self._shifted(e, choice)
            if s:
                return s
        return None

    def _shifted(self, e, choice):
        strict, done = set(), set()
        lowers = {x: [b for b in self.bounds(x)[0] if polynomial(b[0])] for x in self.variables}

        def chosen(x):
            options = lowers.get(x) or []
            return [options[min(choice, len(options) - 1)]] if options else []

        def depth(x, level=0):
            below = [y for b, _ in chosen(x) for y in b.free]
            return level if level > 6 or not below else max(1 + depth(y, level + 1) for y in below)

        for _ in range(6):
            left = [x for x in e.free if x not in done]
            if not left:
                break
            x = max(sorted(left), key=depth)
            options = lowers.get(x) or []
            if not options:
                return None
            b, closed = options[min(choice, len(options) - 1)]
            if b.free & (done | {x}):
                return None
            new = x + "#"
            if not closed:
                strict.add(new)
            done |= {x, new}
            e = substitute(e, x, add(b, var(new)))
        if any(x not in done for x in e.free):
            return None
        try:
            p = Former().form(e)
        except TooLarge:
            return None
        for q, s in ((p, ">"), (scale(p, fmpq(-1)), "<")):
            if all(c > 0 for c in q.terms.values()):
                sure = any(all(a[0] in ("pi", "e", "prime") or a[1] in strict for a, _ in m) for m in q.terms)
                return s if sure else s + "="
        return None

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


def make_one():
    from .tree import ONE

    return ONE


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


def oriented(f):
    """(big, small, ">" or ">=") for a comparison."""
    if f[0] in (">", ">="):
        return [(f[1], f[2], f[0])]
    if f[0] in ("<", "<="):
        return [(f[2], f[1], FLIP[f[0]])]
    if f[0] == "=":
        return [(f[1], f[2], ">="), (f[2], f[1], ">=")]
    return []


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


def enclosure(box, e, none=False):
    try:
        return box.eval(e)
    except (Undefined, Unable):
        return None if none else WHOLE


def of_interval(i):
    if i is None:
        return None
    if i.zero():
        return "="
    if i.pos():
        return ">"
    if i.neg():
        return "<"
    return ">=" if i.nonneg() else "<=" if i.nonpos() else None


def holds(s, relation):
    return s in {">": (">",), ">=": (">", ">=", "="), "<": ("<",), "<=": ("<", "<=", "="), "=": ("=",),
                 "!=": (">", "<")}[relation]


def flip(s):
    return {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(s, s)


def plus(a, b):
    if a == "=":
        return b
    if b == "=":
        return a
    if a is None or b is None:
        return None
    if a[0] != b[0]:
        return None
    return a[0] if ">" in (a, b) or "<" in (a, b) else a[0] + "="


def product(a, b):
    if a == "=" or b == "=":
        return "="
    if a is None or b is None:
        return None
    up = (a[0] == ">") == (b[0] == ">")
    return (">" if up else "<") + ("" if len(a) == 1 and len(b) == 1 else "=")


def join(a, b):
    if a == b:
        return a
    both = {a, b}
    if both <= {">", ">=", "="}:
        return ">="
    return "<=" if both <= {"<", "<=", "="} else None


def polynomial(e):
    match e.op:
        case "num" | "var" | "pi" | "e":
            return True
        case "neg" | "add" | "sub" | "mul":
            return all(polynomial(a) for a in e.args)
        case "pow":
            b = e.args[1]
            return polynomial(e.args[0]) and b.op == "num" and b.args[0].q == 1 and 0 <= b.args[0] <= 40
        case "div":
            return polynomial(e.args[0]) and e.args[1].op == "num" and e.args[1].args[0] != 0
    return False


__all__ = ["Domain", "membership", "canonical", "formula_free", "is_zero", "of", "times", "INF", "NINF", "Node"]
