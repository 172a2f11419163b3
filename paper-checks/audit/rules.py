"""The theorem of every proof step (`docs/theory/deciders.md`): what a step needs, found among the goals it leaves.

A checker is given the goal and the goals left, and shows that these imply it. It does not repeat what the program did: it
computes derivatives, forms and domains itself and asks only that the goals left are strong enough.
"""

from flint import fmpq

from .algebra import add as plus
from .algebra import Former, P, TooLarge, clear, is_zero, minus, mono_inverse, mono_mul, of, scale, times, to_node
from .calculus import NoDerivative, derivative
from .facts import flip, holds, membership, product
from .goals import Cover, Contradiction, Goal, NotShown, direct, obligations, sign_claim, sign_view
from .tree import FLIP, RELATIONS, ZERO, add, call, div, formula_free, make, mul, neg, negate, num, parts, power, read_rational, sub, substitute
from .tree import substitute_formula, var

RULES = {}


def rule(*names):
    def put(f):
        for n in names:
            RULES[n] = f
        return f

    return put


def require(condition, what):
    if not condition:
        raise NotShown(what)


# What a goal left gives.


def ratio(f, c, domain):
    """The sign of f/c as a product of factors of known sign, or None: f = (content) * c by forms."""
    try:
        n = domain.former
        a, b = n.form(f), n.form(c)
        if a is b:
            return ">"
        if not a.terms or not b.terms:
            return None
        (k, x), (j, y) = clear(a), clear(b)
        s, found = ">", proportion(x, y)
        if found is None:
            (u, x), (v, y) = without_inverses(x), without_inverses(y)
            found = proportion(x, y)
            for t in u + v:
                s = product(s, domain.sign(to_node(t)))
        if found is None or s is None:
            return None
        q, m = found
        s = s if q > 0 else flip(s)
        # f = q (k m / j) c
        for at, e in mono_mul(mono_mul(k, m), mono_inverse(j)):
            s = product(s, domain.sign(to_node(P({((at, e),): fmpq(1)}))))
            if s is None:
                return None
        return s
    except TooLarge:
        return None


def without_inverses(p):
    """The sums that p is multiplied by so that none remains under a fraction line, and the product; where one exponent of a
    sum is symbolic and another is -1, clearing common powers does not do it."""
    factors = []
    for _ in range(4):
        a = next((a for m in p.terms for a, k in m if a[0] == "s" and isinstance(k, fmpq) and k <= -1), None)
        if a is None:
            break
        factors.append(a[1])
        out = P({})
        for m, c in p.terms.items():
            k = dict(m).get(a)
            up = P({((a, fmpq(1)),): fmpq(1)}) if isinstance(k, fmpq) and k < 0 else a[1]
            out = plus(out, times(P({m: c}), up))
        p = out
    return factors, p


def proportion(x, y):
    """(q, m): x = q m y with a number q and a monomial m, or None. Exponents may be symbolic, so every fit is tried."""
    if not x.terms or not y.terms:
        return None
    if len(x.terms) == len(y.terms) and (m := next(iter(y.terms))) in x.terms:
        q = x.terms[m] / y.terms[m]
        if scale(y, q) is x:
            return q, ()
    if len(y.terms) > 60:
        return None
    first = next(iter(x.terms))
    for n, c in y.terms.items():
        m, q = mono_mul(first, mono_inverse(n)), x.terms[first] / c
        if is_zero(minus(x, times(P({m: q}), y))):
            return q, m
    return None


def entails(given, wanted, domain):
    """Whether a formula that holds on the domain gives another one."""
    if given == wanted:
        return True
    if given[0] == "and" and any(entails(g, wanted, domain) for g in given[1:]):
        return True
    a, b = sign_view(given), sign_view(wanted)
    if a is None or b is None:
        if given[0] in RELATIONS and wanted[0] in RELATIONS and given[0] == wanted[0]:
            try:
                n = domain.former
                return n.form(sub(given[1], given[2])) is n.form(sub(wanted[1], wanted[2]))
            except TooLarge:
                return False
        return False
    (c, strong), (f, strict) = a, b
    if strict and not strong:
        return False
    s = ratio(f, c, domain)
    return s == ">" or (s in (">=", "=") and not strict)


def by_form(formula, domain):
    """Whether the sign follows from the normal form alone, such as a product of factors of known sign."""
    view = sign_view(formula)
    if view is None:
        return False
    try:
        content, rest = clear(domain.former.form(view[0]))
        s = product(domain.sign(to_node(P({content: fmpq(1)}))), domain.sign(to_node(rest)))
    except TooLarge:
        return False
    return holds(s, ">" if view[1] else ">=")


class Step:
    """A goal with the goals a step leaves of it."""

    def __init__(self, goal, left, parameters):
        self.goal, self.left, self.parameters = goal, left, parameters
        self.domain, self.claim = goal.domain, goal.claim

    def needs(self, formula, domain=None):
        domain = domain or self.domain
        if domain.hull() is None:
            return
        for g in self.left:
            if g.claim == formula and domain.covers(g.domain):
                return
        if formula[0] == "and":
            for f in formula[1:]:
                self.needs(f, domain)
            return
        for g in self.left:
            if entails(g.claim, formula, domain) and domain.covers(g.domain):
                return
        if domain.proves(formula):
            return
        if by_form(formula, domain):
            return
        # A consequence that needs one more fact than the goals left state, such as a sum of two of them.
        extra = [f for g in self.left if domain.covers(g.domain) for f in conjuncts(g.claim)]
        if extra and domain.and_also(*extra).proves(formula):
            return
        raise NotShown(f"none of the goals left gives {str(formula)[:200]}")

    def needs_defined(self, *es, domain=None):
        for e in es:
            for f in obligations(e):
                if f[0] == ">=" and f[1] is f[2]:
                    self.needs(f, domain)
                elif f[0] == "!=" and (domain or self.domain).sign(f[1]) in (">", "<"):
                    continue
                else:
                    self.needs(f, domain)

    def sign(self):
        view = sign_view(self.claim)
        require(view is not None, "not a sign goal")
        return view

    def known_defined(self):
        require(self.goal.defined, "not known to be defined")

    def variable(self):
        x = self.parameters.get("variable")
        require(x in self.domain.variables, "no such variable")
        return x


def conjuncts(f):
    return [h for g in f[1:] for h in conjuncts(g)] if f[0] == "and" else [f]


def check(goal, left, parameters, boxes):
    """Shows that the goals left imply the goal. Returns how; raises NotShown or Contradiction."""
    for g in left:
        if g.defined and not (goal.defined or parameters["rule"] in DEFINING):
            # A goal may be taken as defined only when the step itself sees to that.
            raise NotShown("a goal is taken as defined without reason")
    f = RULES.get(parameters["rule"])
    try:
        require(f is not None, f"the step {parameters['rule']} is not known here")
        f(Step(goal, left, parameters))
        return "step"
    except NotShown as reason:
        try:
            direct(goal, boxes)
            return "direct"
        except NotShown:
            raise reason from None


# Steps after which the expressions of the goals are known to be defined, by goals of their own.
DEFINING = {"difference", "identity", "critical"}


@rule("vacuous", "evaluate")
def evaluate(s):
    require(not s.left, "goals left by an evaluation")
    direct(s.goal)


@rule("boxes")
def boxes(s):
    """The subdivision covers the hull by its construction; every part is established anew, cut further where need be."""
    from .interval import I

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


@rule("logarithm")
def logarithm(s):
    """A - B > 0 for A, B > 0 from ln A - ln B > 0."""
    s.known_defined()
    e, strict = s.sign()
    left, strong = only(s)
    require(strong or not strict, "not strict")
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
    s.known_defined()
    e, strict = s.sign()
    left, strong = only(s)
    require(strong or not strict, "not strict")
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
    s.known_defined()
    e, strict = s.sign()
    left, strong = only(s)
    require(strong or not strict, "not strict")
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
    from .facts import oriented

    for f in s.domain.conditions:
        for big, small, r in oriented(f):
            h = n.form(sub(big, small))
            if is_zero(minus(n.form(e), minus(n.form(left), scale(h, -c)))):
                if not strict or strong or (r == ">" and c > 0):
                    return
    raise NotShown("no condition gives it")


@rule("bessel")
def bessel(s):
    """A power of a Bessel function replaced by a bound of it (DE-24); the bound is read off the goal left.

    With e = r + c F and F <= U (c <= 0) or F >= L (c >= 0), the goal left is r + c U or r + c L. Every known bound of every
    Bessel function in e is tried; the parameters of the step are not used.
    """
    s.known_defined()
    e, strict = s.sign()
    left, strong = only(s)
    require(strong or not strict, "not strict")
    n, plain = s.domain.former, Former()
    try:
        p = plain.form(e)
        goal_left = n.form(left)
        powers = {(a, k) for m in p.terms for a, k in m if bessel_of(a) and isinstance(k, fmpq) and k.q == 1 and k > 0}
        for a, k in sorted(powers, key=str):
            coefficient = P({tuple(t for t in m if t != (a, k)): c for m, c in p.terms.items() if (a, k) in m})
            rest = P({m: c for m, c in p.terms.items() if (a, k) not in m})
            sign = s.domain.sign(to_node(coefficient))
            if sign is None:
                continue
            nu, z = (to_node(t) for t in bessel_of(a))
            for bound in bessel_bounds(s.domain, nu, z, a[1] == "abs", int(k.p), sign[0] == "<"):
                try:
                    candidate = add(to_node(rest), mul(to_node(coefficient), bound))
                    if is_zero(minus(n.form(candidate), goal_left)) or entails(
                            sign_claim(left, strong), sign_claim(candidate, strict), s.domain):
                        return
                except TooLarge:
                    continue
    except TooLarge:
        raise NotShown("form too large") from None
    raise NotShown("no known bound of a Bessel function gives the goal left")


def bessel_of(a):
    """(order, argument) of J or |J|."""
    if a[0] != "f":
        return None
    if a[1] == "bessel_j":
        return a[2:]
    if a[1] == "abs" and (one := a[2].single()) and one[1] == 1 and len(one[0]) == 1 and one[0][0][1] == 1:
        return bessel_of(one[0][0][0])
    return None


def bessel_bounds(d, nu, z, absolute, k, upper):
    """Bounds of J^k or |J|^k: above, or below, under conditions proved on the domain."""
    good = lambda e, *signs: d.sign(e) in signs  # noqa: E731
    if not (good(nu, ">", ">=", "=") and good(z, ">", ">=", "=")):
        return
    half, one, two, pi = num(fmpq(1, 2)), num(1), num(2), make("pi")
    sizes = [one]
    if good(nu, ">") or good(z, ">"):
        sizes.append(div(power(mul(half, z), nu), call("gamma", add(nu, one))))
    if good(sub(z, nu), ">"):
        square = div(two, mul(pi, call("sqrt", sub(power(z, two), power(nu, two)))))
        sizes.append(power(square, half))
    for b in sizes:
        if upper:
            yield power(b, num(k))
        elif absolute or k % 2 == 0:
            yield ZERO
        else:
            yield neg(power(b, num(k)))
    if k == 1 and not absolute and good(sub(nu, one), ">", ">=", "=") and good(sub(z, mul(two, nu)), ">", ">=", "="):
        mu = sub(power(nu, two), num(fmpq(1, 4)))
        size = call("sqrt", div(two, mul(pi, z)))
        phase = div(mul(add(mul(two, nu), one), pi), num(4))
        error = mul(size, div(mu, z))
        middle = mul(size, call("cos", sub(z, phase)))
        yield add(middle, error) if upper else sub(middle, error)
        q = call("sqrt", sub(one, div(mu, power(z, two))))
        root = call("sqrt", mu)
        angle = sub(add(mul(q, z), mul(root, call("asin", div(root, z)))), phase)
        middle = mul(call("sqrt", div(two, mul(mul(pi, z), q))), call("cos", angle))
        error = mul(size, div(num(3), mul(num(10), z)))
        yield add(middle, error) if upper else sub(middle, error)


@rule("limits")
def limits(s):
    """Limits at infinity and two kinds of improper integrals are replaced by their values."""
    require(s.claim[0] in RELATIONS, "not a comparison")
    a, b = (closed(e, s.domain) for e in s.claim[1:])
    require((a, b) != s.claim[1:], "nothing is replaced")
    s.needs((s.claim[0], a, b))


def closed(e, domain):
    """The expression with limits and integrals in closed form."""
    from .integrals import value_of_integral
    from .limits import NoLimit, limit

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


# Monotone reduction.


def real_range(domain, x, ends):
    """Conditions on x alone by other things, x real, ends closed or open; conditions that tie others to x dropped."""
    lower, upper = domain.bounds(x)
    keep = [f for f in domain.conditions if x not in formula_free(f)]
    closed = {"closed": ("<=", ">="), "open": ("<", ">")}[ends]
    keep += [(closed[1], var(x), b) for b, _ in lower] + [(closed[0], var(x), b) for b, _ in upper]
    return domain.replaced(keep, {**domain.variables, x: False}), lower, upper


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
    s.known_defined()
    e, strict = s.sign()
    x = s.variable()
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
    s.known_defined()
    e, strict = s.sign()
    x = s.variable()
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
    s.known_defined()
    e, strict = s.sign()
    x, stride = s.variable(), s.parameters.get("stride")
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
    from .limits import NoLimit, limit

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
    s.known_defined()
    e, strict = s.sign()
    x = s.variable()
    closed, _, upper = real_range(s.domain, x, "closed")
    inner, _, _ = real_range(s.domain, x, "open")
    require(not upper, "bounded above")
    strict_end = bool(s.parameters.get("strict_end"))
    limit_part(s, e, x, closed, strict and strict_end)
    d = slope(e, x)
    s.needs_defined(e, domain=closed)
    s.needs_defined(d, domain=inner)
    s.needs(sign_claim(neg(d), strict and not strict_end), inner)


@rule("descent")
def descent(s):
    s.known_defined()
    e, strict = s.sign()
    x, stride = s.variable(), s.parameters.get("stride")
    require(isinstance(stride, int) and 1 <= stride <= 8, "stride")
    closed, lower, upper = real_range(s.domain, x, "closed")
    require(not upper, "bounded above")
    strict_end = bool(s.parameters.get("strict_end"))
    limit_part(s, e, x, closed, strict and strict_end)
    keep = [f for f in s.domain.conditions if x not in formula_free(f)]
    d = s.domain.replaced([*keep, *((">=" if c else ">", var(x), b) for b, c in lower)])
    following = substitute(e, x, add(var(x), num(stride)))
    s.needs_defined(e, following, domain=closed)
    s.needs(sign_claim(sub(e, following), strict and not strict_end), d)


# Parts of the domain.


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
    from .tree import ONE, div

    x = s.variable()
    require(not s.domain.variables[x] and s.domain.sign(var(x)) == ">", "not a positive real variable")
    by = div(ONE, var(x))
    d = s.domain.replaced([(">", var(x), ZERO)] + [substitute_formula(f, x, by) for f in s.domain.conditions])
    # lower <= 1/t says t <= 1/lower for positive numbers: stated so that signs are found.
    lower, upper = s.domain.bounds(x)
    flipped = [("<=" if c else "<", var(x), div(ONE, b)) for b, c in lower if s.domain.sign(b) == ">"]
    flipped += [(">=" if c else ">", var(x), div(ONE, b)) for b, c in upper if s.domain.sign(b) == ">"]
    s.needs(substitute_formula(s.claim, x, by), d.and_also(*flipped))


__all__ = ["check", "Goal", "Contradiction", "holds"]
