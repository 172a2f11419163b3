"""Exact computation: an expression as a sum of monomials with rational coefficients.

A monomial is a product of atoms to exponents (rational numbers, or sums of monomials again). Two expressions with the same
form are equal wherever both are defined. A rule with a condition (a base that must be >= 0) fires only when the given
oracle `positive(node)`/`nonnegative(node)` says so.
"""

from flint import fmpq, fmpz

from .tree import ONE, ZERO, Node, call, div, make, mul, neg, num, power, sub, substitute, var
from .tree import add as node_add

MAX_TERMS = 3000


class TooLarge(Exception):
    pass


class P:
    """A sum: dict from monomials to coefficients; unique for its content."""

    __slots__ = ("terms", "_hash", "_node")

    def __new__(cls, terms):
        key = frozenset(terms.items())
        found = _SUMS.get(key)
        if found is None:
            found = object.__new__(cls)
            found.terms, found._hash, found._node = terms, hash(key), None
            _SUMS[key] = found
        return found

    def __hash__(self):
        return self._hash

    def __eq__(self, o):
        return self is o

    def constant(self):
        """The number it is, or None."""
        if not self.terms:
            return fmpq(0)
        if len(self.terms) == 1 and () in self.terms:
            return self.terms[()]
        return None

    def single(self):
        """(monomial, coefficient) if it is one term."""
        return next(iter(self.terms.items())) if len(self.terms) == 1 else None


_SUMS = {}
NIL = P({})


def number(q):
    q = fmpq(q)
    return P({(): q}) if q else NIL


UNITY = number(1)


def atom(kind, *content):
    """Atoms are (kind, content) tuples: ("v", name), ("pi",), ("e",), ("prime", p), ("f", name, sums...), ("s", sum), ("o", node)."""
    return (kind, *content)


def of(a, k=1):
    return P({((a, fmpq(k)),): fmpq(1)})


def add(*ps):
    out = {}
    for p in ps:
        for m, c in p.terms.items():
            s = out.get(m, 0) + c
            if s:
                out[m] = s
            else:
                out.pop(m, None)
    return P(out)


def scale(p, q):
    return P({m: c * q for m, c in p.terms.items()}) if q else NIL


def minus(p, q):
    return add(p, scale(q, fmpq(-1)))


def exp_add(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a + b
    s = add(a if isinstance(a, P) else number(a), b if isinstance(b, P) else number(b))
    c = s.constant()
    return s if c is None else c


def exp_mul(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a * b
    s = times(a if isinstance(a, P) else number(a), b if isinstance(b, P) else number(b))
    c = s.constant()
    return s if c is None else c


def rank(a):
    return (a[0], hash(a))


def mono_mul(m, n):
    if not m:
        return n
    if not n:
        return m
    out = dict(m)
    for a, k in n:
        s = exp_add(out[a], k) if a in out else k
        if isinstance(s, fmpq) and s == 0:
            del out[a]
        else:
            out[a] = s
    return tuple(sorted(out.items(), key=lambda t: rank(t[0])))


def mono_inverse(m):
    return tuple((a, exp_mul(k, fmpq(-1))) for a, k in m)


def whole(k):
    return isinstance(k, fmpq) and k.q == 1


def times(p, q):
    if len(p.terms) * len(q.terms) > MAX_TERMS * 4:
        raise TooLarge
    out = {}
    redo = []
    for m, c in p.terms.items():
        for n, d in q.terms.items():
            r = mono_mul(m, n)
            if any(reducible(a, k) for a, k in r):
                redo.append((r, c * d))
                continue
            s = out.get(r, 0) + c * d
            if s:
                out[r] = s
            else:
                out.pop(r, None)
    result = P(out)
    for r, c in redo:
        result = add(result, scale(reduce(r), c))
    return result


def reducible(a, k):
    if not isinstance(k, fmpq):
        # q^(p + 3) and (sum)^(p + 3): the integer part leaves the exponent.
        return a[0] == "prime" and () in k.terms
    if a[0] == "s":
        return k.q == 1 and k > 0
    if a[0] == "prime":
        return k >= 1 or k < 0
    if a[0] == "f" and a[1] == "sin":
        return k >= 2 and k.q == 1
    if a[0] == "f" and a[1] == "abs":
        return k.q == 1 and int(k.p) % 2 == 0
    return False


def reduce(m):
    """A monomial whose powers of sums, primes and sines are written out."""
    rest, factors, c = [], [], fmpq(1)
    for a, k in m:
        if not reducible(a, k):
            rest.append((a, k))
        elif a[0] == "s":
            factors += [a[1]] * int(k.p)
        elif a[0] == "prime":
            part = k if isinstance(k, fmpq) else k.terms[()]
            n = int(part.p) // int(part.q)
            if abs(n) > 4000:
                raise TooLarge
            c *= fmpq(fmpz(a[1])) ** n
            left = exp_add(k, fmpq(-n))
            if not (isinstance(left, fmpq) and left == 0):
                rest.append((a, left))
        elif a[1] == "abs":
            factors += [a[2]] * int(k.p)
        else:
            square = minus(UNITY, of(atom("f", "cos", a[2]), 2))
            n = int(k.p)
            factors += [square] * (n // 2)
            if n % 2:
                rest.append((a, fmpq(1)))
    out = P({tuple(rest): c})
    for f in factors:
        out = times(out, f)
    return out


def int_power(p, n):
    out, base = UNITY, p
    if n > 64 and len(p.terms) > 1:
        raise TooLarge
    while n:
        if n & 1:
            out = times(out, base)
        n >>= 1
        if n:
            base = times(base, base)
    return out


def common(p):
    """The largest monomial with numeric exponents that divides every term (least exponent of each atom)."""
    low = None
    for m in p.terms:
        here = dict(m)
        if low is None:
            low = here
            continue
        for a in list(low):
            k, j = low[a], here.get(a, fmpq(0))
            if isinstance(k, fmpq) and isinstance(j, fmpq):
                low[a] = min(k, j)
            elif k is not j:
                del low[a]
        for a, j in here.items():
            if a not in low and isinstance(j, fmpq) and j < 0 and not any(a == b for b in low):
                low[a] = j if all(isinstance(dict(n).get(a, fmpq(0)), fmpq) for n in p.terms) else fmpq(0)
                low[a] = min(low[a], fmpq(0))
    out = {a: k for a, k in (low or {}).items() if not (isinstance(k, fmpq) and k == 0)}
    # An atom missing from some term has exponent 0 there.
    for a in list(out):
        if isinstance(out[a], fmpq):
            out[a] = min(k if isinstance(k := dict(m).get(a, fmpq(0)), fmpq) else out[a] for m in p.terms)
            if out[a] == 0:
                del out[a]
    return tuple(sorted(out.items(), key=lambda t: rank(t[0])))


def clear(p):
    """(content, rest): p = content * rest, no negative powers of sums left in rest, no common factor."""
    content = ()
    for _ in range(12):
        c = common(p)
        if not c:
            return content, p
        content = mono_mul(content, c)
        p = times(p, P({mono_inverse(c): fmpq(1)}))
        if not p.terms:
            return content, p
    return content, p


def is_zero(p):
    return not p.terms or not clear(p)[1].terms


class Former:
    """Forms over an oracle for signs; `oracle(node)` is ">" , ">=", "<", "<=", "=" or None."""

    def __init__(self, oracle=None):
        self.oracle = oracle or (lambda node: None)
        self.known = {}

    def sign(self, p):
        q = p.constant()
        if q is not None:
            return ">" if q > 0 else "<" if q < 0 else "="
        return self.oracle(to_node(p))

    def atom_sign(self, a):
        if a[0] in ("pi", "e", "prime"):
            return ">"
        return self.oracle(to_node(of(a)))

    def form(self, e):
        found = self.known.get(e)
        if found is None:
            found = self.find(e)
            if len(found.terms) > MAX_TERMS:
                raise TooLarge
            self.known[e] = found
        return found

    def find(self, e):
        op, a = e.op, e.args
        f = self.form
        match op:
            case "num":
                return number(a[0])
            case "pi":
                return of(("pi",))
            case "e":
                return of(("e",))
            case "var":
                return of(("v", a[0]))
            case "neg":
                return scale(f(a[0]), fmpq(-1))
            case "add":
                return add(f(a[0]), f(a[1]))
            case "sub":
                return minus(f(a[0]), f(a[1]))
            case "mul":
                return times(f(a[0]), f(a[1]))
            case "div":
                return times(f(a[0]), self.power(f(a[1]), fmpq(-1)))
            case "pow":
                k = f(a[1])
                c = k.constant()
                return self.power(f(a[0]), k if c is None else c)
            case "call":
                return self.call(a[0], [f(x) for x in a[1:]], e)
            case "deriv":
                from .calculus import NoDerivative, derivative

                x, n, where, body = a
                try:
                    for _ in range(n if n <= 6 else 99):
                        body = derivative(body, x)
                        if body.op == "deriv":
                            raise NoDerivative
                except (NoDerivative, RecursionError):
                    return of(("o", e))
                return f(substitute(body, x, where))
            case "sum" | "prod":
                return self.fold(op, a[0], a[1], e)
            case "if":
                s = self.decide(a[0])
                return of(("o", e)) if s is None else f(a[1] if s else a[2])
        return of(("o", e))

    def decide(self, formula):
        op = formula[0]
        if op in ("<", "<=", ">", ">="):
            a, b = (formula[1], formula[2]) if op[0] == ">" else (formula[2], formula[1])
            s = self.oracle(sub(a, b))
            if len(op) == 1:
                return True if s == ">" else False if s in ("<", "<=", "=") else None
            return True if s in (">", ">=", "=") else False if s == "<" else None
        return None

    def fold(self, op, b, body, e):
        lo, hi = self.form(b[2]).constant() if b[0] == "integer" else None, None
        if lo is not None and b[3] is not None:
            hi = self.form(b[3]).constant()
        if lo is None or hi is None or hi - lo > 64:
            return of(("o", e))
        out = NIL if op == "sum" else UNITY
        k = -(-int(lo.p) // int(lo.q))
        while k <= hi:
            term = self.form(substitute(body, b[1], num(k)))
            out = add(out, term) if op == "sum" else times(out, term)
            k += 1
        return out

    def power(self, p, k):
        """p^k; p may be any real for an integer k, is >= 0 where defined otherwise."""
        if whole(k):
            n = int(k.p)
            if n >= 0:
                return int_power(p, n)
            one = p.single()
            if one:
                m, c = one
                return self.fix(tuple((a, exp_mul(j, k)) for a, j in m), c ** n)
            content, rest = clear(p)
            lead = leading(rest)
            # Sums of known sign are kept positive, as real powers keep them.
            if self.sign(rest) in ((">", ">=") if lead < 0 else ("<", "<=")):
                lead = -lead
            rest = scale(rest, 1 / lead)
            inverse = P({((("s", rest), k),): lead**n})
            return times(inverse, self.power(P({content: fmpq(1)}), k)) if content else inverse
        if p is NIL:
            return NIL if isinstance(k, fmpq) and k > 0 else of(("o", power(ZERO, to_node(k))))
        # A negative single atom under an even power comes out with the other sign.
        content, rest = clear(p)
        lead = leading(rest)
        one = rest.single()
        outside, inside = UNITY, ()
        flip = lead < 0
        for a, j in content + (one[0] if one else ()):
            s = self.atom_sign(a)
            if s in (">", ">=", "="):
                outside = times(outside, self.fix(((a, exp_mul(j, k)),), fmpq(1)))
            elif whole(j) and int(j.p) % 2 == 0:
                # (a^2)^k = |a|^(2k)
                if s in ("<", "<="):
                    base = self.power(scale(of(a), fmpq(-1)), exp_mul(j, k))
                else:
                    base = self.power(self.call("abs", [of(a)], None), exp_mul(j, k)) if a[0] != "s" else None
                if base is None:
                    inside = mono_mul(inside, ((a, j),))
                else:
                    outside = times(outside, base)
            else:
                inside = mono_mul(inside, ((a, j),))
        c = lead
        body = times(P({inside: fmpq(1)}), UNITY if one else scale(rest, 1 / lead))
        if body is UNITY:
            if flip:
                return of(("o", power(to_node(p), to_node(k))))
            return times(outside, self.rational(c, k))
        if flip:
            body = scale(body, fmpq(-1))
            c = -c
            if len(body.terms) == 1 and body.single()[1] < 0 and len(body.single()[0]) == 1:
                a, j = body.single()[0][0]
                if self.atom_sign(a) in ("<", "<="):
                    neg_body = P({((("s", body), k),): fmpq(1)})
                    return times(times(outside, self.rational(c, k)), neg_body)
        return times(times(outside, self.rational(c, k)), P({((("s", body), k),): fmpq(1)}))

    def rational(self, q, k):
        out = UNITY
        for n, sign in ((q.p, 1), (q.q, -1)):
            for prime, j in factor(n):
                out = times(out, self.fix(((("prime", prime), exp_mul(fmpq(j * sign), k)),), fmpq(1)))
        return out

    def fix(self, m, c):
        """A monomial with reductions applied."""
        if any(reducible(a, k) for a, k in m):
            return scale(reduce(m), c)
        return P({tuple(sorted(m, key=lambda t: rank(t[0]))): c})

    def ln(self, p):
        one = p.single()
        content, rest = ((one[0], number(one[1])) if one else clear(p))
        lead = leading(rest)
        out, keep = NIL, ()
        for a, k in content:
            kp = k if isinstance(k, P) else number(k)
            if a == ("e",):
                out = add(out, kp)
            elif self.atom_sign(a) == ">":
                out = add(out, times(kp, self.ln_atom(a)))
            else:
                keep = mono_mul(keep, ((a, k),))
        body = times(P({keep: fmpq(1)}), scale(rest, 1 / abs(lead)))
        c = abs(lead)
        for n, sign in ((c.p, 1), (c.q, -1)):
            for prime, j in factor(n):
                out = add(out, scale(of(("f", "ln", number(prime))), fmpq(j * sign)))
        if body is not UNITY:
            out = add(out, of(("f", "ln", body)))
        return out

    def ln_atom(self, a):
        if a[0] == "prime":
            return of(("f", "ln", number(a[1])))
        if a[0] == "s":
            return self.ln(a[1]) if a[1].single() else of(("f", "ln", a[1]))
        return of(("f", "ln", of(a)))

    def exp(self, p):
        exponent, out = NIL, UNITY
        for m, c in p.terms.items():
            logs = [(a, k) for a, k in m if a[0] == "f" and a[1] == "ln" and isinstance(k, fmpq) and k == 1]
            if logs:
                a = logs[0][0]
                rest = P({tuple(t for t in m if t[0] != a): c})
                k = rest.constant()
                out = times(out, self.power(a[2], rest if k is None else k))
            else:
                exponent = add(exponent, P({m: c}))
        if exponent is not NIL:
            k = exponent.constant()
            out = times(out, P({((("e",), exponent if k is None else k),): fmpq(1)}))
        return out

    def odd(self, name, p):
        if p is NIL:
            return NIL
        if leading(p) < 0:
            return scale(of(("f", name, scale(p, fmpq(-1)))), fmpq(-1))
        return of(("f", name, p))

    def call(self, name, a, e):
        half = fmpq(1, 2)
        x = a[0]
        match name:
            case "sqrt":
                return self.power(x, half)
            case "exp":
                return self.exp(x)
            case "ln":
                return self.ln(x)
            case "log2":
                return times(self.ln(x), self.power(of(("f", "ln", number(2))), fmpq(-1)))
            case "erfc":
                return minus(UNITY, self.odd("erf", x))
            case "norm_cdf":
                z = times(x, self.power(number(2), -half))
                return scale(add(UNITY, self.odd("erf", z)), half)
            case "norm_pdf":
                top = self.exp(scale(times(x, x), -half))
                return times(top, self.power(times(number(2), of(("pi",))), -half))
            case "gamma_q":
                return minus(UNITY, of(("f", "gamma_p", *a)))
            case "acos":
                return minus(scale(of(("pi",)), half), self.odd("asin", x))
            case "tan":
                return times(self.call("sin", a, None), self.power(self.call("cos", a, None), fmpq(-1)))
            case "sinh" | "cosh":
                up, down = self.exp(x), self.exp(scale(x, fmpq(-1)))
                return scale(minus(up, down) if name == "sinh" else add(up, down), half)
            case "erf" | "atan" | "asin" | "erfinv" | "tanh" | "sin":
                return self.special(name, x)
            case "cos":
                return self.cos(x)
            case "factorial":
                return self.gamma(add(x, UNITY))
            case "gamma":
                return self.gamma(x)
            case "lgamma":
                return self.ln(self.gamma(x))
            case "digamma":
                return of(("f", "digamma", x))
            case "binet":
                log = self.ln(self.gamma(x))
                main = minus(times(minus(x, number(half)), self.ln(x)), x)
                return minus(minus(log, main), scale(self.ln(times(number(2), of(("pi",)))), half))
            case "binomial":
                n, k = a
                plus = lambda p: self.gamma(add(p, UNITY))  # noqa: E731
                if all(self.sign(add(p, UNITY)) == ">" for p in (n, k, minus(n, k))):
                    low = times(plus(k), plus(minus(n, k)))
                    return times(plus(n), self.power(low, fmpq(-1)))
            case "harmonic_dim":
                d, n = a
                s = add(n, d, number(-2))
                if all(self.sign(p) == ">" for p in (s, add(n, UNITY), add(d, number(-1)))):
                    low = times(self.gamma(add(n, UNITY)), self.gamma(add(d, number(-1))))
                    return times(times(add(n, s), self.gamma(s)), self.power(low, fmpq(-1)))
            case "abs":
                s = self.sign(x)
                if s in (">", ">=", "="):
                    return x
                if s in ("<", "<="):
                    return scale(x, fmpq(-1))
                if x is NIL:
                    return x
                content, rest = clear(x)
                outside, inside = number(abs(leading(rest))), ()
                for at, k in content:
                    t = self.sign(P({((at, k),): fmpq(1)}))
                    if t in (">", ">=", "<", "<="):
                        outside = times(outside, P({((at, k),): fmpq(1 if t[0] == ">" else -1)}))
                    else:
                        inside = mono_mul(inside, ((at, k),))
                body = times(P({inside: fmpq(1)}), scale(rest, 1 / leading(rest)))
                if body is UNITY:
                    return outside
                if len(body.terms) > 1:
                    c, body = clear(body)
                    body = times(P({c: fmpq(1)}), body)
                return times(outside, of(("f", "abs", scale(body, fmpq(-1)) if leading(body) < 0 else body)))
            case "max" | "min":
                out = x
                for y in a[1:]:
                    s = self.sign(minus(out, y))
                    if s is None:
                        return of(("f", name, *sorted(a, key=lambda p: sorted(map(order, p.terms)))))
                    above = s in (">", ">=", "=")
                    out = out if above == (name == "max") else y
                return out
            case "clip":
                low, high = self.sign(x), self.sign(minus(x, UNITY))
                if low in ("<", "<=", "="):
                    return NIL
                if high in (">", ">=", "="):
                    return UNITY
                if low in (">", ">=") and high in ("<", "<="):
                    return x
            case "sign0":
                s = self.sign(x)
                if s in (">", "<", "="):
                    return number({">": 1, "<": -1, "=": 0}[s])
            case "owen_t":
                h, t = a
                if h is NIL:
                    return times(self.odd("atan", t), self.power(scale(of(("pi",)), fmpq(2)), fmpq(-1)))
                if t is NIL:
                    return NIL
                sign = 1
                if leading(t) < 0:
                    t, sign = scale(t, fmpq(-1)), -1
                if leading(h) < 0:
                    h = scale(h, fmpq(-1))
                return scale(of(("f", "owen_t", h, t)), fmpq(sign))
            case "bessel_j" | "bessel_j_prime":
                return self.bessel(name, *a)
            case "floor" | "ceil":
                q = x.constant()
                if q is not None:
                    return number(q.p // q.q if name == "floor" else -((-q.p) // q.q))
        return of(("f", name, *a))

    def special(self, name, x):
        if name in ("erf", "erfinv"):
            other = "erfinv" if name == "erf" else "erf"
            one = x.single()
            if one and abs(one[1]) == 1 and len(one[0]) == 1:
                a, k = one[0][0]
                if a[0] == "f" and a[1] == other and isinstance(k, fmpq) and k == 1:
                    return scale(a[2], one[1])
        q = x.constant()
        pi = of(("pi",))
        if name == "atan" and q is not None and abs(q) == 1:
            return scale(pi, q / 4)
        if name == "atan":
            root = self.power(number(3), fmpq(1, 2))
            for value, angle in ((root, fmpq(1, 3)), (scale(root, fmpq(1, 3)), fmpq(1, 6))):
                if x is value:
                    return scale(pi, angle)
        if name == "asin" and q is not None and abs(q) == 1:
            return scale(pi, q / 2)
        if name == "asin" and q is not None and abs(q) == fmpq(1, 2):
            return scale(pi, q / 3)
        if name == "sin":
            return self.turn(x, 1)
        return self.odd(name, x)

    def pi_part(self, x):
        """(q, rest) with x = q pi + rest."""
        m = ((("pi",), fmpq(1)),)
        q = x.terms.get(m, fmpq(0))
        return q, add(x, scale(of(("pi",)), -q))

    def cos(self, x):
        return self.turn(x, 0)

    def turn(self, x, quarter):
        """cos x (quarter 0) or sin x (quarter 1): x = n pi/2 + rest with the pi part of rest in [0, pi/2)."""
        q, rest = self.pi_part(x)
        n = (2 * q).p // (2 * q).q
        left = q - fmpq(n, 2)
        r = (int(n) - quarter) % 4
        half = fmpq(1, 2)
        if rest is NIL:
            table = {fmpq(0): UNITY, fmpq(1, 3): number(half), fmpq(1, 4): self.power(number(half), half),
                     fmpq(1, 6): scale(self.power(number(3), half), half), half: NIL}
            if left in table:
                c, s = table[left], table[half - left]
                return (c, scale(s, fmpq(-1)), scale(c, fmpq(-1)), s)[r]
        rest = add(rest, scale(of(("pi",)), left))
        s = self.odd("sin", rest)
        c = of(("f", "cos", scale(rest, fmpq(-1)) if leading(rest) < 0 else rest))
        return (c, scale(s, fmpq(-1)), scale(c, fmpq(-1)), s)[r]

    def gamma(self, x):
        """Shifted down to the least argument with the same fractional part that is proved positive."""
        c = x.terms.get((), fmpq(0))
        n = int(c.p // c.q)
        base = add(x, number(-n))
        if base is NIL:
            base, n = UNITY, n - 1
        if x.constant() is not None and x.constant() <= 0:
            return of(("f", "gamma", x))
        if abs(n) > 60 and x.constant() is None:
            return of(("f", "gamma", x))
        if abs(n) > 4000:
            raise TooLarge
        low = -3 if x.constant() is None else min(0, n)
        while self.sign(add(base, number(low))) != ">":
            low += 1
            if low > max(0, n) + 3:
                return of(("f", "gamma", x))
        # base + j for j >= low are positive, so gamma may be moved among them.
        if n < low:
            return of(("f", "gamma", x))
        start = max(low, 0) if x.constant() is not None else low
        start = min(start, n)
        out = self.gamma_base(add(base, number(start)))
        for j in range(start, n):
            out = times(out, add(base, number(j)))
        return out

    def gamma_base(self, x):
        q = x.constant()
        if q == 1:
            return UNITY
        if q == fmpq(1, 2):
            return self.power(of(("pi",)), fmpq(1, 2))
        return of(("f", "gamma", x))

    def bessel(self, name, nu, x):
        j = lambda v: of(("f", "bessel_j", v, x))  # noqa: E731
        if self.sign(x) != ">":
            return of(("f", name, nu, x))
        over = self.power(x, fmpq(-1))
        if name == "bessel_j_prime":
            return minus(times(times(nu, over), self.bessel("bessel_j", nu, x)),
                         self.bessel("bessel_j", add(nu, UNITY), x))
        c = nu.terms.get((), fmpq(0))
        n = int(c.p // c.q)
        if n < 2 or n > 40:
            return j(nu)
        base = add(nu, number(-n))
        a, b = j(base), j(add(base, UNITY))
        for k in range(1, n):
            v = add(base, number(k))
            a, b = b, minus(times(times(scale(v, fmpq(2)), over), b), a)
        return b


def leading(p):
    """A coefficient that depends only on the sum up to positive factors: that of the first monomial in a fixed order."""
    return p.terms[max(p.terms, key=order)] if p.terms else fmpq(1)


def order(m):
    return tuple((a[0], str(a[1]) if a[0] == "v" else str(hash(a)), str(k) if isinstance(k, fmpq) else str(hash(k))) for a, k in m)


def factor(n):
    n = fmpz(n)
    n = abs(n)
    if n <= 1:
        return []
    if n.bit_length() > 200:
        return [(int(n), 1)]
    return [(int(p), int(k)) for p, k in n.factor()]


def to_node(p):
    """An expression for a sum."""
    if isinstance(p, fmpq):
        return num(p)
    if p._node is None:
        out = None
        for m, c in sorted(p.terms.items(), key=lambda t: order(t[0])):
            t = mono_node(m, abs(c))
            out = (t if c > 0 else neg(t)) if out is None else node_add(out, t) if c > 0 else sub(out, t)
        p._node = ZERO if out is None else out
    return p._node


def mono_node(m, c=fmpq(1)):
    top, bottom = (num(c) if c != 1 else ONE), ONE
    for a, k in m:
        if isinstance(k, fmpq) and k < 0:
            bottom = mul(bottom, factor_node(a, -k))
        else:
            top = mul(top, factor_node(a, k))
    return div(top, bottom)


def factor_node(a, k):
    base = atom_node(a)
    if isinstance(k, fmpq) and k == 1:
        return base
    return call("exp", to_node(k)) if a == ("e",) else power(base, to_node(k))


def atom_node(a):
    match a[0]:
        case "v":
            return var(a[1])
        case "pi" | "e":
            return make(a[0])
        case "prime":
            return num(a[1])
        case "f":
            return call(a[1], *(to_node(p) for p in a[2:]))
        case "s":
            return to_node(a[1])
    return a[1]


__all__ = ["Former", "P", "TooLarge", "Node"]
