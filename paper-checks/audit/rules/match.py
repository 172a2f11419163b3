"""Whether a goal left gives a formula that a step needs: quotients of normal forms and their signs."""

from flint import fmpq

from ..algebra import P, TooLarge, add as plus, clear, is_zero, minus, mono_inverse, mono_mul, scale, times, to_node
from ..facts import flip, holds, product
from ..goals import sign_view
from ..tree import RELATIONS, sub


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


def conjuncts(f):
    return [h for g in f[1:] for h in conjuncts(g)] if f[0] == "and" else [f]
