"""Forms of expressions over an oracle for signs."""

from flint import fmpq

from ..calculus import NoDerivative, derivative
from ..tree import ZERO, num, power, sub, substitute
from .nodes import to_node
from .special import Special
from .sums import (
    MAX_TERMS,
    NIL,
    P,
    TooLarge,
    UNITY,
    add,
    clear,
    exp_mul,
    factor,
    int_power,
    leading,
    minus,
    mono_mul,
    number,
    of,
    rank,
    reduce,
    reducible,
    scale,
    times,
    whole,
)


class Former(Special):
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
