"""Steps that cut the domain."""

from flint import fmpq

from ..goals import NotShown
from ..tree import ONE, RELATIONS, ZERO, div, negate, num, parts, read_rational, substitute_formula, var
from .step import require, rule


@rule("cut")
def cut(s):
    x, at = s.variable(), read_rational(s.parameters["at"])
    low = fmpq(at.p // at.q) if s.domain.variables[x] else at
    high = low + 1 if s.domain.variables[x] else at
    s.needs(s.claim, s.domain.and_also(("<=", var(x), num(low))))
    s.needs(s.claim, s.domain.and_also((">=", var(x), num(high))))


def at_value(s, x, k):
    value = num(k)
    s.needs(substitute_formula(s.claim, x, value), s.domain.slice(x, value))


@rule("enumerate")
def enumerate_(s):
    x = s.variable()
    require(s.domain.variables[x], "not an integer")
    values = s.domain.hull()
    if values is None:
        return
    require(values[x].bounded(), "unbounded")
    lo, hi = (int(t.unique_fmpz()) for t in (values[x].lo, values[x].hi))
    require(hi - lo <= 4096, "too many values")
    for k in range(lo, hi + 1):
        at_value(s, x, k)


@rule("prefix")
def prefix(s):
    x, count = s.variable(), s.parameters.get("count")
    require(s.domain.variables[x] and isinstance(count, int) and count <= 4096, "not an integer")
    values = s.domain.hull()
    if values is None:
        return
    require(values[x].lo.is_finite(), "unbounded")
    lo = int(values[x].lo.unique_fmpz())
    for k in range(lo, lo + count):
        at_value(s, x, k)
    s.needs(s.claim, s.domain.and_also((">=", var(x), num(lo + count))))


@rule("case", "critical")
def case(s):
    """Some condition and its negation: the condition is what the first part states beyond the domain."""
    parts = [g for g in s.left if g.claim == s.claim]
    require(len(parts) == 2, "not two parts")
    for one, other in (parts, parts[::-1]):
        extra = [f for f in one.domain.conditions if f not in s.domain.conditions]
        if len(extra) != 1 or (opposite := negate(extra[0])) is None:
            continue
        f = extra[0]
        if f[0] in RELATIONS:
            # What is a part of the claim is defined where the claim is.
            s.needs_defined(*(e for e in f[1:] if not (s.goal.defined and occurs(e, s.claim))))
        if s.domain.and_also(opposite).covers(other.domain) and s.domain.and_also(f).covers(one.domain):
            return
    raise NotShown("the parts do not cover the domain")


def occurs(e, claim):
    """Whether the expression is evaluated wherever the comparison is: not within cases or under a bound variable."""
    todo, seen = list(claim[1:]) if claim[0] in RELATIONS else [], set()
    while todo:
        t = todo.pop()
        if t is e:
            return True
        if t not in seen and t.op in ("neg", "add", "sub", "mul", "div", "pow", "call"):
            seen.add(t)
            todo += parts(t)
    return False


@rule("split")
def split(s):
    for f in s.domain.conditions:
        if f[0] != "or":
            continue
        rest = [g for g in s.domain.conditions if g != f]
        try:
            for g in f[1:]:
                s.needs(s.claim, s.domain.replaced([*rest, g]))
            return
        except NotShown:
            continue
    raise NotShown("no disjunctive hypothesis")


@rule("reciprocal")
def reciprocal(s):
    x = s.variable()
    require(not s.domain.variables[x] and s.domain.sign(var(x)) == ">", "not a positive real variable")
    by = div(ONE, var(x))
    d = s.domain.replaced([(">", var(x), ZERO)] + [substitute_formula(f, x, by) for f in s.domain.conditions])
    # lower <= 1/t says t <= 1/lower for positive numbers: stated so that signs are found.
    lower, upper = s.domain.bounds(x)
    flipped = [("<=" if c else "<", var(x), div(ONE, b)) for b, c in lower if s.domain.sign(b) == ">"]
    flipped += [(">=" if c else ">", var(x), div(ONE, b)) for b, c in upper if s.domain.sign(b) == ">"]
    s.needs(substitute_formula(s.claim, x, by), d.and_also(*flipped))
