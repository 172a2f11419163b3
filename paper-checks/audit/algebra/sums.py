"""Sums of monomials: adding, multiplying, common factors."""

from flint import fmpq, fmpz


MAX_TERMS = 3000


class TooLarge(Exception):
    pass


class P:
    """A sum: dict from monomials to coefficients; unique for its content."""

    __slots__ = ("terms", "_hash", "_node")

    def __new__(cls, terms):
        key = frozenset(terms.items())
        found = _SUMS.get(key)
        if found is None:
            found = object.__new__(cls)
            found.terms, found._hash, found._node = terms, hash(key), None
            _SUMS[key] = found
        return found

    def __hash__(self):
        return self._hash

    def __eq__(self, o):
        return self is o

    def constant(self):
        """The number it is, or None."""
        if not self.terms:
            return fmpq(0)
        if len(self.terms) == 1 and () in self.terms:
            return self.terms[()]
        return None

    def single(self):
        """(monomial, coefficient) if it is one term."""
        return next(iter(self.terms.items())) if len(self.terms) == 1 else None


_SUMS = {}
NIL = P({})


def number(q):
    q = fmpq(q)
    return P({(): q}) if q else NIL


UNITY = number(1)


def atom(kind, *content):
    """Atoms are (kind, content) tuples: ("v", name), ("pi",), ("e",), ("prime", p), ("f", name, sums...), ("s", sum), ("o", node)."""
    return (kind, *content)


def of(a, k=1):
    return P({((a, fmpq(k)),): fmpq(1)})


def add(*ps):
    out = {}
    for p in ps:
        for m, c in p.terms.items():
            s = out.get(m, 0) + c
            if s:
                out[m] = s
            else:
                out.pop(m, None)
    return P(out)


def scale(p, q):
    return P({m: c * q for m, c in p.terms.items()}) if q else NIL


def minus(p, q):
    return add(p, scale(q, fmpq(-1)))


def exp_add(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a + b
    s = add(a if isinstance(a, P) else number(a), b if isinstance(b, P) else number(b))
    c = s.constant()
    return s if c is None else c


def exp_mul(a, b):
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a * b
    s = times(a if isinstance(a, P) else number(a), b if isinstance(b, P) else number(b))
    c = s.constant()
    return s if c is None else c


def rank(a):
    return (a[0], hash(a))


def mono_mul(m, n):
    if not m:
        return n
    if not n:
        return m
    out = dict(m)
    for a, k in n:
        s = exp_add(out[a], k) if a in out else k
        if isinstance(s, fmpq) and s == 0:
            del out[a]
        else:
            out[a] = s
    return tuple(sorted(out.items(), key=lambda t: rank(t[0])))


def mono_inverse(m):
    return tuple((a, exp_mul(k, fmpq(-1))) for a, k in m)


def whole(k):
    return isinstance(k, fmpq) and k.q == 1


def times(p, q):
    if len(p.terms) * len(q.terms) > MAX_TERMS * 4:
        raise TooLarge
    out = {}
    redo = []
    for m, c in p.terms.items():
        for n, d in q.terms.items():
            r = mono_mul(m, n)
            if any(reducible(a, k) for a, k in r):
                redo.append((r, c * d))
                continue
            s = out.get(r, 0) + c * d
            if s:
                out[r] = s
            else:
                out.pop(r, None)
    result = P(out)
    for r, c in redo:
        result = add(result, scale(reduce(r), c))
    return result


def reducible(a, k):
    if not isinstance(k, fmpq):
        # q^(p + 3) and (sum)^(p + 3): the integer part leaves the exponent.
        return a[0] == "prime" and () in k.terms
    if a[0] == "s":
        return k.q == 1 and k > 0
    if a[0] == "prime":
        return k >= 1 or k < 0
    if a[0] == "f" and a[1] == "sin":
        return k >= 2 and k.q == 1
    if a[0] == "f" and a[1] == "abs":
        return k.q == 1 and int(k.p) % 2 == 0
    return False


def reduce(m):
    """A monomial whose powers of sums, primes and sines are written out."""
    rest, factors, c = [], [], fmpq(1)
    for a, k in m:
        if not reducible(a, k):
            rest.append((a, k))
        elif a[0] == "s":
            factors += [a[1]] * int(k.p)
        elif a[0] == "prime":
            part = k if isinstance(k, fmpq) else k.terms[()]
            n = int(part.p) // int(part.q)
            if abs(n) > 4000:
                raise TooLarge
            c *= fmpq(fmpz(a[1])) ** n
            left = exp_add(k, fmpq(-n))
            if not (isinstance(left, fmpq) and left == 0):
                rest.append((a, left))
        elif a[1] == "abs":
            factors += [a[2]] * int(k.p)
        else:
            square = minus(UNITY, of(atom("f", "cos", a[2]), 2))
            n = int(k.p)
            factors += [square] * (n // 2)
            if n % 2:
                rest.append((a, fmpq(1)))
    out = P({tuple(rest): c})
    for f in factors:
        out = times(out, f)
    return out


def int_power(p, n):
    out, base = UNITY, p
    if n > 64 and len(p.terms) > 1:
        raise TooLarge
    while n:
        if n & 1:
            out = times(out, base)
        n >>= 1
        if n:
            base = times(base, base)
    return out


def common(p):
    """The largest monomial with numeric exponents that divides every term (least exponent of each atom)."""
    low = None
    for m in p.terms:
        here = dict(m)
        if low is None:
            low = here
            continue
        for a in list(low):
            k, j = low[a], here.get(a, fmpq(0))
            if isinstance(k, fmpq) and isinstance(j, fmpq):
                low[a] = min(k, j)
            elif k is not j:
                del low[a]
        for a, j in here.items():
            if a not in low and isinstance(j, fmpq) and j < 0 and not any(a == b for b in low):
                low[a] = j if all(isinstance(dict(n).get(a, fmpq(0)), fmpq) for n in p.terms) else fmpq(0)
                low[a] = min(low[a], fmpq(0))
    out = {a: k for a, k in (low or {}).items() if not (isinstance(k, fmpq) and k == 0)}
    # An atom missing from some term has exponent 0 there.
    for a in list(out):
        if isinstance(out[a], fmpq):
            out[a] = min(k if isinstance(k := dict(m).get(a, fmpq(0)), fmpq) else out[a] for m in p.terms)
            if out[a] == 0:
                del out[a]
    return tuple(sorted(out.items(), key=lambda t: rank(t[0])))


def clear(p):
    """(content, rest): p = content * rest, no negative powers of sums left in rest, no common factor."""
    content = ()
    for _ in range(12):
        c = common(p)
        if not c:
            return content, p
        content = mono_mul(content, c)
        p = times(p, P({mono_inverse(c): fmpq(1)}))
        if not p.terms:
            return content, p
    return content, p


def is_zero(p):
    return not p.terms or not clear(p)[1].terms


def leading(p):
    """A coefficient that depends only on the sum up to positive factors: that of the first monomial in a fixed order."""
    return p.terms[max(p.terms, key=order)] if p.terms else fmpq(1)


def order(m):
    return tuple((a[0], str(a[1]) if a[0] == "v" else str(hash(a)), str(k) if isinstance(k, fmpq) else str(hash(k))) for a, k in m)


def factor(n):
    n = fmpz(n)
    n = abs(n)
    if n <= 1:
        return []
    if n.bit_length() > 200:
        return [(int(n), 1)]
    return [(int(p), int(k)) for p, k in n.factor()]
