"""Steps by enclosures, by logic, and by replacing expressions with equal ones."""

from flint import fmpq

from ..algebra import TooLarge, is_zero, minus, to_node
from ..facts import membership
from ..goals import Cover, NotShown, direct, sign_claim
from ..integrals import value_of_integral
from ..interval import I
from ..limits import NoLimit, limit
from ..tree import FLIP, RELATIONS, call, make, negate, num, read_rational, substitute, var
from .step import require, rule


@rule("vacuous", "evaluate")
def evaluate(s):
    require(not s.left, "goals left by an evaluation")
    direct(s.goal)


@rule("boxes")
def boxes(s):
    """The subdivision covers the hull by its construction; every part is established anew, cut further where need be."""
    values = s.domain.hull()
    if values is None:
        return
    cover = Cover(s.goal)
    stack = [values]
    for item in s.parameters["split"]:
        require(stack, "more parts than boxes")
        values = stack.pop()
        if item is None:
            if values is not None and not cover.part(values):
                cover_part(cover, values)
            continue
        x, at = item[0], read_rational(item[1])
        require(x in s.domain.variables, "a cut in an unknown variable")
        if values is None:
            stack += [None, None]
            continue
        r, point = values[x], I.exact(at)
        low, high = point.hi, point.lo
        if s.domain.variables[x]:
            low = I.exact(fmpq(at.p // at.q)).hi
            high = low + 1
        below = {**values, x: I(r.lo, low if bool(low < r.hi) else r.hi)} if bool(low >= r.lo) else None
        above = {**values, x: I(high if bool(high > r.lo) else r.lo, r.hi)} if bool(high <= r.hi) else None
        stack += [above, below]
    require(not stack, "parts are missing")


def cover_part(cover, values):
    todo = [(values, 0)]
    used = 0
    while todo:
        v, depth = todo.pop()
        used += 1
        require(used < 400, "a part is not decided")
        if cover.part(v):
            continue
        cut = cover.cut(v)
        require(cut is not None and depth < 40, "a part is not decided")
        todo += [(w, depth + 1) for w in cut]


@rule("identity")
def identity(s):
    r, a, b = s.claim if s.claim[0] in RELATIONS else (None, None, None)
    require(r in ("=", "<=", ">="), "not an equality")
    try:
        n = s.domain.former
        require(is_zero(minus(n.form(a), n.form(b))), "the forms differ")
    except TooLarge:
        raise NotShown("form too large") from None
    if not s.goal.defined:
        s.needs_defined(a, b)


@rule("integer")
def integer(s):
    require(s.claim[0] == "int" and s.domain.integral(s.claim[1]), "not shown to be an integer")


@rule("conjunction")
def conjunction(s):
    require(s.claim[0] == "and", "not a conjunction")
    for f in s.claim[1:]:
        s.needs(f)


@rule("alternative")
def alternative(s):
    if s.claim[0] == "!=":
        options = [(">", *s.claim[1:]), ("<", *s.claim[1:])]
    else:
        require(s.claim[0] == "or", "not a disjunction")
        options = s.claim[1:]
    require(any(g.claim in options and s.domain.covers(g.domain) for g in s.left), "no disjunct")


@rule("assume")
def assume(s):
    require(s.claim[0] == "implies", "not an implication")
    s.needs(s.claim[2], s.domain.and_also(s.claim[1]))


@rule("introduce")
def introduce(s):
    require(s.claim[0] == "forall", "not a universal claim")
    b, body = s.claim[1], s.claim[2]
    require(b[1] not in s.domain.variables, "the variable is taken")
    d = s.domain.replaced(variables={**s.domain.variables, b[1]: b[0] == "integer"})
    s.needs(body, d.and_also(*membership(b, var(b[1]))))


@rule("push")
def push(s):
    op = s.claim[0]
    if op == "not":
        g = negate(s.claim[1])
        require(g is not None, "negation stays")
        s.needs(g)
    elif op == "iff":
        s.needs(("implies", s.claim[1], s.claim[2]))
        s.needs(("implies", s.claim[2], s.claim[1]))
    elif op == "=":
        s.needs(("<=", *s.claim[1:]))
        s.needs((">=", *s.claim[1:]))
    elif op == "or":
        others = [negate(f) for f in s.claim[1:-1]]
        require(None not in others, "negation stays")
        s.needs(s.claim[-1], s.domain.and_also(*others))
    else:
        raise NotShown("nothing to push")


@rule("supremum")
def supremum(s):
    r, a, b = s.claim
    if a.op not in ("sup", "inf"):
        r, a, b = FLIP[r], b, a
    require(a.op in ("sup", "inf"), "no supremum")
    binder, body = a.args
    all_ = (a.op, r) in (("sup", "<="), ("inf", ">="))
    some = (a.op, r) in (("sup", ">"), ("sup", ">="), ("inf", "<"), ("inf", "<="))
    require(all_ or some, "a strict bound")
    s.needs(("forall" if all_ else "exists", binder, (r, body, b)))


@rule("difference")
def difference(s):
    e, strict = s.sign()
    s.needs_defined(e)
    s.needs(sign_claim(e, strict))


@rule("normalize")
def normalize(s):
    s.known_defined()
    s.needs(sign_claim(*s.sign()))


@rule("limits")
def limits(s):
    """Limits at infinity and two kinds of improper integrals are replaced by their values."""
    require(s.claim[0] in RELATIONS, "not a comparison")
    a, b = (closed(e, s.domain) for e in s.claim[1:])
    require((a, b) != s.claim[1:], "nothing is replaced")
    s.needs((s.claim[0], a, b))


def closed(e, domain):
    """The expression with limits and integrals in closed form."""

    op, a = e.op, e.args
    go = lambda t: closed(t, domain)  # noqa: E731
    if op in ("neg", "add", "sub", "mul", "div", "pow"):
        return make(op, *(go(t) for t in a))
    if op == "call":
        return call(a[0], *(go(t) for t in a[1:]))
    if op == "limit" and a[1] is None:
        x = "limit at#"
        wide = domain.replaced(variables={**domain.variables, x: False}).and_also((">=", var(x), num(1)))
        try:
            v = limit(substitute(a[2], a[0], var(x)), x, wide)
        except NoLimit as error:
            raise NotShown(f"limit: {error}") from None
        require(v != "inf", "an infinite limit")
        return to_node(v)
    if op == "integral":
        v = value_of_integral(a[0], a[1], domain)
        return e if v is None else v
    return e
