"""The table of functions, and enclosures of monotone ones."""

from ..interval import INF, NINF, I, Unable, Undefined, above, below

TABLE = {}


def function(*names):
    def put(f):
        for n in names:
            TABLE[n] = f
        return f

    return put


def at(f, x, at_inf=None, at_ninf=None):
    """Ball of `f` at an exact point; limits at infinity given."""
    if x.is_finite():
        return f(x)
    value = at_inf if bool(x > 0) else at_ninf
    if value is None:
        raise Unable("no value at infinity")
    return value


def rising(f, x, at_inf=INF, at_ninf=NINF):
    return I(below(at(f, x.lo, at_inf, at_ninf)), above(at(f, x.hi, at_inf, at_ninf)))


def falling(f, x, at_inf=NINF, at_ninf=INF):
    return I(below(at(f, x.hi, at_inf, at_ninf)), above(at(f, x.lo, at_inf, at_ninf)))


def needs(condition, what):
    if not condition:
        raise Undefined(what)
