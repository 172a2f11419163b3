"""Reference values for the evaluator, computed with mpmath at 70 digits: writes expressions.json beside this file.

Each entry: the expression as the claim language writes it, the values of its variables (decimal texts), and its value to 50 digits.
The right-hand sides are written with mpmath's functions, never by parsing the left-hand ones.
"""

import json
import pathlib

from mpmath import mp, mpf, inf

mp.dps = 70


def beta_i(x, a, b):
    return mp.betainc(a, b, 0, x, regularized=True)


def owen_t(h, a):
    return mp.quad(lambda t: mp.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), [0, a]) / (2 * mp.pi)


def norm_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def legendre_d(d, n, x):
    if d == 2:
        return mp.chebyt(n, x)
    lam = mpf(d - 2) / 2
    return mp.gegenbauer(n, lam, x) / mp.gegenbauer(n, lam, 1)


def cosine_integral_tail():
    return mp.quad(lambda t: mp.exp(-t) / (1 + t * t), [0, 1, 5, 20, 80, 200])


R = lambda d: mp.gamma(mpf(d) / 2 + 1) ** (mpf(1) / d) / mp.sqrt(mp.pi)


def heavy_cdf(d, alpha, x):
    a = 2 * mp.pi * alpha * mp.sqrt(d) * R(d) * x
    nu = mpf(d) / 2
    return mp.besselj(nu, a) ** 2 + 2 * mp.nsum(lambda k: mp.besselj(nu + k, a) ** 2, [1, 200], method="d")


x = {"x": "0.75"}
X = mpf("0.75")
y = {"x": "2.5", "n": "7"}
Y = mpf("2.5")

CASES = [
    ("1/3 + 0.1", {}, mpf(1) / 3 + mpf(1) / 10),
    ("-2^2", {}, mpf(-4)),
    ("2^-3", {}, mpf(1) / 8),
    ("2^3^2", {}, mpf(512)),
    ("(-2)^3", {}, mpf(-8)),
    ("0^0", {}, mpf(1)),
    ("5!", {}, mpf(120)),
    ("3.5!", {}, mp.gamma(mpf("4.5"))),
    ("3000!/2999!", {}, mpf(3000)),
    ("1 - 2 - 3", {}, mpf(-4)),
    ("8/2/2", {}, mpf(2)),
    ("pi*e", {}, mp.pi * mp.e),
    ("sqrt(x) + exp(x)*ln(x)", x, mp.sqrt(X) + mp.exp(X) * mp.log(X)),
    ("log2(x)", x, mp.log(X, 2)),
    ("sin(x) + cos(x) + tan(x)", x, mp.sin(X) + mp.cos(X) + mp.tan(X)),
    ("asin(x) + acos(x^2) + atan(x)", x, mp.asin(X) + mp.acos(X**2) + mp.atan(X)),
    ("sinh(x) + cosh(x) + tanh(x)", x, mp.sinh(X) + mp.cosh(X) + mp.tanh(X)),
    ("erf(x) + erfc(3*x)", x, mp.erf(X) + mp.erfc(3 * X)),
    ("erfinv(x)", x, mp.erfinv(X)),
    ("gamma(x)", x, mp.gamma(X)),
    ("gamma(-x)", x, mp.gamma(-X)),
    ("lgamma(10*x)", x, mp.loggamma(10 * X)),
    ("digamma(x)", x, mp.digamma(X)),
    ("binet(10*x)", x, mp.loggamma(10 * X) - ((10 * X - mpf(1) / 2) * mp.log(10 * X) - 10 * X + mp.log(2 * mp.pi) / 2)),
    ("gamma_p(x, 2)", x, mp.gammainc(X, 0, 2, regularized=True)),
    ("gamma_q(3, 4*x)", x, mp.gammainc(3, 4 * X, inf, regularized=True)),
    ("beta_i(x, 2, 3.5)", x, beta_i(X, 2, mpf("3.5"))),
    ("owen_t(0.5, x)", x, owen_t(mpf("0.5"), X)),
    ("bessel_j(7/2, 10*x)", x, mp.besselj(mpf(7) / 2, 10 * X)),
    ("bessel_j_prime(3, 10*x)", x, mp.besselj(3, 10 * X, derivative=1)),
    ("binomial(50, 20)", {}, mp.binomial(50, 20)),
    ("binomial(5, 7)", {}, mpf(0)),
    ("binomial(5.5, 2)", {}, mp.binomial(mpf("5.5"), 2)),
    ("norm_cdf(-8*x)", x, norm_cdf(-8 * X)),
    ("norm_pdf(x)", x, mp.npdf(X)),
    ("clip(x) + clip(-x) + clip(2*x)", x, X + 1),
    ("abs(-x) + floor(x) + ceil(x) + sign0(-x) + sign0(0)", x, X),
    ("max(1, x, 3) - min(2, x, 4)", x, 3 - X),
    ("harmonic_dim(5, 4)", {}, mpf(55)),
    ("harmonic_dim(2, 9)", {}, mpf(2)),
    ("harmonic_dim(10, 0)", {}, mpf(1)),
    ("legendre_d(5, 6, x)", x, legendre_d(5, 6, X)),
    ("legendre_d(2, 9, x)", x, legendre_d(2, 9, X)),
    ("binomial_cdf(12, 30, x)", x, sum(mp.binomial(30, k) * X**k * (1 - X) ** (30 - k) for k in range(13))),
    ("heavy_cdf(3, 1, x)", x, heavy_cdf(3, 1, X)),
    ("if(x < 1, x, 1/(x - 0.75))", x, X),
    ("sum(x^k/k!, k in 0..=20)", x, sum(X**k / mp.factorial(k) for k in range(21))),
    ("sum(k, k in 5..=4)", {}, mpf(0)),
    ("prod(1 + x/k, k in 1..=30)", x, mp.fprod(1 + X / k for k in range(1, 31))),
    ("sum(sum(x^(j*k), j in 1..=k), k in 1..=n)", {"x": "0.75", "n": "6"}, sum(X ** (j * k) for k in range(1, 7) for j in range(1, k + 1))),
    ("integral(exp(-t^2), t in [0, x])", x, mp.sqrt(mp.pi) / 2 * mp.erf(X)),
    ("integral(sin(x*t), t in [0, 2])", x, (1 - mp.cos(2 * X)) / X),
    ("integral(exp(-t)/(1 + t^2), t in [0, inf))", {}, cosine_integral_tail()),
    ("integral(exp(-t^2), t in (-inf, inf))", {}, mp.sqrt(mp.pi)),
    ("integral(exp(t), t in (-inf, x])", x, mp.exp(X)),
    ("integral(t*integral(s, s in [0, t]), t in [0, 1])", {}, mpf(1) / 8),
    ("integral(t^n*exp(-t), t in [0, 3])", {"n": "7"}, mp.gammainc(8, 0, 3)),
    ("deriv(sin(x)*exp(x), x)", x, (mp.cos(X) + mp.sin(X)) * mp.exp(X)),
    ("deriv(t^5, t = x, 3)", x, 60 * X**2),
    ("deriv(owen_t(h, x), h = 0.5)", x, -mp.exp(-mpf(1) / 8) * mp.erf(X / 2 / mp.sqrt(2)) / (2 * mp.sqrt(2 * mp.pi))),
    ("deriv(bessel_j(5/2, x), x)", y, mp.besselj(mpf(5) / 2, Y, derivative=1)),
    ("deriv(bessel_j_prime(2, x), x)", y, mp.besselj(2, Y, derivative=2)),
    ("deriv(gamma(x), x)", y, mp.gamma(Y) * mp.digamma(Y)),
    ("deriv(x!, x)", y, mp.gamma(Y + 1) * mp.digamma(Y + 1)),
    ("deriv(gamma_p(2.5, x), x)", y, Y ** mpf("1.5") * mp.exp(-Y) / mp.gamma(mpf("2.5"))),
    ("deriv(beta_i(x, 2, 3), x)", x, X * (1 - X) ** 2 / mp.beta(2, 3)),
    ("deriv(erfinv(x), x)", x, mp.sqrt(mp.pi) / 2 * mp.exp(mp.erfinv(X) ** 2)),
    ("deriv(norm_cdf(x), x)", x, mp.npdf(X)),
    ("deriv(x^x, x)", x, X**X * (mp.log(X) + 1)),
    ("deriv(legendre_d(3, 5, x), x)", x, mp.diff(lambda t: mp.legendre(5, t), X)),
    ("deriv(heavy_cdf(4, 1, x), x)", x, 4 / X * mp.besselj(2, 2 * mp.pi * 2 * R(4) * X) ** 2),
    ("deriv(binomial_cdf(3, 9, x), x)", x, -9 * mp.binomial(8, 3) * X**3 * (1 - X) ** 5),
    ("deriv(integral(exp(-t^2), t in [0, x]), x)", x, mp.exp(-X * X)),
    ("deriv(sum(x^k, k in 0..=5), x)", x, sum(k * X ** (k - 1) for k in range(1, 6))),
    ("deriv(deriv(sin(x), x)*x, x)", x, mp.cos(X) - X * mp.sin(X)),
    ("sup(t*exp(-t), t in [0, 5])", {}, mp.exp(-1)),
    ("inf(t^2 - t, t in [0, 1])", {}, mpf(-1) / 4),
    ("sup(binomial(10, k), k in 0..=10)", {}, mpf(252)),
    ("inf((k - 3.5)^2, k in 0..=10)", {}, mpf(1) / 4),
]

out = [{"expression": text, "values": values, "value": mp.nstr(value, 50)} for text, values, value in CASES]
path = pathlib.Path(__file__).with_name("expressions.json")
path.write_text(json.dumps(out, indent=1) + "\n")
print(f"{len(out)} values written to {path.name}")
