"""Expressions and formulas: interned nodes read from a certificate's tables.

A node is unique for its content, so equality is identity. Definitions are replaced by what they stand for.
"""

import hashlib
import struct

from flint import fmpq, fmpz

LIMIT_NODES = 1_000_000
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


def read_rational(text):
    if not isinstance(text, str) or len(text) > 100_000:
        raise Bad("not a number")
    body = text[1:] if text.startswith("-") else text
    pieces = body.split("/")
    if len(pieces) > 2 or not all(p.isascii() and p.isdigit() for p in pieces):
        raise Bad(f"not a rational number: {text[:40]!r}")
    p, q = fmpz(pieces[0]), fmpz(pieces[1] if len(pieces) == 2 else 1)
    if q == 0:
        raise Bad("a zero denominator")
    value = fmpq(p, q)
    return -value if text.startswith("-") else value


class Reader:
    """The nodes of one certificate by index, and its formulas, binders and goals."""

    def __init__(self, table):
        if not isinstance(table, list) or len(table) > LIMIT_NODES:
            raise Bad("no table of nodes, or too many")
        self.nodes = []
        self.digests = []
        for row in table:
            self.nodes.append(self.node(row))

    def expr(self, i):
        if not isinstance(i, int) or isinstance(i, bool) or not 0 <= i < len(self.nodes):
            raise Bad(f"no node {i!r} before its use")
        return self.nodes[i]

    def node(self, row):
        match row:
            case ["num", q]:
                out = num(read_rational(q))
                self.digests.append(sha(b"\x01" + text(base36(out.args[0]))))
                return out
            case ["pi"]:
                self.digests.append(sha(b"\x02"))
                return make("pi")
            case ["e"]:
                self.digests.append(sha(b"\x03"))
                return make("e")
            case ["var", str(x)]:
                self.digests.append(sha(b"\x04" + text(x)))
                return var(x)
            case ["neg", a]:
                out = make("neg", self.expr(a))
                self.digests.append(sha(b"\x05" + self.digests[a]))
                return out
            case [("add" | "sub" | "mul" | "div" | "pow") as op, a, b]:
                out = make(op, self.expr(a), self.expr(b))
                tag = bytes([6 + ("add", "sub", "mul", "div", "pow").index(op)])
                self.digests.append(sha(tag + self.digests[a] + self.digests[b]))
                return out
            case ["call", str(f), list(args)]:
                out = make("call", f, *(self.expr(a) for a in args))
                self.digests.append(sha(b"\x0b" + text(f) + self.many(args)))
                return out
            case ["def", str(_), list(_), body]:
                out = self.expr(body)
                self.digests.append(self.digests[body])
                return out
            case ["if", c, a, b]:
                out = make("if", self.formula(c), self.expr(a), self.expr(b))
                self.digests.append(sha(b"\x0d" + self.formula_bytes(c) + self.digests[a] + self.digests[b]))
                return out
            case [("sum" | "prod" | "integral" | "sup" | "inf") as op, b, body]:
                out = make(op, self.binder(b), self.expr(body))
                tag = bytes([14 + ("sum", "prod", "integral", "sup", "inf").index(op)])
                self.digests.append(sha(tag + self.binder_bytes(b) + self.digests[body]))
                return out
            case ["deriv", str(x), int(n), at, body]:
                out = make("deriv", x, n, self.expr(at), self.expr(body))
                parts_ = text(x) + struct.pack("<I", n) + self.digests[at] + self.digests[body]
                self.digests.append(sha(b"\x13" + parts_))
                return out
            case ["limit", str(x), at, body]:
                out = make("limit", x, None if at is None else self.expr(at), self.expr(body))
                self.digests.append(
                    sha(b"\x14" + text(x) + self.many([] if at is None else [at]) + self.digests[body])
                )
                return out
        raise Bad(f"not a node: {str(row)[:60]}")

    def binder(self, b):
        match b:
            case ["real", str(x), lo, hi]:
                return ("real", x, self.end(lo), self.end(hi))
            case ["integer", str(x), lo, hi]:
                return ("integer", x, self.expr(lo), None if hi is None else self.expr(hi))
        raise Bad("not a binder")

    def end(self, e):
        match e:
            case None:
                return None
            case [i, bool(closed)]:
                return (self.expr(i), closed)
        raise Bad("not a bound")

    def formula(self, f):
        match f:
            case [str(r), a, b] if r in RELATIONS:
                return (r, self.expr(a), self.expr(b))
            case ["int", a]:
                return ("int", self.expr(a))
            case [("and" | "or") as op, *rest]:
                return (op, *(self.formula(g) for g in rest))
            case ["not", a]:
                return ("not", self.formula(a))
            case [("implies" | "iff") as op, a, b]:
                return (op, self.formula(a), self.formula(b))
            case [("forall" | "exists") as op, b, body]:
                return (op, self.binder(b), self.formula(body))
        raise Bad(f"not a formula: {str(f)[:60]}")

    # The content hash of the claim files, computed here from the trees: docs/certificates.md, "Hash".

    def many(self, args):
        return struct.pack("<Q", len(args)) + b"".join(self.digests[a] for a in args)

    def binder_bytes(self, b):
        out = text(b[1])
        if b[0] == "real":
            for end in b[2:]:
                out += b"\x00" if end is None else bytes([1 + end[1]]) + self.digests[end[0]]
            return out
        return out + b"\x09" + self.digests[b[2]] + self.many([] if b[3] is None else [b[3]])

    def formula_bytes(self, f):
        op = f[0]
        if op in RELATIONS:
            return bytes([RELATIONS[op]]) + self.digests[f[1]] + self.digests[f[2]]
        if op == "int":
            return bytes([36]) + self.digests[f[1]]
        if op in ("and", "or"):
            tag = bytes([37 if op == "and" else 38])
            return tag + struct.pack("<Q", len(f) - 1) + b"".join(self.formula_bytes(g) for g in f[1:])
        if op in ("not", "implies", "iff"):
            tag = bytes([{"not": 39, "implies": 40, "iff": 41}[op]])
            return tag + b"".join(self.formula_bytes(g) for g in f[1:])
        tag = bytes([42 if op == "forall" else 43])
        return tag + self.binder_bytes(f[1]) + self.formula_bytes(f[2])

    def content_hash(self, content):
        h = hashlib.sha256()
        h.update(struct.pack("<Q", len(content["domain"])))
        for b in content["domain"]:
            h.update(sha(self.binder_bytes(b)))
        h.update(struct.pack("<Q", len(content["given"])))
        for f in content["given"]:
            h.update(sha(self.formula_bytes(f)))
        texts = content["steps"] if "steps" in content else [content["proof"]] if "proof" in content else []
        for t in texts:
            h.update(text(t))
        if "formula" in content:
            h.update(sha(self.formula_bytes(content["formula"])))
        return h.hexdigest()


def sha(data):
    return hashlib.sha256(data).digest()


def text(s):
    data = s.encode()
    return struct.pack("<Q", len(data)) + data


def base36(q):
    def one(n):
        n = int(n)
        if n == 0:
            return "0"
        digits, sign, n = "", "-" if n < 0 else "", abs(n)
        while n:
            n, r = divmod(n, 36)
            digits = "0123456789abcdefghijklmnopqrstuvwxyz"[r] + digits
        return sign + digits

    return one(q.p) if q.q == 1 else f"{one(q.p)}/{one(q.q)}"


# Substitution.


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
