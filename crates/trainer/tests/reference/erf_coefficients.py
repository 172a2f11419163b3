"""Coefficients of the two polynomial pieces of the f32 erf kernel (prints Rust constants).

near: erf(x)/x - 1 as a polynomial of degree 8 in x^2 on |x| <= 1.5 (the kernel ends with x + x q, whose rounding is
smaller than that of x (1 + q)).  far: erfc(x)^(1/16) as a polynomial of degree 8 in x on [1.5, 4].
Interpolation in Chebyshev nodes with mpmath at 50 digits, converted to monomials, rounded to f32.
"""
import mpmath as mp
import numpy as np

mp.mp.dps = 50


def fit(f, a, b, n):
    a, b = mp.mpf(a), mp.mpf(b)
    xs = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (2 * k + 1) / (2 * n + 2)) for k in range(n + 1)]
    rows = mp.matrix(n + 1, n + 1)
    rhs = mp.matrix(n + 1, 1)
    for i, x in enumerate(xs):
        rhs[i] = f(x)
        for j in range(n + 1):
            rows[i, j] = x ** j
    return mp.lu_solve(rows, rhs)


def near(t):
    s = mp.sqrt(t)
    return mp.erf(s) / s - 1


for name, c in (("NEAR", fit(near, "1e-30", "2.25", 8)), ("FAR", fit(lambda x: mp.erfc(x) ** (mp.mpf(1) / 16), "1.5", "4", 8))):
    print(f"const {name}: [f32; {len(c)}] = [")
    for v in c:
        print(f"    {np.format_float_scientific(np.float32(float(v)), unique=True)},")
    print("];")
