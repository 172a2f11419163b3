"""Steps along one variable: monotone, concave, induction, from infinity, descent."""

from ..algebra import TooLarge, to_node
from ..calculus import NoDerivative, derivative
from ..goals import NotShown, sign_claim
from ..limits import NoLimit, limit
from ..tree import add, formula_free, neg, num, sub, substitute, var
from .step import require, rule


def real_range(domain, x, ends):
    """Conditions on x alone by other things, x real, ends closed or open; conditions that tie others to x dropped."""
    lower, upper = domain.bounds(x)
    keep = [f for f in domain.conditions if x not in formula_free(f)]
    closed = {"closed": ("<=", ">="), "open": ("<", ">")}[ends]
    keep += [(closed[1], var(x), b) for b, _ in lower] + [(closed[0], var(x), b) for b, _ in upper]
    return domain.replaced(keep, {**domain.variables, x: False}), lower, upper


def along(s):
    """The sign goal, its strictness and the variable it is followed along."""
    s.known_defined()
    e, strict = s.sign()
    return e, strict, s.variable()


def from_above(s, e, strict, x):
    """What is left where x is large: the closed range, its lower bounds, and the strictness that remains for the way there."""
    closed, lower, upper = real_range(s.domain, x, "closed")
    require(not upper, "bounded above")
    strict_end = bool(s.parameters.get("strict_end"))
    limit_part(s, e, x, closed, strict and strict_end)
    return closed, lower, strict and not strict_end


def slope(e, x):
    try:
        return derivative(e, x)
    except (NoDerivative, RecursionError) as error:
        raise NotShown(f"no derivative here: {error}") from error


def at_ends(s, closed, bounds, e, x, strict):
    require(bounds, "no bound on that side")
    for b, _ in bounds:
        value = substitute(e, x, b)
        part = closed.slice(x, b)
        s.needs_defined(value, domain=part)
        s.needs(sign_claim(value, strict), part)


@rule("monotone")
def monotone(s):
    e, strict, x = along(s)
    closed, lower, upper = real_range(s.domain, x, "closed")
    inner, _, _ = real_range(s.domain, x, "open")
    bounds = upper if s.parameters.get("upper") else lower
    # Strictness in the value at the end, or in the derivative when no end belongs to the range.
    strict_end = bool(s.parameters.get("strict_end"))
    if strict and not strict_end:
        require(all(not c for _, c in bounds), "the end belongs to the range")
    at_ends(s, closed, bounds, e, x, strict and strict_end)
    d = slope(e, x)
    s.needs_defined(e, d, domain=inner)
    s.needs(sign_claim(neg(d) if s.parameters.get("upper") else d, strict and not strict_end), inner)


@rule("concave")
def concave(s):
    e, strict, x = along(s)
    closed, lower, upper = real_range(s.domain, x, "closed")
    inner, _, _ = real_range(s.domain, x, "open")
    require(len(lower) == 1 and len(upper) == 1, "not one bound on each side")
    at_ends(s, closed, lower, e, x, strict)
    at_ends(s, closed, upper, e, x, strict)
    d = slope(e, x)
    dd = slope(d, x)
    s.needs_defined(e, d, dd, domain=inner)
    s.needs(sign_claim(neg(dd), False), inner)


@rule("induction")
def induction(s):
    e, strict, x = along(s)
    stride = s.parameters.get("stride")
    require(isinstance(stride, int) and 1 <= stride <= 8 and s.domain.variables[x], "not an integer range")
    _, lower, upper = real_range(s.domain, x, "closed")
    keep = [f for f in s.domain.conditions if x not in formula_free(f)]
    require(len(lower) == 1 and lower[0][1] and not upper and s.domain.integral(lower[0][0]), "not an integer range")
    d = s.domain.replaced([*keep, (">=", var(x), lower[0][0])])
    for j in range(stride):
        at = add(lower[0][0], num(j))
        value = substitute(e, x, at)
        part = d.slice(x, at)
        s.needs_defined(value, domain=part)
        s.needs(sign_claim(value, strict), part)
    following = substitute(e, x, add(var(x), num(stride)))
    s.needs_defined(e, following, domain=d)
    s.needs(sign_claim(sub(following, e), False), d)


def limit_part(s, e, x, closed, strict):
    """A limit as x -> inf that is >= 0 (> 0): by an expansion of its own, matched with the goals left."""

    beyond = closed.replaced([f for f in closed.conditions if x not in formula_free(f)],
                             {v: i for v, i in closed.variables.items() if v != x})
    try:
        value = limit(e, x, closed)
    except (NoLimit, TooLarge) as error:
        raise NotShown(f"limit at infinity: {error}") from None
    if value == "inf":
        return
    node = to_node(value)
    s.needs_defined(node, domain=beyond)
    s.needs(sign_claim(node, strict), beyond)


@rule("from-infinity")
def from_infinity(s):
    e, strict, x = along(s)
    closed, _, strict_way = from_above(s, e, strict, x)
    inner, _, _ = real_range(s.domain, x, "open")
    d = slope(e, x)
    s.needs_defined(e, domain=closed)
    s.needs_defined(d, domain=inner)
    s.needs(sign_claim(neg(d), strict_way), inner)


@rule("descent")
def descent(s):
    e, strict, x = along(s)
    stride = s.parameters.get("stride")
    require(isinstance(stride, int) and 1 <= stride <= 8, "stride")
    closed, lower, strict_way = from_above(s, e, strict, x)
    keep = [f for f in s.domain.conditions if x not in formula_free(f)]
    d = s.domain.replaced([*keep, *((">=" if c else ">", var(x), b) for b, c in lower)])
    following = substitute(e, x, add(var(x), num(stride)))
    s.needs_defined(e, following, domain=closed)
    s.needs(sign_claim(sub(e, following), strict_way), d)
