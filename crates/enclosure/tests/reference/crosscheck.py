"""The data beside mpmath: other code than Arb, without enclosures, so agreement is asked to stated digits.

Run by `generate.py --check`. MPFR, in the Rust tests beside this file, covers the functions that it has.
"""

import random

import mpmath

from exact import parse

mpf = mpmath.mpf
DIGITS = 15  # relative agreement asked of mpmath, which computes with WORK bits
WORK = 400


def owen_t(h, a):
    """Quadrature of the definition, T(h, a) = 1/(2 pi) * integral over [0, a] of exp(-h^2 (1+t^2)/2) / (1+t^2) dt.

    (SciPy's owens_t has no correct digit for a below 1e-16 and |h| about 5, so it is no peer.)
    """
    if max(abs(h), abs(a)) > 8:
        return None
    return mpmath.quad(lambda t: mpmath.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), mpmath.linspace(0, a, 17)) / (2 * mpmath.pi)


MPMATH = {
    "owen_t": owen_t,
    "erfinv": mpmath.erfinv,
    "gamma_p": lambda a, x: mpmath.gammainc(a, 0, x, regularized=True),
    "gamma_q": lambda a, x: mpmath.gammainc(a, x, regularized=True),
    "beta_i": lambda x, a, b: mpmath.betainc(a, b, 0, x, regularized=True),
    "bessel_j": mpmath.besselj,
    "bessel_j_prime": lambda nu, x: mpmath.besselj(nu, x, derivative=1) if x else None,
}


def moderate(args):
    """mpmath's series are safe and quick here."""
    return all(arg == 0 or mpf(2) ** -60 < abs(arg) < 150 for arg in args)


def crosscheck(name, rows, count):
    """Compare up to `count` of the rows (split lines) of 53 to 128 bits; returns how many were compared."""
    if name not in MPMATH:
        return 0
    done = 0
    rows = [row for row in rows if int(row[0]) <= 128]
    with mpmath.workprec(WORK):
        for row in random.Random(f"crosscheck/{name}").sample(rows, len(rows)):
            *args, lo, hi = (mpmath.ldexp(*parse(text)) for text in row[1:])
            middle = (lo + hi) / 2
            if not moderate(args):
                continue
            value, tolerance = MPMATH[name](*args), mpf(10) ** -DIGITS
            if value is None or not mpmath.isfinite(value):
                continue
            assert abs(value - middle) <= tolerance * abs(middle), f"{name}: other code has {value}: {' '.join(row)}"
            done += 1
            if done == count:
                break
    return done
