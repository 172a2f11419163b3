"""Expressions for forms."""

from flint import fmpq

from ..tree import ONE, ZERO, add as node_add, call, div, make, mul, neg, num, power, sub, var
from .sums import order


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
