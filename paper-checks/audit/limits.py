"""Limits at infinity by expansions in u = 1/x, with coefficients free of x that may hold powers of ln x.

The expansion of a form is the sum of those of its monomials. Errors are kept as an order: O(u^order) times powers of
ln x. Factors that fall exponentially are below every power of u and are dropped.
"""

from flint import fmpq

from .algebra import NIL, P, UNITY, add, clear, exp_mul, int_power, is_zero, minus, number, of, scale, times, to_node
from .calculus import NoDerivative, derivative
from .tree import call, substitute, var

SPAN = 4
MAX_DEPTH = 12


class NoLimit(Exception):
    """No limit was found."""


class Grows(Exception):
    """Above every power of x, with this sign of its coefficient."""


class Series:
    def __init__(self, terms, order=None):
        self.terms = {k: c for k, c in terms.items() if c.terms}
        self.order = order
        if order is not None:
            self.terms = {k: c for k, c in self.terms.items() if k < order}

    def lead(self):
        return min(self.terms) if self.terms else self.order

    def __add__(self, o):
        out = dict(self.terms)
        for k, c in o.terms.items():
            out[k] = add(out.get(k, NIL), c)
        return Series(out, least(self.order, o.order))

    def __mul__(self, o):
        a, b = self.lead(), o.lead()
        if a is None or b is None:
            return Series({})
        out = {}
        for k, c in self.terms.items():
            for j, d in o.terms.items():
                if k + j <= a + b + SPAN:
                    out[k + j] = add(out.get(k + j, NIL), times(c, d))
        dropped = any(k + j > a + b + SPAN for k in self.terms for j in o.terms)
        order = least(None if self.order is None else self.order + b, None if o.order is None else o.order + a)
        return Series(out, least(order, a + b + SPAN + fmpq(1, 1000) if dropped else None))

    def scaled(self, p):
        return Series({k: times(c, p) for k, c in self.terms.items()}, self.order)

    def shifted(self, j):
        return Series({k + j: c for k, c in self.terms.items()}, None if self.order is None else self.order + j)


def least(a, b):
    return b if a is None else a if b is None else min(a, b)


def mentions(p, x):
    return any(atom_mentions(a, x) or (isinstance(k, P) and mentions(k, x)) for m in p.terms for a, k in m)


def atom_mentions(a, x):
    if a[0] == "v":
        return a[1] == x
    if a[0] == "o":
        return x in a[1].free
    return any(isinstance(p, P) and mentions(p, x) for p in a[1:])


class Expander:
    def __init__(self, domain, x):
        self.n, self.domain, self.x = domain.former, domain, x
        self.log = ("f", "ln", of(("v", x)))

    def sum(self, p, depth=0):
        if depth > MAX_DEPTH:
            raise NoLimit("nested too deeply")
        out = Series({})
        for m, c in p.terms.items():
            try:
                out = out + self.monomial(m, depth + 1).scaled(number(c))
            except Grows:
                # Only a factor of the whole expression may grow like this.
                raise NoLimit("exponential growth inside a function") from None
        return out

    def monomial(self, m, depth):
        out, exponent, fixed = Series({fmpq(0): UNITY}), NIL, ()
        for a, k in m:
            inside, outside = atom_mentions(a, self.x), isinstance(k, P) and mentions(k, self.x)
            if not inside and not outside:
                fixed += ((a, k),)
            elif a == ("e",):
                exponent = add(exponent, k if isinstance(k, P) else number(k))
            elif outside or a[0] == "f" and a[1] == "gamma" or (isinstance(k, P) and a != ("v", self.x)):
                log = self.n.ln_atom(a) if a[0] != "prime" else of(("f", "ln", number(a[1])))
                exponent = add(exponent, times(k if isinstance(k, P) else number(k), log))
            elif a == ("v", self.x):
                if isinstance(k, P):
                    exponent = add(exponent, times(k, of(self.log)))
                else:
                    out = out.shifted(-k)
            else:
                out = out * self.power(self.atom(a, depth), k)
        out = out.scaled(P({tuple(fixed): fmpq(1)})) if fixed else out
        if exponent.terms:
            try:
                out = out * self.exp(self.sum(exponent, depth))
            except Grows:
                if not out.terms:
                    # What was dropped as small may matter here.
                    raise NoLimit("growth against decay") from None
                raise
        return out

    def atom(self, a, depth):
        if a == self.log:
            return Series({fmpq(0): of(a)})
        if a[0] == "s":
            return self.sum(a[1], depth)
        if a[0] != "f":
            raise NoLimit(f"no expansion of {a[0]}")
        if a[1] == "ln":
            inner = a[2].single()
            if inner and inner[1] == 1 and len(inner[0]) == 1 and inner[0][0][0][:2] == ("f", "gamma"):
                return self.stirling(inner[0][0][0][2], depth)
            return self.ln(self.sum(a[2], depth))
        return self.function(a[1], a[2:], depth)

    def split(self, s):
        """(k, c, w): s = c u^k (1 + w), w -> 0."""
        s = Series({k: c for k, c in s.terms.items() if not is_zero(c)}, s.order)
        if not s.terms:
            raise NoLimit("no leading term")
        k = min(s.terms)
        c = s.terms[k]
        inverse = self.n.power(c, fmpq(-1))
        w = Series({j - k: times(d, inverse) for j, d in s.terms.items() if j != k},
                   None if s.order is None else s.order - k)
        if w.lead() is not None and w.lead() <= 0:
            raise NoLimit("the leading term is not alone")
        return k, c, w

    def sign(self, c):
        """Sign of a coefficient for large x: of the highest power of ln x."""
        best = None
        for m, q in c.terms.items():
            j = dict(m).get(self.log, fmpq(0))
            rest = P({tuple(t for t in m if t[0] != self.log): q})
            if not isinstance(j, fmpq) or mentions(rest, self.x):
                raise NoLimit("a coefficient of another kind")
            if best is None or j > best[0]:
                best = (j, rest)
            elif j == best[0]:
                best = (j, add(best[1], rest))
        s = self.domain.sign(to_node(best[1])) if best else "="
        if s not in (">", "<"):
            raise NoLimit("a leading coefficient of unknown sign")
        return s, best[0]

    def powers(self, w, coefficients):
        """sum coefficients[n] w^n with w -> 0, the error of the order of the next power."""
        if not w.terms and w.order is None:
            return Series({fmpq(0): coefficients(0)})
        out, term, n = Series({fmpq(0): coefficients(0)}), Series({fmpq(0): UNITY}), 0
        low = w.lead()
        while n * low <= SPAN and n < 12:
            n += 1
            term = term * w
            out = out + term.scaled(coefficients(n))
        return out + Series({}, (n + 1) * low)

    def power(self, s, k):
        if isinstance(k, fmpq) and k == 1:
            return s
        if isinstance(k, P):
            raise NoLimit("a symbolic power")
        if k.q == 1 and k > 0:
            out = s
            for _ in range(int(k.p) - 1):
                out = out * s
            return out
        j, c, w = self.split(s)
        if k.q != 1 and self.sign(c)[0] != ">":
            raise NoLimit("a root of a negative number")
        binom = [fmpq(1)]

        def coefficient(n):
            while len(binom) <= n:
                i = len(binom)
                binom.append(binom[-1] * (k - i + 1) / i)
            return number(binom[n])

        return self.powers(w, coefficient).scaled(self.n.power(c, k)).shifted(j * k)

    def ln(self, s):
        j, c, w = self.split(s)
        if self.sign(c)[0] != ">":
            raise NoLimit("a logarithm of a negative number")
        out = self.powers(w, lambda n: NIL if n == 0 else number(fmpq((-1) ** (n + 1), n)))
        return out + Series({fmpq(0): minus(self.n.ln(c), scale(of(self.log), j))})

    def exp(self, s):
        if s.order is not None and s.order <= 0:
            raise NoLimit("an exponent that is not known well enough")
        large = {k: c for k, c in s.terms.items() if k < 0 and not is_zero(c)}
        zero = s.terms.get(fmpq(0), NIL)
        if large:
            sign, _ = self.sign(large[min(large)])
            if sign == "<":
                return Series({})
            raise Grows
        # c + j ln x.
        j = zero.terms.get(((self.log, fmpq(1)),), fmpq(0))
        logs = P({m: q for m, q in zero.terms.items() if any(a == self.log for a, _ in m)})
        if logs.terms and (len(logs.terms) > 1 or not j):
            sign, power = self.sign(logs)
            if power > 1:
                if sign == "<":
                    return Series({})
                raise Grows
            raise NoLimit("a symbolic power of x")
        rest = minus(zero, logs)
        factorial = [1]

        def coefficient(n):
            while len(factorial) <= n:
                factorial.append(factorial[-1] * len(factorial))
            return number(fmpq(1, factorial[n]))

        w = Series({k: c for k, c in s.terms.items() if k > 0}, s.order)
        return self.powers(w, coefficient).scaled(self.n.exp(rest)).shifted(-j)

    def stirling(self, z, depth):
        """ln gamma(z), z -> inf: (z - 1/2) ln z - z + ln(2 pi)/2 + 1/(12 z) - 1/(360 z^3) + 1/(1260 z^5) + O(z^-7)."""
        s = self.sum(z, depth)
        k, c, _ = self.split(s)
        if k >= 0:
            if k == 0:
                return self.taylor(lambda v: call("lgamma", v), s)
            raise NoLimit("gamma near a pole")
        if self.sign(c)[0] != ">":
            raise NoLimit("gamma of a negative number")
        log, half = self.ln(s), number(fmpq(-1, 2))
        out = (s + Series({fmpq(0): half})) * log + s.scaled(number(-1))
        out = out + Series({fmpq(0): scale(self.n.ln(scale(of(("pi",)), fmpq(2))), fmpq(1, 2))})
        for q, n in ((fmpq(1, 12), 1), (fmpq(-1, 360), 3), (fmpq(1, 1260), 5)):
            out = out + self.power(s, fmpq(-n)).scaled(number(q))
        return out + Series({}, -7 * k)

    def taylor(self, f, s):
        """f(c + w) for a function smooth at c, w -> 0."""
        if s.order is not None and s.order <= 0 or any(k < 0 for k in s.terms):
            raise NoLimit("no finite limit of an argument")
        c = s.terms.get(fmpq(0), NIL)
        if mentions(c, self.x):
            raise NoLimit("an argument grows like a logarithm")
        w = Series({k: t for k, t in s.terms.items() if k > 0}, s.order)
        v = "limit#"
        derivatives = [f(var(v))]

        def coefficient(n):
            import math

            while len(derivatives) <= n:
                derivatives.append(derivative(derivatives[-1], v))
            value = self.n.form(substitute(derivatives[n], v, to_node(c)))
            return scale(value, fmpq(1, math.factorial(n)))

        try:
            return self.powers(w, coefficient)
        except NoDerivative as error:
            raise NoLimit(str(error)) from None

    def function(self, name, args, depth):
        """At infinity of one argument, or by Taylor's formula."""
        moving = [i for i, p in enumerate(args) if mentions(p, self.x)]
        if len(moving) != 1:
            raise NoLimit(f"no expansion of {name}")
        i = moving[0]
        s = self.sum(args[i], depth)
        k, c, w = self.split(s) if s.terms else (fmpq(0), NIL, s)
        if k < 0:
            sign = 1 if self.sign(c)[0] == ">" else -1
            if name in ("erf", "tanh"):
                return Series({fmpq(0): number(sign)})
            if name == "atan":
                # pi/2 - 1/t + 1/(3 t^3) - O(t^-5)
                t = self.power(s, fmpq(-1))
                out = Series({fmpq(0): scale(of(("pi",)), fmpq(sign, 2))}) + t.scaled(number(-1))
                return out + (t * t * t).scaled(number(fmpq(1, 3))) + Series({}, -5 * k)
            if name == "digamma" and sign > 0:
                return self.ln(s) + self.power(s, fmpq(-1)).scaled(number(fmpq(-1, 2))) + Series({}, -2 * k)
            if name == "owen_t" and i == 1:
                h = to_node(args[0])
                from .tree import div, num
                value = self.n.form(div(call("erfc", div(call("abs", h), call("sqrt", num(2)))), num(4)))
                # |T(h, inf) - T(h, a)| <= (pi/2 - atan a)/(2 pi) <= 1/(2 pi a).
                return Series({fmpq(0): scale(value, fmpq(sign))}, -k)
            if name == "owen_t" and i == 0:
                return Series({})  # |T| <= exp(-h^2/2)/4
            if name == "gamma_p" and i == 1 and sign > 0:
                return Series({fmpq(0): UNITY})
            raise NoLimit(f"no expansion of {name} at infinity")
        nodes = [to_node(p) for p in args]
        return self.taylor(lambda v: call(name, *nodes[:i], v, *nodes[i + 1:]), s)


def limit(e, x, domain):
    """The limit of e as x -> inf as a form, or "inf"; the other variables are fixed anywhere in the domain."""
    n = domain.former
    ex = Expander(domain, x)
    p = n.form(e)
    total, grows = Series({}), NIL
    for m, c in p.terms.items():
        try:
            total = total + ex.monomial(m, 0).scaled(number(c))
        except Grows:
            grows = add(grows, P({m: c}))
    if grows.terms:
        one = grows.single()
        if one is None:
            raise NoLimit("several terms grow exponentially")
        s = domain.sign(to_node(grows))
        if s == ">":
            return "inf"
        raise NoLimit("a term grows exponentially with another sign")
    for k in sorted(total.terms):
        if k > 0:
            break
        c = total.terms[k]
        if is_zero(c):
            continue
        if k == 0 and not mentions(c, x):
            if total.order is not None and total.order <= 0:
                raise NoLimit("the order of the error")
            return c
        if ex.sign(c)[0] == ">":
            return "inf"
        raise NoLimit("the limit is -inf")
    if total.order is not None and total.order <= 0:
        raise NoLimit("the order of the error")
    return NIL


__all__ = ["limit", "NoLimit", "clear", "exp_mul", "int_power"]
