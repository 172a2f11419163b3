"""Derivatives by the classical rules."""

from flint import fmpq

from .tree import ONE, ZERO, add, call, div, make, mul, neg, num, power, sub, substitute, var

HALF = num(fmpq(1, 2))
PI = make("pi")
TWO = num(2)
_KNOWN = {}


class NoDerivative(Exception):
    pass


def sqrt(a):
    return call("sqrt", a)


def square(a):
    return power(a, TWO)


def derivative(e, x):
    if x not in e.free:
        return ZERO
    key = (e, x)
    if key not in _KNOWN:
        _KNOWN[key] = rule(e, x)
    return _KNOWN[key]


def rule(e, x):
    op, a = e.op, e.args
    d = lambda t: derivative(t, x)  # noqa: E731
    if op == "var":
        return ONE
    if op == "neg":
        return neg(d(a[0]))
    if op == "add":
        return add(d(a[0]), d(a[1]))
    if op == "sub":
        return sub(d(a[0]), d(a[1])) if d(a[0]) is not ZERO else neg(d(a[1]))
    if op == "mul":
        return add(mul(d(a[0]), a[1]), mul(a[0], d(a[1])))
    if op == "div":
        first = ZERO if d(a[0]) is ZERO else div(d(a[0]), a[1])
        if d(a[1]) is ZERO:
            return first
        second = div(mul(a[0], d(a[1])), square(a[1]))
        return neg(second) if first is ZERO else sub(first, second)
    if op == "pow":
        f, g = a
        if x not in g.free:
            low = num(g.args[0] - 1) if g.op == "num" else sub(g, ONE)
            return mul(mul(g, power(f, low) if low is not ONE else f), d(f))
        log = ONE if f.op == "e" else call("ln", f)
        out = mul(mul(e, d(g)), log)
        return out if x not in f.free else add(out, mul(e, div(mul(g, d(f)), f)))
    if op == "call":
        out = ZERO
        for i, t in enumerate(a[1:]):
            if x in t.free:
                out = add(out, mul(partial(a[0], a[1:], i, e), d(t)))
        return out
    if op == "sum":
        b, body = a
        if b[0] == "integer" and b[1] != x and b[3] is not None and x not in b[2].free | b[3].free:
            return make("sum", b, d(body))
    if op == "integral":
        return by_parts(a[0], a[1], x)
    if op == "deriv":
        y, n, at, body = a
        if x not in body.free or y == x:
            return mul(make("deriv", y, n + 1, at, body), d(at))
    raise NoDerivative(f"no derivative of {op}")


def by_parts(b, body, x):
    """The fundamental theorem, the integrand free of the variable."""
    if b[1] != x and x in body.free:
        raise NoDerivative("an integral with a parameter")
    out = ZERO
    for end, sign in ((b[3], 1), (b[2], -1)):
        if end:
            out = add(out, mul(num(sign), mul(substitute(body, b[1], end[0]), derivative(end[0], x))))
    return out


def partial(f, a, i, whole):
    t = a[i]
    one = lambda q: div(ONE, q)  # noqa: E731
    match f:
        case "sqrt":
            return div(HALF, whole)
        case "exp":
            return whole
        case "ln":
            return one(t)
        case "log2":
            return one(mul(t, call("ln", TWO)))
        case "sin":
            return call("cos", t)
        case "cos":
            return neg(call("sin", t))
        case "tan":
            return add(ONE, square(whole))
        case "asin":
            return one(sqrt(sub(ONE, square(t))))
        case "acos":
            return neg(one(sqrt(sub(ONE, square(t)))))
        case "atan":
            return one(add(ONE, square(t)))
        case "sinh":
            return call("cosh", t)
        case "cosh":
            return call("sinh", t)
        case "tanh":
            return sub(ONE, square(whole))
        case "erf":
            return mul(div(TWO, sqrt(PI)), call("exp", neg(square(t))))
        case "erfc":
            return neg(mul(div(TWO, sqrt(PI)), call("exp", neg(square(t)))))
        case "erfinv":
            return mul(div(sqrt(PI), TWO), call("exp", square(whole)))
        case "gamma":
            return mul(whole, call("digamma", t))
        case "factorial":
            return mul(whole, call("digamma", add(t, ONE)))
        case "lgamma":
            return call("digamma", t)
        case "binet":
            return add(sub(call("digamma", t), call("ln", t)), div(HALF, t))
        case "norm_cdf":
            return call("norm_pdf", t)
        case "norm_pdf":
            return neg(mul(t, whole))
        case "gamma_p" | "gamma_q" if i == 1:
            density = div(mul(power(t, sub(a[0], ONE)), call("exp", neg(t))), call("gamma", a[0]))
            return density if f == "gamma_p" else neg(density)
        case "beta_i" if i == 0:
            s, r = a[1], a[2]
            top = mul(mul(power(t, sub(s, ONE)), power(sub(ONE, t), sub(r, ONE))), call("gamma", add(s, r)))
            return div(top, mul(call("gamma", s), call("gamma", r)))
        case "owen_t":
            h, s = a
            if i == 1:
                w = add(ONE, square(s))
                return div(call("exp", neg(div(mul(square(h), w), TWO))), mul(mul(TWO, PI), w))
            left = mul(call("exp", neg(div(square(h), TWO))), call("erf", div(mul(s, h), sqrt(TWO))))
            return neg(div(left, mul(TWO, sqrt(mul(TWO, PI)))))
        case "bessel_j" if i == 1:
            return call("bessel_j_prime", *a)
        case "bessel_j_prime" if i == 1:
            other = mul(sub(ONE, div(square(a[0]), square(t))), call("bessel_j", *a))
            return sub(neg(div(whole, t)), other)
        case "binomial":
            n, k = a
            psi = lambda q: call("digamma", add(q, ONE))  # noqa: E731
            return mul(whole, sub(psi(n), psi(sub(n, k))) if i == 0 else sub(psi(sub(n, k)), psi(k)))
        case "digamma":
            return make("deriv", "t#", fmpq_int(1), t, call("digamma", var("t#")))
    raise NoDerivative(f"no derivative of {f} in argument {i}")


def fmpq_int(n):
    return n
