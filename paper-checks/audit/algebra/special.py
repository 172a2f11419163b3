"""Forms of function calls: special values, symmetries, recurrences."""

from flint import fmpq

from .sums import NIL, P, TooLarge, UNITY, add, clear, leading, minus, mono_mul, number, of, order, scale, times


class Special:
    """Forms of calls, for a class with signs, powers and logarithms of forms."""

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
