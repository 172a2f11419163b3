"""Values of the laws' densities and distribution functions from python-flint (Arb), written to laws.txt.

The distribution functions come from routes other than the ones under test: the heavy-tailed one by rigorous quadrature of
its density, the others from the incomplete gamma and beta functions.
Run: python3 laws.py > laws.txt   (python-flint 0.9)
"""
import random
from flint import acb, arb, ctx, fmpq

ctx.prec = 300
random.seed(1)


def radius(d):
    return (arb(fmpq(d, 2) + 1).lgamma() / d).exp() / arb.pi().sqrt()


def scale(d, alpha):
    return 2 * arb.pi() * alpha * arb(d).sqrt() * radius(d)


def bessel(nu, z):
    return acb(z).bessel_j(acb(nu))


def bessel_analytic(nu, z):
    return z.bessel_j(acb(nu))


def out(kind, d, alpha, x, v):
    m, r = arb(v.mid()), arb(v.rad())
    lo, hi = m - r, m + r
    # known to more than 45 digits: outward by more than the printing error
    w = abs(m) * arb(10) ** -44
    s = [(lo - w).str(50, radius=False), (hi + w).str(50, radius=False)]
    print(kind, d, alpha, x, *s)


def heavy_cdf(d, alpha, x):
    nu = arb(fmpq(d, 2))
    a = scale(d, alpha) * arb(x)
    f = lambda s, _: bessel_analytic(nu, s) ** 2 / s
    # below s0 the integrand is at most (s/2)^(2 nu)/Gamma(nu+1)^2/s: choose s0 so that this is below 1e-70
    s0 = arb(2) ** -max(4, int(400 / d))
    head = (s0 / 2) ** (2 * nu) / (2 * nu) / arb(fmpq(d, 2) + 1).gamma() ** 2
    v = acb.integral(f, acb(s0), acb(a), rel_tol=2.0**-230, abs_tol=2.0**-280, eval_limit=200000).real
    return d * (v + arb(0, 1) * head)


print("# kind d alpha x lower upper   (python-flint, 300 bits)")
for _ in range(60):
    d = random.choice([2, 3, 4, 5, 8, 16, 17, 31, 32])
    alpha = random.choice(["1", "1.5", "2"])
    x = random.choice(["0.01", "0.25", "0.5", "1", "1.25", "1.5", "2", "3.75", "7"])
    c = heavy_cdf(d, arb(alpha), x)
    if c.rad() < 1e-46 * abs(1 - c).lower():
        out("heavy_cdf", d, alpha, x, c)
        out("heavy_tail", d, alpha, x, 1 - c)
    a = scale(d, arb(alpha)) * arb(x)
    out("heavy_density", d, alpha, x, d * bessel(arb(fmpq(d, 2)), a).real ** 2 / arb(x))
for _ in range(40):
    d = random.choice([2, 3, 4, 7, 16, 33, 64, 501])
    x = random.choice(["0.1", "0.5", "0.9", "1", "1.1", "1.5", "2"])
    h = arb(fmpq(d, 2))
    z = h * arb(x) ** 2
    out("gauss_cdf", d, 1, x, z.gamma_lower(h, regularized=1))
    out("gauss_density", d, 1, x, 2 * h**h / h.gamma() * arb(x) ** (d - 1) * (-z).exp())
for _ in range(40):
    d = random.choice([3, 4, 5, 8, 16, 33, 64, 501])
    x = random.choice(["0.1", "0.5", "1", "1.25", "1.4", "1.5", "1.9", "1.999"])
    h = arb(fmpq(d - 1, 2))
    u = arb(x) ** 2 / 4
    out("sphere_cdf", d, 1, x, acb(u).beta_lower(acb(h), acb(h), regularized=True).real if hasattr(acb, "beta_lower") else u.beta_lower(h, h, regularized=True))
    c = arb(fmpq(d, 2)).gamma() / arb.pi().sqrt() / h.gamma()
    out("sphere_density", d, 1, x, c * arb(x) ** (d - 2) * (1 - u) ** arb(fmpq(d - 3, 2)))
