"""Formulas in floating point on many points at once; the truth of a comparison is left open near equality."""

import numpy as np

from .numeric_functions import TABLE
from .tree import RELATIONS, substitute

SLACK = 1e-7
MAX_TERMS = 400


class Unable(Exception):
    """Not evaluated in floating point."""


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
        case "sum" | "prod":
            out = fold(op, *a, values, n)
        case "integral":
            out = integral(*a, values, n)
        case "limit":
            out = limit(*a, values, n)
        case _:
            raise Unable(f"{op} in floating point")
    known[e] = out
    return out


def fold(op, b, body, values, n):
    """Term by term from the least to the largest index of any point."""
    kind, x, lo, hi = b
    if kind != "integer" or hi is None:
        raise Unable(f"an infinite {op} in floating point")
    first, last = np.ceil(eval_(lo, values, n)), np.floor(eval_(hi, values, n))
    out = np.full(n, 0.0 if op == "sum" else 1.0)
    if not n or not np.isfinite(first).any() or not np.isfinite(last).any():
        return out
    start, end = int(np.nanmin(first)), int(np.nanmax(last))
    if end - start > MAX_TERMS:
        end = start + MAX_TERMS
        out[last > end] = np.nan
    for k in range(start, end + 1):
        term = eval_(body, {**values, x: np.full(n, float(k))}, n)
        inside = (first <= k) & (k <= last)
        out = np.where(inside, out + term if op == "sum" else out * term, out)
    return out


def integral(b, body, values, n):
    """Gauss-Legendre with 60 and with 90 nodes, an infinite end moved to 1 by x = a + u/(1-u); nan where they disagree."""
    kind, x, lo, hi = b
    if kind != "real" or lo is None:
        raise Unable("this integral in floating point")
    a = eval_(lo[0], values, n)
    c = eval_(hi[0], values, n) if hi else None
    both = []
    for count in (60, 90):
        nodes, weights = np.polynomial.legendre.leggauss(count)
        total = np.zeros(n)
        for t, w in zip(nodes, weights):
            u = (1 + t) / 2
            if c is None:
                at, slope = a + u / (1 - u), 1 / (1 - u) ** 2
            else:
                at, slope = a + (c - a) * u, c - a
            total += w / 2 * slope * eval_(body, {**values, x: at}, n)
        both.append(total)
    return np.where(np.abs(both[0] - both[1]) <= 1e-9 * (1e-300 + np.abs(both[1])), both[1], np.nan)


def limit(x, at, body, values, n):
    """At infinity: the value far out where it has settled, else nan."""
    if at is not None:
        raise Unable("a limit at a point in floating point")
    near, far = (eval_(body, {**values, x: np.full(n, t)}, n) for t in (2.0**40, 2.0**60))
    return np.where(np.abs(near - far) <= 1e-10 * (1 + np.abs(far)), far, np.nan)


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
