"""Interned nodes of expressions; a formula is a tuple."""

from flint import fmpq


RELATIONS = {"<": 30, "<=": 31, ">": 32, ">=": 33, "=": 34, "!=": 35}
FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
NEGATE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


class Bad(Exception):
    """The certificate is malformed."""


class Node:
    __slots__ = ("op", "args", "free", "key", "_hash")

    def __init__(self, op, args, free):
        self.op, self.args, self.free = op, args, free
        self._hash = hash((op, args))

    def __repr__(self):
        return show(self)

    def __hash__(self):
        return self._hash

    def __eq__(self, other):
        return self is other


_TABLE = {}


def make(op, *args):
    """The node of that content."""
    key = (op, args)
    found = _TABLE.get(key)
    if found is None:
        found = Node(op, args, free_of(op, args))
        _TABLE[key] = found
    return found


def binder_free(b):
    return frozenset().union(*(e.free for e in bound_exprs(b)))


def bound_exprs(b):
    kind, _, lo, hi = b
    ends = (lo, hi) if kind == "integer" else tuple(x[0] if x else None for x in (lo, hi))
    return [e for e in ends if e is not None]


def free_of(op, args):
    if op in ("num", "pi", "e"):
        return frozenset()
    if op == "var":
        return frozenset(args)
    if op in ("sum", "prod", "integral", "sup", "inf"):
        b, body = args
        return (body.free - {b[1]}) | binder_free(b)
    if op == "deriv":
        x, _, at, body = args
        return (body.free - {x}) | at.free
    if op == "limit":
        x, at, body = args
        return (body.free - {x}) | (at.free if at is not None else frozenset())
    out = frozenset()
    for a in args:
        if isinstance(a, Node):
            out |= a.free
        elif isinstance(a, tuple):
            out |= formula_free(a)
    return out


def formula_free(f):
    op = f[0]
    if op in RELATIONS:
        return f[1].free | f[2].free
    if op == "int":
        return f[1].free
    if op in ("forall", "exists"):
        return (formula_free(f[2]) - {f[1][1]}) | binder_free(f[1])
    return frozenset().union(*(formula_free(g) for g in f[1:]))


def num(q):
    return make("num", fmpq(q))


def var(x):
    return make("var", x)


ZERO, ONE = num(0), num(1)


def add(a, b):
    return b if a is ZERO else a if b is ZERO else make("add", a, b)


def sub(a, b):
    return a if b is ZERO else make("sub", a, b)


def neg(a):
    return make("neg", a)


def mul(a, b):
    if a is ZERO or b is ZERO:
        return ZERO
    return b if a is ONE else a if b is ONE else make("mul", a, b)


def div(a, b):
    return a if b is ONE else make("div", a, b)


def power(a, b):
    return make("pow", a, b)


def call(name, *args):
    return make("call", name, *args)


def parts(node):
    """Direct operands that are expressions (conditions and binders left out)."""
    return [a for a in node.args if isinstance(a, Node)]


def show(e):
    op, a = e.op, e.args
    if op == "num":
        return str(a[0])
    if op in ("pi", "e"):
        return op
    if op == "var":
        return a[0]
    if op == "neg":
        return f"-({a[0]})"
    if op in ("add", "sub", "mul", "div", "pow"):
        return f"({a[0]} {dict(add='+', sub='-', mul='*', div='/', pow='^')[op]} {a[1]})"
    if op == "call":
        return f"{a[0]}({', '.join(map(str, a[1:]))})"
    return f"{op}{a}"


def show_formula(f):
    if f[0] in RELATIONS:
        return f"{f[1]} {f[0]} {f[2]}"
    return str(f)
