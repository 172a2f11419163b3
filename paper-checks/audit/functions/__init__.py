"""The functions of the claim language over intervals, by Arb and by monotonicity.

Each returns an enclosure of the values at all points of its arguments, or raises `Undefined` (some point may be outside the
domain) or `Unable` (no enclosure known here).
"""

from ..interval import Unable
from . import bessel, gamma, laws, rank, tube
from .elementary import ceil, exp, floor, real_power
from .table import TABLE


def apply(name, args):
    f = TABLE.get(name)
    if f is None:
        raise Unable(f"{name} has no independent implementation here")
    try:
        return f(*args)
    except ValueError as error:
        raise Unable(f"{name}: {error}") from error


__all__ = ["apply", "bessel", "ceil", "exp", "floor", "gamma", "laws", "rank", "real_power", "tube", "TABLE"]
