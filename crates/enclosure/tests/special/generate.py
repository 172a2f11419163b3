"""Writes `attacks.txt`: values by Arb at the places where a bound of docs/theory/special-functions.md is worst used.

Run as `python3 generate.py` (python-flint). One line: bound, function, precision, exact arguments, lower and upper end.
"""

import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "reference"))

from exact import ball, enclose, nearest, norm, show  # noqa: E402
from flint import acb, arb, ctx  # noqa: E402
from functions import beta_i, exact_complement, gamma_p, gamma_q, owen_t  # noqa: E402

random.seed("depthsep/special")


def real(x, bits=53):
    """The dyadic number of `bits` bits next to x (an int, float or Arb number)."""
    ctx.prec = bits + 64
    man, exp = arb(x).mid().man_exp()
    return nearest((int(man), int(exp)), bits)


def full(x, bits):
    """x with its mantissa filled by random bits."""
    man, exp = real(x)
    spare = bits - man.bit_length()
    return norm((man << spare) + random.getrandbits(spare), exp - spare) if spare > 0 else (man, exp)


def long_p(a, x):
    """P(a, x) for large a by its ascending series (DLMF 8.11.4) in ball arithmetic: Arb's 1F1 is slow there."""
    term, total, n = arb(1), arb(1), 0
    while not (term < arb((1, -ctx.prec - 10)) * total and 2 * x < 2 * a + n):
        n += 1
        term = term * x / (a + n)
        total += term
    ratio = x / (a + n + 1)
    rest = term * ratio / (1 - ratio)
    return x**a * (-x).exp() / (a + 1).gamma() * (total + rest.union(arb(0)))


def binet(x):
    return x.lgamma() - ((x - arb("0.5")) * x.log() - x + (2 * arb.pi()).log() / 2)


def polygamma(n, x):
    return acb(x).polygamma(acb(n)).real


def beta_i_complement(x, a, b):
    return beta_i(exact_complement(x), b, a)


def log_beta(a, b):
    return a.lgamma() + b.lgamma() - (a + b).lgamma()


def digamma_zero(left):
    """The zero of digamma in (left, left + 1), left <= 0 an integer, or the positive one for left = 1."""
    lo, hi = (arb(1), arb(2)) if left == 1 else (arb(left), arb(left + 1))
    for _ in range(3 * ctx.prec):
        mid = ((lo + hi) / 2).mid()
        if mid.digamma() < 0:
            lo = mid
        elif mid.digamma() > 0:
            hi = mid
        else:
            break
    return lo.union(hi)


def least_gamma(left):
    """|Gamma| at that zero."""
    left = int(float(left))
    return abs(digamma_zero(left).gamma())


def attacks():
    for prec in (53, 130):
        for a in (10**4, 250000.5, 10**6, full(3e4, prec)):
            # some thousands of terms, next to the transition
            a = a if isinstance(a, tuple) else real(a)
            for scale in (0.99, 1 - 2.0**-20, 1, 1 + 2.0**-20, 1.01):
                x = full(ball(a) * arb(scale), prec)
                yield "IG-01", "gamma_p", long_p, prec, (a, x)
                yield "IG-02", "gamma_q", lambda a, x: 1 - long_p(a, x), prec, (a, x)
        for a in (0.5, 1.5, 10, 100.5, full(7.3, prec), full(300, prec)):
            a = a if isinstance(a, tuple) else real(a)
            value = ball(a)
            for scale in (1, 1 - 2.0**-20, 0.97, 0.7, 0.3):
                x = full(value * arb(scale), prec)
                yield "IG-01", "gamma_p", gamma_p, prec, (a, x)
                yield "IG-01", "gamma_q", gamma_q, prec, (a, x)
            for scale in (1, 1 + 2.0**-20, 1.03, 1.4, 3):
                x = full(value * arb(scale) + 1, prec)
                yield "IG-02", "gamma_q", gamma_q, prec, (a, x)
        for a in (0.5, 2.5, 0.75, 1e-9, 3 + 2.0**-40, 3 - 2.0**-40, 9.5, 40.25):
            # about ln 2 times the working precision the terms stall
            for x in (1, 5, 0.5 * prec, 0.69 * prec, 0.72 * (prec + 32), 1.1 * prec, 4 * prec):
                yield "IG-02", "gamma_q", gamma_q, prec, (real(a), full(x, prec))
        for a, b in ((0.5, 0.5), (10**4, 10**4), (99999.5, 0.5), (0.5, 99999.5), (1e-6, 3), (20.5, 10**4), (3, 1e-5),
                     (7.25, 2.125), (1.5, 30), (64.5, 0.75), (1000.5, 12.25)):
            mean = a / (a + b)
            spread = (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
            for x in (mean, mean - spread, mean + spread, mean - 6 * spread, mean + 6 * spread, 0.3, 0.8001, 0.999, 2.0**-60):
                if 0 < x < 1:
                    x = full(x, prec)
                    bound = "IB-02" if b > 2 else "IB-01"
                    yield bound, "beta_i", beta_i, prec, (x, real(a), real(b))
                    yield bound, "beta_i_complement", beta_i_complement, prec, (x, real(a), real(b))
        for h in (1e-20, 0.1, 1, 3, 10, 40):
            for a in (1e-10, 0.3, 1 - 2.0**-40, 1, 1 + 2.0**-40, 2, 50, 1e6):
                yield "OT-03" if a > 1 else "OT-01", "owen_t", owen_t, prec, (full(h, prec), full(a, prec))
        for h in (2, 7, 30):
            for part in (0.9, 0.999, 1.001, 1.1):
                # h^2 a^2 about 1.4 times the working precision: the two methods meet
                a = (1.4 * (prec + 40)) ** 0.5 / h * part
                yield "OT-02", "owen_t", owen_t, prec, (real(h), full(a, prec))
        for x in (1e-10, 0.5, 1, 2, 10, 30, prec / 4, prec / 4 + 3, prec / 4 + 20, 1e3, 1e10, 2.0**200):
            yield "GA-03", "binet", binet, prec, (full(x, prec),)
        for e in (1, 10, 40):
            for x in (1 - 2.0**-e, 1 + 2.0**-e, 2 - 2.0**-e, 2 + 2.0**-e):
                yield "GA-03", "lgamma", lambda x: x.lgamma(), prec, (real(x),)
        for x in (1e-10, 0.3, 1.4616321449683622, 1.4616321449683625, 7, 50, 1e5, 1e300):
            yield "GA-04", "digamma", lambda x: x.digamma(), prec, (full(x, prec),)
            for n in (1, 2, 5, 20, 60, 200):
                yield "GA-04", "polygamma", polygamma, prec, (real(n), full(x, prec))
        for k in (1, 0, -1, -2, -3, -10, -50):
            yield "GA-02", "least_gamma", lambda left: least_gamma(left), prec, (real(k if k == 1 else k - 1),)
        for a, b in ((1, 3), (0.5, 0.5), (1.5, 2.5), (1e-9, 1e9), (10**6, 0.5), (10**6, 10**6), (1, 1.0000001)):
            yield "IB-03", "log_beta", log_beta, prec, (full(a, prec), real(b))
        for y in (0.5, 0.5 - 2.0**-50, 0.5 + 2.0**-50, 1 - 2.0**-52, -0.9, 0.1, 1e-9, 1.1e-9, 1e-300):
            yield "EI-01", "erf_inv", lambda y: y.erfinv(), prec, (real(y),)
        for e in (2, 3, 20, 100, 1000, 5000):
            yield "EI-01", "erfc_inv", lambda z: z.erfcinv(), prec, (full(0.9 * 2.0**-min(e, 1000), prec) if e <= 1000 else (1, -e),)
        for z in (0.5, 1.5, 1, 0.49999, 1.99999, 1 + 2.0**-50, 1 - 2.0**-50):
            yield "EI-01", "erfc_inv", lambda z: z.erfcinv() if z != 1 else arb(0), prec, (real(z),)


def main():
    lines, missed = [], 0
    for bound, name, function, prec, args in attacks():
        got = enclose(function, args, prec, cap=20000)
        if got is None:
            missed += 1
            print("no value:", bound, name, prec, [float(ball(a)) for a in args], file=sys.stderr)
            continue
        lines.append(" ".join([bound, name, str(prec), *map(show, args), *map(show, got)]))
    head = "# bound function prec arguments lo hi, by generate.py (Arb)\n"
    (HERE / "attacks.txt").write_text(head + "\n".join(lines) + "\n")
    print(len(lines), "lines,", missed, "missed", file=sys.stderr)


main()
