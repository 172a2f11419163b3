"""Reference values for jets and integrals, by Arb (python-flint 0.9.0). Run in this folder: python3 generate.py

series.txt:    name | argument (or constants and argument) | k | enclosure of the k-th Taylor coefficient
integrals.txt: name | enclosure of the integral
An enclosure is two exact numbers "mantissa exponent" (decimal integers, value mantissa * 2^exponent).
"""
from flint import acb, arb, arb_series, ctx, fmpq

ORDER = 24
PREC = 700


def exact(x):
    m, e = x.man_exp()
    return f"{m} {e}"


def ends(x):
    x = arb(x)
    assert x.is_finite()
    return f"{exact(x.lower())} {exact(x.upper())}"


def require(x, bits, what):
    assert x.rad() <= arb(2) ** (-bits) * (abs(x).lower() + arb(2) ** -200), (what, x)
    return x


# --- Taylor coefficients ---------------------------------------------------------------------------------------------


def variable(x):
    return arb_series([x, 1])


def polygamma(s):
    return s.lgamma().derivative()


def digamma(x, n):
    ctx.cap = n + 2
    return variable(x).lgamma().derivative()


def binet(x, n):
    ctx.cap = n + 1
    t = variable(x)
    return t.lgamma() - (t - arb(1) / 2) * t.log() + t - (2 * arb.pi()).log() / 2


def integrate_series(d, start):
    return d.integral() + start


def erf_inv(y, n):
    ctx.cap = n + 1
    x = arb(y).erfinv()
    g = variable(x).erf()
    g = arb_series([0] + [g[k] for k in range(1, n + 1)])
    return g.reversion() + x


def erfc_inv(z, n):
    ctx.cap = n + 1
    s = erf_inv(1 - arb(z), n)
    return arb_series([s[k] * (-1) ** k for k in range(n + 1)])


def owen_value(h, a):
    f = lambda t, _: (-(acb(h) ** 2) * (1 + t * t) / 2).exp() / (1 + t * t)
    return acb.integral(f, 0, acb(a)).real / (2 * arb.pi())


def owen_a(h, a, n):
    ctx.cap = n
    t = variable(a)
    d = (-(t * t + 1) * (arb(h) ** 2 / 2)).exp() / ((t * t + 1) * (2 * arb.pi()))
    ctx.cap = n + 1
    return integrate_series(d, owen_value(h, a))


def owen_h(h, a, n):
    ctx.cap = n
    t = variable(h)
    d = -(-(t * t) / 2).exp() * (t * (arb(a) / arb(2).sqrt())).erf() / (2 * (2 * arb.pi()).sqrt())
    ctx.cap = n + 1
    return integrate_series(d, owen_value(h, a))


def gamma_p(a, x, n):
    ctx.cap = n
    t = variable(x)
    d = ((arb(a) - 1) * t.log() - t).exp() / arb(a).gamma()
    ctx.cap = n + 1
    return integrate_series(d, arb(x).gamma_lower(arb(a), regularized=1))


def gamma_q(a, x, n):
    p = gamma_p(a, x, n)
    return -p + p[0] + arb(x).gamma_upper(arb(a), regularized=1)


def beta_i(a, b, x, n):
    ctx.cap = n
    t = variable(x)
    beta = arb(a).gamma() * arb(b).gamma() / (arb(a) + arb(b)).gamma()
    d = ((arb(a) - 1) * t.log() + (arb(b) - 1) * (1 - t).log()).exp() / beta
    ctx.cap = n + 1
    return integrate_series(d, arb(x).beta_lower(arb(a), arb(b), regularized=1))


def bessel_j(nu, x, n):
    """DLMF 10.6.7: J^(k) = 2^-k sum_j (-1)^j C(k,j) J_{nu-k+2j}."""
    out, fact = [], arb(1)
    for k in range(n + 1):
        s, binom = arb(0), 1
        for j in range(k + 1):
            s += (-1) ** j * binom * arb(x).bessel_j(arb(nu) - k + 2 * j)
            binom = binom * (k - j) // (j + 1)
        out.append(s / arb(2) ** k / fact)
        fact *= k + 1
    return out


def by_method(name):
    def go(x, n):
        ctx.cap = n + 1
        return getattr(variable(x), name)()

    return go


def hyperbolic(sign):
    def go(x, n):
        ctx.cap = n + 1
        t = variable(x)
        return (t.exp() + sign * (-t).exp()) / 2

    return go


def power(s, x, n):
    ctx.cap = n + 1
    return (variable(x).log() * arb(s)).exp()


q = fmpq
LINE = [q(0), q(1, 2), q(-3, 4), q(5, 4), q(3), q(-29, 4), q(4953959590107546, 2**52), q(20)]
POSITIVE = [q(1, 1024), q(1, 2), q(1), q(5, 4), q(3), q(29, 4), q(4953959590107546, 2**52), q(100)]
UNIT = [q(0), q(1, 2), q(-3, 4), q(255, 256), q(5404319552844596, 2**54)]
CASES = [
    ("exp", by_method("exp"), [(x,) for x in LINE]),
    ("sin", by_method("sin"), [(x,) for x in LINE]),
    ("cos", by_method("cos"), [(x,) for x in LINE]),
    ("tan", by_method("tan"), [(x,) for x in LINE]),
    ("sinh", hyperbolic(-1), [(x,) for x in LINE]),
    ("cosh", hyperbolic(1), [(x,) for x in LINE]),
    ("tanh", lambda x, n: (hyperbolic(-1)(x, n)) / hyperbolic(1)(x, n), [(x,) for x in LINE]),
    ("atan", by_method("atan"), [(x,) for x in LINE]),
    ("erf", by_method("erf"), [(x,) for x in LINE]),
    ("erfc", by_method("erfc"), [(x,) for x in LINE]),
    ("asin", by_method("asin"), [(x,) for x in UNIT]),
    ("acos", by_method("acos"), [(x,) for x in UNIT]),
    ("ln", by_method("log"), [(x,) for x in POSITIVE]),
    ("sqrt", by_method("sqrt"), [(x,) for x in POSITIVE]),
    ("recip", lambda x, n: 1 / by_method("sqrt")(x, n) ** 2, [(x,) for x in POSITIVE]),
    ("gamma", by_method("gamma"), [(x,) for x in POSITIVE + [q(-1, 2), q(-7, 4)]]),
    ("lgamma", by_method("lgamma"), [(x,) for x in POSITIVE]),
    ("digamma", digamma, [(x,) for x in POSITIVE]),
    ("binet", binet, [(x,) for x in POSITIVE]),
    ("erf_inv", erf_inv, [(x,) for x in UNIT]),
    ("erfc_inv", erfc_inv, [(1 - x,) for x in UNIT]),
    ("pow", power, [(s, x) for s in (q(1, 2), q(-7, 2), q(1, 8)) for x in POSITIVE]),
    ("gamma_p", gamma_p, [(a, x) for a in (q(1, 2), q(3), q(41, 4)) for x in POSITIVE[1:-1]]),
    ("gamma_q", gamma_q, [(a, x) for a in (q(1, 2), q(3), q(41, 4)) for x in POSITIVE[1:]]),
    ("beta_i", beta_i, [(a, b, x) for a, b in ((q(1, 2), q(3, 2)), (q(5), q(29, 4)), (q(3), q(4))) for x in (q(1, 64), q(1, 2), q(7, 8))]),
    ("owen_t_a", owen_a, [(h, a) for h in (q(0), q(1, 2), q(3)) for a in (q(0), q(1, 4), q(1), q(-9, 2))]),
    ("owen_t_h", owen_h, [(h, a) for h in (q(0), q(1, 2), q(3)) for a in (q(1, 4), q(1), q(-9, 2))]),
    ("bessel_j", bessel_j, [(nu, x) for nu in (q(0), q(1), q(5, 2), q(16), q(33, 2)) for x in (q(1, 2), q(3), q(17), q(4953959590107546, 2**46))]),
]


def series():
    lines = []
    for name, f, arguments in CASES:
        for args in arguments:
            s = f(*args, ORDER)
            for k in range(ORDER + 1):
                c = s[k]
                require(c, 200, (name, args, k))
                lines.append(f"{name} | {' '.join(str(a) for a in args)} | {k} | {ends(rounded(c))}")
    return lines


def rounded(x):
    """A 256-bit enclosure: keeps the file small."""
    old = ctx.prec
    ctx.prec = 256
    y = +arb(x)
    ctx.prec = old
    return y


# --- Integrals -------------------------------------------------------------------------------------------------------


def real_sqrt(z, analytic):
    return z.sqrt(analytic=analytic)


def integral(f, a, b):
    return acb.integral(f, acb(a), acb(b), rel_tol=arb(2) ** -260, abs_tol=arb(2) ** -260, eval_limit=10**7).real


def integrals():
    pi, one = arb.pi(), arb(1)
    root_pi = pi.sqrt()
    out = [
        ("gauss", integral(lambda z, _: (-z * z).exp(), 0, 10)),
        ("sine_100", integral(lambda z, _: z.sin(), 0, 100)),
        ("root", arb(2) / 3),
        ("witch", integral(lambda z, _: 1 / (1 + z * z), -5, 5)),
        ("rump", integral(lambda z, _: (z.exp() * z.sin()).cos(), 0, 4)),
        ("moment", integral(lambda z, _: (-z * z / 2).exp() * z**8, -3, 7)),
        ("log", integral(lambda z, an: z.log(analytic=an), 1, 100)),
        ("self_power", integral(lambda z, an: (z * z.log(analytic=an)).exp(), acb(q(1, 8)), 3)),
        ("atan_over_x", integral(lambda z, an: z.atan() / z, 1, 9)),
        ("sin_inverse", integral(lambda z, _: (1 / z).sin(), acb(q(1, 16)), 1)),
        ("erf_exp", integral(lambda z, _: z.erf() * (-z).exp(), 0, 5)),
        ("gamma", integral(lambda z, _: z.gamma(), 1, 6)),
        ("lgamma", integral(lambda z, an: z.lgamma(), acb(q(1, 2)), 20)),
        ("digamma", (arb(9).lgamma() - (arb(1) / 4).lgamma())),
        ("peak", integral(lambda z, _: 1 / (1 + 10**4 * (z - acb(q(1, 3))) ** 2), 0, 1)),
        ("step", integral(lambda z, _: (20 * (z - acb(q(1, 2)))).tanh() * z, 0, 1)),
        ("half_power", 35 * pi / 128),
        ("abs_sine", 6 + 1 + arb(10).cos()),
        ("quarter_disc", pi / 4),
        ("inverse_root", arb(2)),
        ("gamma_q", arb(q(5, 2)) - tail_gamma_q()),
        ("beta_i", 1 - arb(q(5, 2)) / 6),
        ("owen_t", integral(owen_swapped, 0, acb(q(1, 2)))),
        ("erf_inv", ((-(arb(q(1, 2)).erfinv() ** 2)).exp() - (-(arb(q(3, 4)).erfinv() ** 2)).exp()) / root_pi),
        ("bessel_square", integral(lambda z, _: z.bessel_j(3) ** 2, 0, 30)),
        ("bessel_half", integral(lambda z, an: half_bessel(z, an) * z, 1, 50)),
        ("inf_gauss", root_pi / 2),
        ("inf_moment", arb(120)),
        ("inf_witch", pi / 2),
        ("inf_log", one),
        ("inf_wave", one / 2),
        ("inf_erfc", 1 / root_pi),
        ("inf_logistic", arb(2).log()),
        ("inf_power", arb(2) / 5),
        ("inf_sech", pi / 4),
        ("inf_slow_exp", 1000 + arb(1000) ** 2),
    ]
    return [f"{name} | {ends(rounded(require(value, 220, name)))}" for name, value in out]


def tail_gamma_q():
    """int_20^inf Q(a, x) dx = a Q(a+1, 20) - 20 Q(a, 20), with int_0^inf Q(a, x) dx = a."""
    a = arb(q(5, 2))
    upper = lambda s: arb(20).gamma_upper(s, regularized=1)
    return a * upper(a + 1) - 20 * upper(a)


def owen_swapped(t, analytic):
    """int_0^3 T(h, a) dh with the order of integration exchanged."""
    u = ((1 + t * t) / 2).sqrt(analytic=analytic)
    return acb.pi().sqrt() / 2 * (3 * u).erf() / u / (1 + t * t) / (2 * acb.pi())


def half_bessel(z, analytic):
    """J_{5/2}(z) = sqrt(2/(pi z)) ((3/z^2 - 1) sin z - 3/z cos z) (DLMF 10.49.2)."""
    root = (2 / (acb.pi() * z)).sqrt(analytic=analytic)
    return root * ((3 / z**2 - 1) * z.sin() - 3 / z * z.cos())


if __name__ == "__main__":
    ctx.prec = PREC
    with open("series.txt", "w") as f:
        f.write("\n".join(series()) + "\n")
    ctx.prec = 320
    with open("integrals.txt", "w") as f:
        f.write("\n".join(integrals()) + "\n")
