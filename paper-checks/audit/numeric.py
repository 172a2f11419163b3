"""Formulas in floating point on many points at once; the truth of a comparison is left open near equality."""

import numpy as np

from .tree import RELATIONS, substitute

SLACK = 1e-7


class Unable(Exception):
    """Not evaluated in floating point."""


try:
    from scipy import special
except ImportError:  # numpy alone does: functions that need scipy are then not sampled
    special = None


def functions():
    out = {
        "sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "log2": np.log2, "sin": np.sin, "cos": np.cos, "tan": np.tan,
        "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
        "abs": np.abs, "floor": np.floor, "ceil": np.ceil, "sign0": np.sign, "clip": lambda x: np.clip(x, 0, 1),
        "max": lambda *a: np.maximum.reduce(np.broadcast_arrays(*a)),
        "min": lambda *a: np.minimum.reduce(np.broadcast_arrays(*a)),
        "norm_pdf": lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi),
    }
    if special is not None:
        out |= {
            "erf": special.erf, "erfc": special.erfc, "erfinv": special.erfinv, "gamma": special.gamma,
            "lgamma": special.gammaln, "digamma": special.digamma, "gamma_p": special.gammainc,
            "gamma_q": special.gammaincc, "beta_i": lambda x, a, b: special.betainc(a, b, x),
            "owen_t": special.owens_t, "bessel_j": special.jv, "bessel_j_prime": special.jvp_ if hasattr(special, "jvp_")
            else lambda n, x: np.where(x == 0, np.nan, n / x * special.jv(n, x) - special.jv(n + 1, x)),
            "norm_cdf": special.ndtr, "factorial": lambda n: special.gamma(n + 1),
            "binomial": lambda n, k: np.where(k < 0, 0.0, special.binom(n, k)),
            "harmonic_dim": lambda d, n: np.where(
                n == 0, 1.0, (2 * n + d - 2) * np.exp(special.gammaln(n + d - 2) - special.gammaln(n + 1) - special.gammaln(d - 1))),
            "tube_fraction": lambda d, t: np.where(t <= 1, 1.0, special.betainc((d - 1) / 2, 0.5, 1 / (t * t))),
        }
    return out


TABLE = functions()


def eval_(e, values, n, known=None):
    known = {} if known is None else known
    if e in known:
        return known[e]
    op, a = e.op, e.args
    go = lambda t: eval_(t, values, n, known)  # noqa: E731
    match op:
        case "num":
            q = a[0]
            try:
                out = np.full(n, int(q.p) / int(q.q))
            except OverflowError:
                raise Unable("a number beyond floating point") from None
        case "pi":
            out = np.full(n, np.pi)
        case "e":
            out = np.full(n, np.e)
        case "var":
            out = values[a[0]]
        case "neg":
            out = -go(a[0])
        case "add":
            out = go(a[0]) + go(a[1])
        case "sub":
            out = go(a[0]) - go(a[1])
        case "mul":
            out = go(a[0]) * go(a[1])
        case "div":
            out = go(a[0]) / go(a[1])
        case "pow":
            out = np.power(go(a[0]), go(a[1]))
        case "call":
            f = TABLE.get(a[0])
            if f is None:
                raise Unable(f"{a[0]} in floating point")
            out = f(*(go(t) for t in a[1:]))
        case "if":
            yes, no = truth(a[0], values, n)
            out = np.where(yes, go(a[1]), np.where(no, go(a[2]), np.nan))
        case "deriv":
            from .calculus import NoDerivative, derivative

            x, k, at, body = a
            try:
                for _ in range(k):
                    body = derivative(body, x)
            except NoDerivative as error:
                raise Unable(str(error)) from None
            if body.op == "deriv":
                raise Unable("a derivative in floating point")
            out = eval_(substitute(body, x, at), values, n)
        case _:
            raise Unable(f"{op} in floating point")
    known[e] = out
    return out


def truth(f, values, n):
    """(certainly true, certainly false) as far as rounding goes; both false where it is open or undefined."""
    op = f[0]
    if op in RELATIONS:
        known = {}
        x, y = eval_(f[1], values, n, known), eval_(f[2], values, n, known)
        gap = x - y
        size = SLACK * (1e-300 + np.abs(x) + np.abs(y))
        fine = np.isfinite(x) & np.isfinite(y)
        above, below = fine & (gap > size), fine & (gap < -size)
        exact = fine & (gap == 0)
        if op == "<":
            return below, above
        if op == "<=":
            return below | exact, above
        if op == ">":
            return above, below
        if op == ">=":
            return above | exact, below
        return (exact, above | below) if op == "=" else (above | below, exact)
    if op == "int":
        x = eval_(f[1], values, n)
        return x == np.round(x), np.abs(x - np.round(x)) > 1e-6
    if op in ("and", "or"):
        all_ = [truth(g, values, n) for g in f[1:]]
        yes, no = np.array([t for t, _ in all_]), np.array([t for _, t in all_])
        return (yes.all(0), no.any(0)) if op == "and" else (yes.any(0), no.all(0))
    if op == "not":
        yes, no = truth(f[1], values, n)
        return no, yes
    if op == "implies":
        (a, b), (c, d) = truth(f[1], values, n), truth(f[2], values, n)
        return b | c, a & d
    if op == "iff":
        (a, b), (c, d) = truth(f[1], values, n), truth(f[2], values, n)
        return (a & c) | (b & d), (a & d) | (b & c)
    raise Unable("a quantifier in floating point")
