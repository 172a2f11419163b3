"""Steps that replace a sign goal by one other: logarithm, exponential, Binet's bounds, multiples of conditions."""

from flint import fmpq

from ..algebra import P, TooLarge, add as plus, clear, is_zero, minus, of, scale, times, to_node
from ..facts import oriented
from ..goals import NotShown, sign_claim, sign_view
from ..tree import read_rational, sub
from .step import require, rule


def split_by_sign(p):
    up = P({m: c for m, c in p.terms.items() if c > 0})
    down = P({m: -c for m, c in p.terms.items() if c < 0})
    return up, down


def only(s):
    require(len(s.left) == 1, "not one goal left")
    g = s.left[0]
    view = sign_view(g.claim)
    require(view is not None and s.domain.covers(g.domain), "the goal left is about other points")
    return view


def replaced_by_one(s):
    """The sign goal, its strictness, and the one goal left with its own, which may not be weaker."""
    s.known_defined()
    e, strict = s.sign()
    left, strong = only(s)
    require(strong or not strict, "not strict")
    return e, strict, left, strong


@rule("logarithm")
def logarithm(s):
    """A - B > 0 for A, B > 0 from ln A - ln B > 0."""
    e, strict, left, strong = replaced_by_one(s)
    try:
        n = s.domain.former
        p, log = n.form(e), n.form(left)
        splits = [(P({(): fmpq(1)}), split_by_sign(p))]
        if e.op == "sub":
            splits.append((P({(): fmpq(1)}), tuple(n.form(t) for t in e.args)))
        content, rest = clear(p)
        splits.append((P({content: fmpq(1)}), split_by_sign(rest)))
        for factor, (a, b) in splits:
            if not a.terms or not b.terms or not all(s.domain.sign(to_node(t)) == ">" for t in (a, b)):
                continue
            if not is_zero(minus(minus(n.ln(a), n.ln(b)), log)):
                continue
            m = s.domain.sign(to_node(factor))
            require(m == ">" or (m == ">=" and not strict), "a factor of unknown sign")
            return
    except TooLarge:
        raise NotShown("form too large") from None
    raise NotShown("not the difference of the logarithms")


@rule("exponential")
def exponential(s):
    """sum c ln a + c' > 0 from prod a^c e^c' > 1 in any arrangement: the terms moved to the two sides."""
    e, strict, left, strong = replaced_by_one(s)
    try:
        n = s.domain.former
        a, b = split_by_sign(n.form(e))
        difference_ = minus(n.exp(a), n.exp(b))
        s.needs(sign_claim(to_node(difference_), strict))
    except TooLarge:
        raise NotShown("form too large") from None


def gamma_of(a):
    """z when the atom is ln(gamma(z))."""
    if a[0] == "f" and a[1] == "ln" and (one := a[2].single()) and one[1] == 1 and len(one[0]) == 1:
        (inner, k), = one[0]
        if inner[0] == "f" and inner[1] == "gamma" and k == 1:
            return inner[2]
    return None


@rule("binet")
def binet(s):
    e, strict, left, strong = replaced_by_one(s)
    n = s.domain.former
    out = None
    try:
        p = n.form(e)
        out = P({})
        half = P({(): fmpq(1, 2)})
        for m, c in p.terms.items():
            logs = [(a, gamma_of(a)) for a, k in m if k == 1 and gamma_of(a) is not None]
            if not logs:
                out = plus(out, P({m: c}))
                continue
            a, z = logs[0]
            factor = P({tuple(t for t in m if t[0] != a): c})
            t = s.domain.sign(to_node(factor))
            require(t in (">", ">=", "<", "<=", "="), "a coefficient of unknown sign")
            require(s.domain.sign(to_node(z)) == ">", "an argument of unknown sign")
            over = n.power(z, fmpq(-1))
            value = minus(times(minus(z, half), n.ln(z)), z)
            value = plus(value, scale(n.ln(scale(of(("pi",)), fmpq(2))), fmpq(1, 2)), scale(over, fmpq(1, 12)))
            if t[0] != "<":
                value = minus(value, scale(times(over, times(over, over)), fmpq(1, 360)))
            out = plus(out, times(factor, value))
        require(is_zero(minus(out, n.form(left))), "not Binet's bound")
    except TooLarge:
        raise NotShown("form too large") from None


@rule("combine")
def combine(s):
    s.known_defined()
    e, strict = s.sign()
    left, strong = only(s)
    c = read_rational(s.parameters["factor"])
    require(c >= 0, "a negative multiple")
    n = s.domain.former
    for f in s.domain.conditions:
        for big, small, r in oriented(f):
            h = n.form(sub(big, small))
            if is_zero(minus(n.form(e), minus(n.form(left), scale(h, -c)))):
                if not strict or strong or (r == ">" and c > 0):
                    return
    raise NotShown("no condition gives it")
