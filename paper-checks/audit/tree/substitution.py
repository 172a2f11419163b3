"""Substitution without capture, and negation."""

from .nodes import NEGATE, Node, RELATIONS, formula_free, make, var


def substitute(e, x, by):
    """`e` with the free variable `x` replaced, bound variables renamed where they would capture."""
    return _substitute(e, x, by, {})


def _substitute(e, x, by, seen):
    if x not in e.free:
        return e
    found = seen.get(e)
    if found is not None:
        return found
    go = lambda a: _substitute(a, x, by, seen)  # noqa: E731
    op, args = e.op, e.args
    if op == "var":
        out = by
    elif op in ("sum", "prod", "integral", "sup", "inf"):
        b, body = _binder_substitute(args[0], args[1], x, by, lambda f, *a: substitute(f, *a))
        out = make(op, b, body)
    elif op in ("deriv", "limit"):
        y, body = args[0], args[-1]
        y, body = _rename(y, body, x, by, substitute)
        new = body if y == x else substitute(body, x, by)
        at = args[2] if op == "deriv" else args[1]
        at = None if at is None else go(at)
        out = make("deriv", y, args[1], at, new) if op == "deriv" else make("limit", y, at, new)
    elif op == "if":
        out = make("if", substitute_formula(args[0], x, by), go(args[1]), go(args[2]))
    elif op == "call":
        out = make("call", args[0], *(go(a) for a in args[1:]))
    else:
        out = make(op, *(go(a) for a in args))
    seen[e] = out
    return out


def _rename(y, body, x, by, sub):
    if y != x and y in by.free and x in (body.free if isinstance(body, Node) else formula_free(body)):
        fresh = y + "'"
        taken = by.free | (body.free if isinstance(body, Node) else formula_free(body))
        while fresh in taken:
            fresh += "'"
        return fresh, sub(body, y, var(fresh))
    return y, body


def _binder_substitute(b, body, x, by, sub):
    kind, y, lo, hi = b
    if kind == "integer":
        lo, hi = substitute(lo, x, by), None if hi is None else substitute(hi, x, by)
    else:
        lo, hi = ((substitute(t[0], x, by), t[1]) if t else None for t in (lo, hi))
    y, body = _rename(y, body, x, by, sub)
    return (kind, y, lo, hi), body if y == x else sub(body, x, by)


def substitute_formula(f, x, by):
    if x not in formula_free(f):
        return f
    op = f[0]
    if op in RELATIONS:
        return (op, substitute(f[1], x, by), substitute(f[2], x, by))
    if op == "int":
        return (op, substitute(f[1], x, by))
    if op in ("forall", "exists"):
        b, body = _binder_substitute(f[1], f[2], x, by, substitute_formula)
        return (op, b, body)
    return (op, *(substitute_formula(g, x, by) for g in f[1:]))


def negate(f):
    """The negation pushed inwards, or None."""
    op = f[0]
    if op in RELATIONS:
        return (NEGATE[op], f[1], f[2])
    if op in ("and", "or"):
        all_ = [negate(g) for g in f[1:]]
        return None if None in all_ else ("or" if op == "and" else "and", *all_)
    if op == "not":
        return f[1]
    if op == "implies":
        other = negate(f[2])
        return None if other is None else ("and", f[1], other)
    return None
