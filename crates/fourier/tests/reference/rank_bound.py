#!/usr/bin/env python3
"""Independent values of the rank bound with FLINT's ball arithmetic (python-flint).

bound(d, lambda, r) = sum_n a_n^2 (1 - r/N_(d,n))_+ evaluated as
    P(1-P) - sum_{n<n0} (N_n - r) mu_n^2 - r Z,   Z = sum_{n>=1} mu_n^2,
with P from the regularised incomplete beta function, mu_n from FLINT's Gegenbauer polynomials at the same point, and Z
    - for d < 40 by the trapezoidal rule (two steps compared) for
      Z = kappa^2/2 * E_y 2F1(1, d/2; (d+1)/2; 1 - sigma y), y ~ Beta(d/2, d/2), sigma = 1 - t^2,
    - for d >= 40 by direct summation with the bound mu_n^2 <= P(1-P)/N_n on the rest.
Neither the Taylor series nor the recurrences of the Rust code are used.  Output: d, lambda, r, mid, digits.
Usage: rank_bound.py > rank_bound.txt
"""
import random
from math import comb
from flint import arb, ctx, fmpq

ctx.prec = 700


def dim(d, n):
    if n == 0:
        return 1
    return 2 if d == 2 else (2 * n + d - 2) * comb(n + d - 3, n - 1) // n


def gegenbauer(d, n, t):
    """P_n in dimension d, P_n(1) = 1."""
    if d == 2:
        return t.chebyshev_t(n)
    if t.is_zero():
        return arb(0) if n % 2 else arb(0.5).rising(n // 2) / (arb(d - 1) / 2).rising(n // 2) * (-1) ** (n // 2)
    nu = arb(d - 2) / 2
    return t.gegenbauer_c(n, nu) / arb(1).gegenbauer_c(n, nu)


def trapezoid(d, sigma, h, reach):
    """h sum over v in hZ, |v| <= reach, of cosh(v)^-d 2F1(1, d/2; (d+1)/2; 1 - sigma y), y = 1/(1+e^(-2v))."""
    nu = arb(d) / 2
    total = arb(0)
    steps = int(reach / h) + 1
    for i in range(-steps, steps + 1):
        v = arb(fmpq(i) * h)
        y = 1 / (1 + (-2 * v).exp())
        z = sigma * y
        # Pfaff: 2F1(1, nu; c; 1-z) = 2F1(1, 1/2; c; (z-1)/z)/z, which FLINT evaluates fast for tiny z.
        total += v.cosh() ** (-d) * ((z - 1) / z).hypgeom_2f1(arb(1), arb(0.5), nu + arb(0.5)) / z
    return total * h


def zonal(d, t):
    """E_y 2F1(...)/2 by the trapezoidal rule on the line (phi = 2 atan(e^v), y = sin^2(phi/2)).

    The integrand is analytic in |Im v| < pi/2 and decays like e^(-(d-1)|v|), so the error falls like e^(-pi^2/h);
    two steps must agree to 36 digits.
    """
    old = ctx.prec
    ctx.prec = 300
    sigma = 1 - t * t
    nu = arb(d) / 2
    reach = fmpq(100, d - 1) + 3
    one = trapezoid(d, sigma, fmpq(1, 11 + d), reach)
    two = trapezoid(d, sigma, fmpq(1, 13 + d), reach)
    assert abs(one - two) < arb(10) ** -36 * abs(two), (d, t, one, two)
    beta = arb.pi().sqrt() * nu.gamma() / (nu + arb(0.5)).gamma()  # int_0^pi sin^(d-1)
    ctx.prec = old
    return two / beta / 2


def bound(d, lam, r, half):
    t = arb(0) if half else lam * lam / 2 - 1
    if t > 0:
        t = -t
    a = arb(d - 1) / 2
    # FLINT's incomplete beta is slow for huge parameters; by symmetry P = 1/2 at t = 0.
    P = arb(0.5) if half else ((1 + t) / 2).beta_lower(a, a, regularized=True)
    c = (arb(d) / 2).gamma() / (arb.pi().sqrt() * a.gamma())
    kappa = c * (1 - t * t) ** a / (d - 1)
    var = P * (1 - P)
    if d == 2:
        return var * (1 - r / 2) if r < 2 else arb(0)
    n0 = 1
    while dim(d, n0) <= r:
        n0 += 1
    mu = lambda n: kappa * gegenbauer(d + 2, n - 1, t)
    head = sum(((dim(d, n) - r) * mu(n) ** 2 for n in range(1, n0)), arb(0))
    if d < 40:
        Z = kappa ** 2 * zonal(d, t)
    else:
        Z, n = arb(0), 1
        while True:
            Z += mu(n) ** 2
            n += 1
            if n >= n0 and r / dim(d, n) < arb(10) ** -40:
                break
        rest = var / dim(d, n)  # sum_{m>=n} mu_m^2 <= sum a_m^2 / N_n
        Z += rest / 2 + arb(0, 1) * rest / 2
    return var - head - r * Z


def main():
    rng = random.Random(20220601)
    rows = 0
    while rows < 240:
        band = rows % 6
        if band == 0:
            d = rng.randint(3, 9)
        elif band == 1:
            d = rng.randint(2, 24)
        elif band == 2:
            d = rng.randint(10, 39)
        elif band == 3:
            d = rng.randint(40, 300)
        elif band == 4:
            d = rng.randint(300, 3000)
        else:
            d = rng.choice([6000, 100000, 1000000])
        style = 0 if d >= 100000 else rng.randint(0, 3)
        if style == 0:
            lam_text = "sqrt(2)"
            lam = arb(2).sqrt()
        else:
            spread = 0.6 if d < 40 else 1.5 / d ** 0.5
            x = 2 ** 0.5 + rng.uniform(-1, 1) * spread if style < 3 else rng.uniform(0.3, 1.9)
            if not 0.05 < x < 1.98:
                continue
            lam_text = f"{x:.6f}"
            p, q = lam_text.split(".")
            lam = arb(fmpq(int(p + q), 10 ** 6))
        k = rng.choice([0, 1, 1, 2, 2, 3, 3, 4])
        r = fmpq(min(d ** k, 3000) if d < 6 else d ** k)
        if rng.random() < 0.3:
            r = r * fmpq(rng.randint(100, 400), 100)
        if d < 6 and r > 3000:
            continue
        v = bound(d, lam, arb(r), style == 0)
        mid, rad = v.mid(), v.rad()
        if v.is_zero():
            print(f"{d} {lam_text} {r} 0", flush=True)
        else:
            assert v > 0 and (rad / mid).abs_upper() < arb(10) ** -34, (d, lam_text, r, v)
            print(f"{d} {lam_text} {r} {v.str(38, radius=False)}", flush=True)
        rows += 1


if __name__ == "__main__":
    main()
