"""The functions of the claim language in floating point, on arrays; outside their domains nan."""

import functools

import numpy as np
from flint import arb, ctx

try:
    from scipy import special
except ImportError:  # numpy alone does: functions that need scipy are then not sampled
    special = None


def by_value(name):
    """A function evaluated once for each tuple of arguments, with Arb: for slow ones on few different arguments."""
    limit = 4000

    @functools.lru_cache(maxsize=None)
    def one(*args):
        from .functions import apply
        from .interval import I, Unable, Undefined

        old, ctx.prec = ctx.prec, 96
        try:
            value = apply(name, [I(arb(a), arb(a)) for a in args])
            return float((value.lo + value.hi) / 2) if bool(value.hi - value.lo < 1e-4 * abs(value.hi)) else np.nan
        except (Undefined, Unable, ArithmeticError):
            return np.nan
        finally:
            ctx.prec = old

    def f(*args):
        rows = np.column_stack([np.asarray(a, dtype=float) for a in np.broadcast_arrays(*args)])
        unique, where = np.unique(rows, axis=0, return_inverse=True)
        values = np.full(len(unique), np.nan)
        for i, row in enumerate(unique[:limit]):
            if np.isfinite(row).all():
                values[i] = one(*row)
        return values[where.reshape(-1)]

    return f


def harmonic_dim(d, n):
    top = (2 * n + d - 2) * np.exp(special.gammaln(n + d - 2) - special.gammaln(n + 1) - special.gammaln(d - 1))
    return np.where(n == 0, 1.0, top)


def bessel_prime(n, x):
    return np.where(x == 0, np.nan, n / x * special.jv(n, x) - special.jv(n + 1, x))


def binomial_cdf(k, n, q):
    k = np.floor(k)
    inside = special.betainc(np.maximum(n - k, 0.5), np.maximum(k, 0) + 1, 1 - q)
    return np.where(k < 0, 0.0, np.where(k >= n, 1.0, inside))


def heavy_cdf(d, alpha, x):
    """J_nu(A)^2 + 2 sum of J_(nu+j)(A)^2 (RL-01), for A up to 300."""
    nu = d / 2
    a = 2 * np.sqrt(np.pi) * alpha * np.sqrt(d) * np.exp(special.gammaln(nu + 1) / d) * x
    near = np.where(a <= 300, a, np.nan)
    total = special.jv(nu, near) ** 2
    top = np.nanmax(near, initial=0.0)
    for j in range(1, int(top) + 40):
        total = total + 2 * special.jv(nu + j, near) ** 2
    return total


def legendre_d(d, n, x):
    """By the recurrence, up to degree 200."""
    before, now = np.ones_like(x), x
    out = np.where(n == 0, before, np.where(n == 1, now, np.nan))
    for k in range(1, int(min(np.nanmax(n, initial=0), 200))):
        before, now = now, ((2 * k + d - 2) * x * now - k * before) / (k + d - 2)
        out = np.where(n == k + 1, now, out)
    return out


def tube_fraction(d, t):
    return np.where(t <= 1, 1.0, special.betainc((d - 1) / 2, 0.5, 1 / (t * t)))


def functions():
    out = {
        "sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "log2": np.log2, "sin": np.sin, "cos": np.cos, "tan": np.tan,
        "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
        "abs": np.abs, "floor": np.floor, "ceil": np.ceil, "sign0": np.sign, "clip": lambda x: np.clip(x, 0, 1),
        "max": lambda *a: np.maximum.reduce(np.broadcast_arrays(*a)),
        "min": lambda *a: np.minimum.reduce(np.broadcast_arrays(*a)),
        "norm_pdf": lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi),
    }
    if special is not None:
        out |= {
            "erf": special.erf, "erfc": special.erfc, "erfinv": special.erfinv, "gamma": special.gamma,
            "lgamma": special.gammaln, "digamma": special.digamma, "gamma_p": special.gammainc,
            "gamma_q": special.gammaincc, "beta_i": lambda x, a, b: special.betainc(a, b, x),
            "owen_t": special.owens_t, "bessel_j": special.jv, "bessel_j_prime": bessel_prime,
            "norm_cdf": special.ndtr, "factorial": lambda n: special.gamma(n + 1),
            "binomial": lambda n, k: np.where(k < 0, 0.0, special.binom(n, k)),
            "harmonic_dim": harmonic_dim, "tube_fraction": tube_fraction, "heavy_cdf": heavy_cdf,
            "binomial_cdf": binomial_cdf, "legendre_d": legendre_d,
            "binet": lambda x: special.gammaln(x) - ((x - 0.5) * np.log(x) - x + 0.5 * np.log(2 * np.pi)),
        }
    for name in ("rank_bound", "rank_bound_power", "fbar_distance", "tube_bound", "spectral_density"):
        out[name] = by_value(name)
    return out


TABLE = functions()
