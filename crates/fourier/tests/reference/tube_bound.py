"""Values of the tube bound and of the spectral mass beyond the unit radius, by double-precision quadrature.

An independent route: K(t) by Gauss-Legendre quadrature of its defining integral (scipy's Bessel functions), then
LB = P - int_0^{t_k} M - k int_{t_k}^inf M p_d, the last integral cut at V and continued by the leading term of M. Each value
comes with an error estimate: the difference between two resolutions, plus the whole of the continued part's next order,
plus 1e-13 for double precision. Run: python3 tube_bound.py > tube_bound.csv
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, gammaln, jv


def radius(d, lam):
    r = np.exp(gammaln(d / 2 + 1) / d) / np.sqrt(np.pi)
    return 2 * np.pi * r * np.sqrt(d) * lam


def legendre(lo, hi, n):
    x, w = np.polynomial.legendre.leggauss(n)
    return 0.5 * (hi - lo) * x + 0.5 * (hi + lo), 0.5 * (hi - lo) * w


def kernel(d, a, t):
    nu = d / 2
    n = int(40 + a * (1 + t.max()) / 2)
    s, w = legendre(0.0, a, n)
    left = w * jv(nu, s)
    return np.array([left @ jv(nu - 1, x * s) for x in t])


def integrate(f, lo, hi, step, n):
    total = 0.0
    edges = np.linspace(lo, hi, max(2, int(np.ceil((hi - lo) / step)) + 1))
    for e0, e1 in zip(edges[:-1], edges[1:]):
        x, w = legendre(e0, e1, n)
        total += w @ f(x)
    return total


def compute(d, lam, k, n, v_end):
    a = radius(d, lam)
    nu = d / 2
    mass = lambda t: d * t * kernel(d, a, t) ** 2
    frac = lambda t: betainc((d - 1) / 2, 0.5, 1 / t**2)
    total = jv(nu, a) ** 2 + 2 * sum(jv(nu + j, a) ** 2 for j in range(1, int(a) + 80))
    step = 4 / a
    # in v = sqrt(t^2 - 1) the tube fraction is analytic
    weighted = lambda v: (lambda t: d * v * kernel(d, a, t) ** 2 * frac(t))(np.sqrt(1 + v * v))
    if k == 0:
        return total - integrate(mass, 0, 1, step, n), 0.0
    tk = 1.0 if k == 1 else brentq(lambda t: k * frac(np.array(t)) - 1, 1 + 1e-15, 10 * k ** (1 / (d - 1)) + 2, xtol=1e-15)
    below = integrate(mass, 0, tk, step, n)
    tubes = integrate(weighted, np.sqrt(tk * tk - 1), v_end, step, n)
    # M ~ d J_nu(A)^2 / (pi A t^2), p ~ c t^(1-d)
    c = frac(np.array(1e3)) * 1e3 ** (d - 1)
    tail = c * d * jv(nu, a) ** 2 / (np.pi * a) * v_end**-d / d
    next_order = k * c * d / (np.pi * a) * v_end ** (-d - 1) * 2
    return total - below - k * (tubes + tail), next_order


CASES = [
    (2, 1.0, 0), (3, 2**0.5, 0), (8, 1.0, 0), (16, 2**0.5, 0), (32, 2.0, 0),
    (2, 1.0, 1), (2, 1.0, 2), (2, 1.0, 4), (2, 2**0.5, 2), (3, 1.0, 1), (3, 2**0.5, 3), (4, 2**0.5, 5), (5, 1.0, 16),
    (8, 1.0, 1), (8, 1.0, 16), (8, 2**0.5, 1000), (12, 2.0, 64), (16, 2**0.5, 256), (24, 1.5, 4096), (32, 2.0, 65536),
    (48, 1.0, 2.0**24), (64, 2**0.5, 2.0**32),
]


def main():
    print("d,lambda_squared,k,value,error")
    for d, lam, k in CASES:
        v_end = 120.0 if d <= 3 else 40.0 if d <= 5 else 12.0 if d <= 12 else 5.0
        fine, rest = compute(d, lam, k, 24, v_end)
        coarse, _ = compute(d, lam, k, 16, 0.8 * v_end)
        print(f"{d},{lam * lam:.10g},{k:.17g},{fine:.17g},{2 * abs(fine - coarse) + rest + 1e-13:.3g}", flush=True)


main()
