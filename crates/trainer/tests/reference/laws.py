"""Reference values of the norm laws (laws.tsv) and of the construction of Theorem 9 (profile.tsv), by mpmath at 40 digits.

Columns of laws.tsv: law, d, x (hexadecimal double), P[X <= x], P[X > x].
Columns of profile.tsv: lambda, xi_lambda, z, mean of group 1, mean of group 2.
The compact law is a regularised incomplete beta function, checked against the integral of its definition (inner product
of two sphere points); the heavy-tailed law from its
density up to the point where that is affordable and from the tail integral of the squared Bessel function beyond.
"""
import mpmath as mp

mp.mp.dps = 40


def compact(d, x):
    s = mp.mpf(x) ** 2 / 2 - 1
    c = mp.gamma(mp.mpf(d) / 2) / (mp.sqrt(mp.pi) * mp.gamma(mp.mpf(d - 1) / 2))
    # Angle between the points: density c sin^(d-2); cos(angle) <= s.
    a = mp.acos(s)
    f = lambda t: c * mp.sin(t) ** (d - 2)
    h, b = mp.mpf(d - 1) / 2, mp.mpf(x) ** 2 / 4
    lower, upper = mp.betainc(h, h, 0, b, regularized=True), mp.betainc(h, h, b, 1, regularized=True)
    # The quadrature works to an absolute error only.
    assert abs(mp.quad(f, mp.linspace(a, mp.pi, 5)) - lower) < mp.mpf(10) ** -30
    assert abs(mp.quad(f, mp.linspace(0, a, 5)) - upper) < mp.mpf(10) ** -30
    return lower, upper


def gaussian(d, x):
    y = mp.mpf(d) * mp.mpf(x) ** 2 / 2
    return mp.gammainc(mp.mpf(d) / 2, 0, y, regularized=True), mp.gammainc(mp.mpf(d) / 2, y, mp.inf, regularized=True)


def heavy(d, x):
    nu = mp.mpf(d) / 2
    z = 2 * mp.pi * mp.sqrt(d) * mp.gamma(nu + 1) ** (mp.mpf(1) / d) / mp.sqrt(mp.pi) * mp.mpf(x)
    if z < 400:
        density = lambda t: d / t * mp.besselj(nu, t) ** 2
        pieces = mp.linspace(0, z, int(z / 3) + 3)
        lower = mp.quad(density, pieces)
        return lower, 1 - lower
    # Tail: the finite identities 1 - F_nu = 1 - F_{nu-1} + J_{nu-1}^2 + J_nu^2 from order 0 or 1/2.
    k = mp.mpf(d % 2) / 2
    upper = mp.mpf(0) if k == 0 else 2 / mp.pi * (mp.sin(z) ** 2 / z + mp.pi / 2 - mp.si(2 * z))
    while k < nu:
        upper += mp.besselj(k, z) ** 2 + mp.besselj(k + 1, z) ** 2
        k += 1
    return 1 - upper, upper


def rows():
    for d in (3, 4, 8, 16, 33, 64):
        for x in (0.05, 0.4, 1.0, 1.25, 1.4142, 1.5, 1.75, 1.99):
            yield "compact", d, x, compact(d, x)
    for d in (2, 3, 4, 16, 33, 64):
        for x in (0.01, 0.3, 0.75, 1.0, 1.2, 2.0, 5.0):
            yield "gaussian", d, x, gaussian(d, x)
    for d in (2, 3, 4, 8, 16, 33):
        for x in (0.02, 0.15, 0.3, 0.5, 1.0, 1.7, 3.0, 1e3, 1e6, 1e9):
            yield "heavy", d, x, heavy(d, x)


with open("laws.tsv", "w") as f:
    for law, d, x, (lower, upper) in rows():
        f.write(f"{law}\t{d}\t{float(x)!r}\t{mp.nstr(lower, 20)}\t{mp.nstr(upper, 20)}\n")


def owen(h, a):
    return mp.quad(lambda t: mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), [0, a]) / (2 * mp.pi)


with open("profile.tsv", "w") as f:
    for lam in ("1", "1.4142135623730951", "2"):
        lam = mp.mpf(lam)
        a = 1 / mp.sqrt(2 + lam ** 2)
        xi = mp.erfc(1) / (2 * mp.pi) * mp.atan(a) / owen(mp.sqrt(2), a)
        for z in (0, 0.9, 2, 20):
            b = 1 / mp.sqrt(2 + mp.mpf(z) ** 2)
            g1, g2 = 2 / mp.pi * mp.atan(b), 4 / mp.erfc(1) * owen(mp.sqrt(2), b)
            f.write(f"{float(lam)!r}\t{mp.nstr(xi, 20)}\t{float(z)!r}\t{mp.nstr(g1, 20)}\t{mp.nstr(g2, 20)}\n")
