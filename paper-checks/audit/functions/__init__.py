"""The functions of the claim language over intervals, by Arb and by monotonicity.

Each returns an enclosure of the values at all points of its arguments, or raises `Undefined` (some point may be outside the
domain) or `Unable` (no enclosure known here).
"""

from flint import ctx

from ..interval import Unable
from . import bessel, gamma, laws, rank, tube
from .elementary import ceil, exp, floor, real_power
from .table import TABLE


# Slow ones are remembered: a subdivision in another variable asks for the same values again.
SLOW = {"rank_bound", "rank_bound_power", "fbar_distance", "spectral_density", "tube_bound", "heavy_cdf"}
KNOWN = {}


def key_of(x):
    return tuple(tuple(map(int, e.man_exp())) if e.is_finite() else str(e) for e in (x.lo, x.hi))


def apply(name, args):
    f = TABLE.get(name)
    if f is None:
        raise Unable(f"{name} has no independent implementation here")
    try:
        if name not in SLOW:
            return f(*args)
        key = (name, ctx.prec, *map(key_of, args))
        if key not in KNOWN:
            KNOWN[key] = f(*args)
        return KNOWN[key]
    except ValueError as error:
        raise Unable(f"{name}: {error}") from error


__all__ = ["apply", "bessel", "ceil", "exp", "floor", "gamma", "laws", "rank", "real_power", "tube", "TABLE"]
