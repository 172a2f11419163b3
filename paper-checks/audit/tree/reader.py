"""The tables of a certificate, and the hash of the claim they hold."""

import hashlib
import struct

from flint import fmpq, fmpz

from .nodes import Bad, RELATIONS, make, num, var

LIMIT_NODES = 1_000_000


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
