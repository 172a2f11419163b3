"""Signs of expressions over a domain."""

from flint import fmpq

from ..algebra import Former, P, TooLarge, clear, minus, scale, to_node
from ..evaluate import Box
from ..interval import Unable, Undefined, WHOLE
from ..tree import FLIP, ONE, add, sub, substitute, var

STRICT = {">": True, ">=": False, "<": True, "<=": False}


class Signs:
    """Signs of expressions over the points of a domain: by enclosures, by rules, by its conditions, by shifted polynomials."""

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
                t = s(sub(a[0], ONE))
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


def oriented(f):
    """(big, small, ">" or ">=") for a comparison."""
    if f[0] in (">", ">="):
        return [(f[1], f[2], f[0])]
    if f[0] in ("<", "<="):
        return [(f[2], f[1], FLIP[f[0]])]
    if f[0] == "=":
        return [(f[1], f[2], ">="), (f[2], f[1], ">=")]
    return []


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
