"""Reference values of K(t) = int_0^A J_nu(s) J_{nu-1}(t s) ds, nu = d/2, from its definition.

Arb (python-flint) integrates the product of the two entire functions behind the Bessel functions,
s^(d-1) 0F1(nu+1; -s^2/4) 0F1(nu; -t^2 s^2/4), with its own rigorous quadrature. A and t are multiples of 1/1024 and
hence exact in the file. Run: python3 tube_kernel.py > tube_kernel.csv
"""

import random

from flint import acb, arb, ctx

POINTS = 220


def kernel(d, a, t):
    nu = arb(d) / 2
    scale = (t / 2) ** (nu - 1) / (arb(2) ** nu * (nu + 1).gamma() * nu.gamma())

    def f(s, _):
        q = -s * s / 4
        return s ** (d - 1) * q.hypgeom_0f1(acb(nu + 1)) * (q * t * t).hypgeom_0f1(acb(nu))

    return scale * acb.integral(f, 0, a, rel_tol=arb(2) ** -120, abs_tol=arb(2) ** -400).real


def value(d, a, t):
    bits = 200 + int(2 * (float(a) * (1 + float(t))))
    while True:
        ctx.prec = bits
        k = kernel(d, a, t)
        if k.is_finite() and k.rel_accuracy_bits() >= 100:
            return k
        bits *= 2


def main():
    rng = random.Random(20221)
    print("d,A_times_1024,t_times_1024,K_mid,K_rad")
    for i in range(POINTS):
        d = rng.choice([2, 3, 4, 5, 6, 7, 8, 11, 16, 17, 24, 33, 48, 64])
        a = rng.randrange(256, 40 * 1024)
        t = rng.choice([rng.randrange(64, 1024), rng.randrange(1000, 1050), rng.randrange(1024, 2048), rng.randrange(2048, 9000)])
        if i < 6:
            t = 1024
        k = value(d, arb(a) / 1024, arb(t) / 1024)
        print(d, a, t, k.mid().str(36, radius=False), k.rad().str(5, radius=False) if float(k.rad()) > 0 else "1e-60", sep=",")


main()
