"""Goals, and ways to establish one directly: enclosures over the whole domain, or over the parts of a subdivision."""

from flint import arb, fmpq

from .algebra import P, TooLarge, of, times, to_node
from .calculus import NoDerivative, derivative
from .evaluate import Box
from .facts import Domain
from .functions import TABLE
from .interval import I, Unable, Undefined
from .tree import ONE, RELATIONS, ZERO, Bad, add, call, formula_free, mul, num, power, sub, var

MAX_DEPTH = 80


class NotShown(Exception):
    """This program cannot establish the step."""


class Contradiction(Exception):
    """The step, or the verdict, is wrong."""


class Goal:
    __slots__ = ("domain", "claim", "defined")

    def __init__(self, domain, claim, defined):
        self.domain, self.claim, self.defined = domain, claim, defined


def read_goal(reader, goals, scopes, cache, index):
    """The goal of that place in the tables."""
    if not isinstance(index, int) or not 0 <= index < len(goals):
        raise Bad("no such goal")
    g = goals[index]
    if not isinstance(g.get("scope"), int) or not 0 <= g["scope"] < len(scopes) or not isinstance(g.get("defined"), bool):
        raise Bad("not a goal")
    if g["scope"] not in cache:
        variables, conditions = {}, []
        s = scopes[g["scope"]]
        for v in s["variables"]:
            x = v["name"]
            if x in variables:
                raise Bad("a variable twice in a scope")
            variables[x] = bool(v["integer"])
            node = var(x)
            for side, strict in (("lower", ">"), ("upper", "<")):
                for e, closed in v[side]:
                    conditions.append((strict + "=" if closed else strict, node, reader.expr(e)))
        conditions += [reader.formula(f) for f in s["given"]]
        cache[g["scope"]] = Domain(variables, conditions)
    return Goal(cache[g["scope"]], reader.formula(g["claim"]), g["defined"])


def sign_view(f):
    """(e, strict) when the formula says e > 0 or e >= 0."""
    if f[0] in (">", ">="):
        a, b = f[1], f[2]
    elif f[0] in ("<", "<="):
        a, b = f[2], f[1]
    else:
        return None
    return (a if b is ZERO else sub(a, b)), len(f[0]) == 1


def sign_claim(e, strict):
    return (">" if strict else ">=", e, ZERO)


# Where an expression is defined and continuous.

TOTAL = {"exp", "sin", "cos", "atan", "sinh", "cosh", "tanh", "erf", "erfc", "norm_cdf", "norm_pdf", "owen_t", "clip",
         "abs", "max", "min"}


def obligations(e):
    """Conditions that imply that every operation in it is; each either proved or found among the goals of a step."""
    out = []
    collect(e, out)
    unique = []
    for f in out:
        if f not in unique and not obvious(f):
            unique.append(f)
    return unique


def obvious(f):
    if f[0] in RELATIONS and f[2] is ZERO and f[1].op in ("num", "pi", "e"):
        q = f[1].args[0] if f[1].op == "num" else 1
        return {">": q > 0, ">=": q >= 0, "!=": q != 0}.get(f[0], False)
    return False


def collect(e, out):
    op, a = e.op, e.args
    need = lambda x, r: out.append((r, x, ZERO))  # noqa: E731
    if op in ("num", "pi", "e", "var"):
        return
    if op in ("neg", "add", "sub", "mul"):
        for x in a:
            collect(x, out)
    elif op == "div":
        collect(a[0], out)
        collect(a[1], out)
        need(a[1], "!=")
    elif op == "pow":
        collect(a[0], out)
        collect(a[1], out)
        k = a[1].args[0] if a[1].op == "num" else None
        if a[1].op == "neg" and a[1].args[0].op == "num":
            k = -a[1].args[0].args[0]
        if k is not None and k.q == 1:
            if k < 0:
                need(a[0], "!=")
        else:
            need(a[0], ">=" if k is not None and k > 0 else ">")
    elif op == "call":
        for x in a[1:]:
            collect(x, out)
        collect_call(a[0], a[1:], e, out)
    elif op == "if":
        for f, x in ((a[0], a[1]), (("not", a[0]), a[2])):
            inner = []
            collect(x, inner)
            out += [("implies", f, g) for g in inner if not obvious(g)]
        for x in comparison_sides(a[0]):
            collect(x, out)
    elif op == "deriv":
        from .tree import substitute

        x, n, at, body = a
        try:
            d = body
            for _ in range(n if n <= 8 else 99):
                d = derivative(d, x)
        except (NoDerivative, RecursionError):
            out.append((">=", e, e))
            return
        collect(at, out)
        collect(substitute(body, x, at), out)
        collect(substitute(d, x, at), out)
    else:
        out.append((">=", e, e))


def comparison_sides(f):
    if f[0] in RELATIONS:
        return [f[1], f[2]]
    if f[0] == "int":
        return [f[1]]
    if f[0] in ("forall", "exists"):
        return []
    return [x for g in f[1:] for x in comparison_sides(g)]


def collect_call(name, a, e, out):
    need = lambda x, r: out.append((r, x, ZERO))  # noqa: E731
    x = a[0]
    if name in TOTAL:
        return
    if name == "sqrt":
        need(x, ">=")
    elif name in ("ln", "log2", "gamma", "lgamma", "digamma", "binet"):
        need(x, ">")
    elif name == "factorial":
        out.append((">", x, num(-1)))
    elif name == "tan":
        need(call("cos", x), "!=")
    elif name in ("asin", "acos"):
        out.extend([(">=", x, num(-1)), ("<=", x, ONE)])
    elif name == "erfinv":
        out.extend([(">", x, num(-1)), ("<", x, ONE)])
    elif name in ("gamma_p", "gamma_q"):
        need(x, ">")
        need(a[1], ">=")
    elif name == "beta_i":
        need(x, ">=")
        out.append(("<=", x, ONE))
        need(a[1], ">")
        need(a[2], ">")
    elif name in ("bessel_j", "bessel_j_prime"):
        need(x, ">=")
        out.append(("int", mul(num(2), x)))
        need(a[1], ">=")
    elif name == "binomial":
        n, k = a
        for y in (add(n, ONE), add(k, ONE), add(sub(n, k), ONE)):
            need(y, ">")
    elif name == "harmonic_dim":
        d, n = a
        out.append((">", d, ONE))
        need(n, ">=")
        need(sub(add(n, d), num(2)), ">")
    else:
        out.append((">=", e, e))


# Direct ways.


def direct(goal, boxes=2000):
    """Establishes the goal by enclosures, or raises."""
    d = goal.domain
    values = d.hull()
    if values is None:
        return
    if Box(values).truth(goal.claim) is True:
        return
    if goal.defined and d.proves(goal.claim):
        return
    if goal.claim[0] == "and":
        for f in goal.claim[1:]:
            direct(Goal(d, f, goal.defined), boxes)
        return
    Cover(goal).run(boxes)


def tidied(e, domain):
    """The normal form, and the same with powers of a positive variable moved into powers of sums: sqrt(x^2-1)/x as sqrt(1-1/x^2)."""
    try:
        p = domain.former.form(e)
        return [to_node(p), folded(p, domain)]
    except TooLarge:
        return []


def folded(p, domain):
    out = ZERO
    for m, c in p.terms.items():
        sums = [(a, k) for a, k in m if a[0] == "s" and isinstance(k, fmpq)]
        powers = [(a, k) for a, k in m if a[0] == "v" and isinstance(k, fmpq) and domain.sign(var(a[1])) == ">"]
        term = None
        for a, k in sums:
            for x, j in powers:
                if (j / k).q == 1 and j / k < 0 and term is None:
                    inner = to_node(times(a[1], of(x, j / k)))
                    rest = P({tuple(t for t in m if t not in ((a, k), (x, j))): c})
                    term = mul(to_node(rest), power(inner, num(k)))
        out = add(out, to_node(P({m: c})) if term is None else term)
    return out


class Cover:
    """Branch and bound over the hull of the domain."""

    def __init__(self, goal):
        self.goal, self.domain = goal, goal.domain
        self.view = sign_view(goal.claim)
        self.ties = [f for f in self.domain.conditions]
        self.slopes = None

    def slope(self):
        if self.slopes is None:
            self.slopes = []
            for x in sorted(self.view[0].free & set(self.domain.variables)):
                try:
                    d = derivative(self.view[0], x)
                    self.slopes.append((x, [*tidied(d, self.domain), d]))
                except (NoDerivative, RecursionError):
                    self.slopes.append((x, []))
        return self.slopes

    def run(self, limit):
        todo = [(self.domain.hull(), 0)]
        used = 0
        while todo:
            values, depth = todo.pop()
            used += 1
            if used > limit or depth > MAX_DEPTH:
                raise NotShown(f"not decided with {limit} boxes")
            if self.part(values):
                continue
            cut = self.cut(values)
            if cut is None:
                raise NotShown("a part is not decided")
            todo += [(v, depth + 1) for v in cut]
        return used

    def part(self, values):
        """Whether the claim is shown on this part."""
        box = Box(values)
        truths = [box.truth(f) for f in self.ties]
        if False in truths:
            return True
        t = box.truth(self.goal.claim)
        if t is True:
            return True
        if t is False and all(truths) and all(i is True for i in truths):
            raise Contradiction(f"false on a part of the domain: {values}")
        if self.view is None:
            return False
        e, strict = self.view
        try:
            box.eval(e)
        except (Undefined, Unable):
            return False
        ends, slopes, moving = dict(values), {}, 0
        for x, forms in self.slope():
            r = values[x]
            if r.point():
                continue
            moving += 1
            s = None
            for f in forms:
                try:
                    v = box.eval(f)
                except (Undefined, Unable):
                    v = None
                if v is not None:
                    s = v if s is None else s.meet(v)
            if s is None:
                continue
            slopes[x] = s
            end = r.lo if s.nonneg() else r.hi if s.nonpos() else None
            if end is not None and end.is_finite():
                ends[x] = I(end, end)
        good = lambda i: i.pos() if strict else i.nonneg()  # noqa: E731
        if any(ends[x] is not values[x] for x in ends) and self.tries(ends, e, good):
            return True
        if slopes and len(slopes) == moving and all(values[x].bounded() for x in slopes):
            middle = dict(values)
            for x in slopes:
                m = ((values[x].lo + values[x].hi) / 2).mid()
                middle[x] = I(m, m)
            try:
                i = Box(middle).eval(e)
            except (Undefined, Unable):
                return False
            for x, s in slopes.items():
                i = i + s * (values[x] - middle[x])
            return good(i)
        return False

    def tries(self, values, e, good):
        try:
            return good(Box(values).eval(e))
        except (Undefined, Unable):
            return False

    def cut(self, values):
        best = None
        relevant = formula_free(self.goal.claim)
        for f in self.ties:
            relevant = relevant | formula_free(f)
        for x, integer in self.domain.variables.items():
            r = values[x]
            if r.point() or x not in relevant:
                continue
            m = middle(r)
            if integer:
                m = m.floor()
                if not m.is_exact() or bool(m >= r.hi) or bool(m < r.lo):
                    continue
            elif bool(m <= r.lo) or bool(m >= r.hi):
                continue
            size = 1 + (0 if r.has_zero() else float(min(abs(r.lo), abs(r.hi))))
            width = float(r.hi - r.lo) / size if r.bounded() else 1e9 / (1 + size)
            if best is None or width > best[0]:
                best = (width, x, m, integer)
        if best is None:
            return None
        _, x, m, integer = best
        r = values[x]
        up = m + 1 if integer else m
        return [{**values, x: I(r.lo, m)}, {**values, x: I(up, r.hi)}]


def middle(r):
    if r.bounded():
        if bool(r.lo > 0) and bool(r.hi > 64 * r.lo):
            return (r.lo * r.hi).sqrt().mid()
        return ((r.lo + r.hi) / 2).mid()
    if r.lo.is_finite():
        return arb(1) if bool(r.lo < 0) else ((r.lo + 1) * 2).mid()
    if r.hi.is_finite():
        return arb(-1) if bool(r.hi > 0) else -((-r.hi + 1) * 2).mid()
    return arb(0)


__all__ = ["Goal", "TABLE", "fmpq"]
