"""The spectral kernel K(t) at d = 64: Arb's rigorous quadrature of the defining integral beside ours.

Reads criterion's estimates for `cargo bench --bench euclid -- 'spectral kernel/d=64'` (run that first) and times
`acb.integral` (python-flint) on the same A = 2 pi R_64 sqrt(64) sqrt(2) and t, at 128 bits, with plain Bessel functions
as a user would write it. The relative radius Arb delivers is printed: at 128 bits it is no better than ours.
Run: python3 benches/arb/hankel.py
"""

import json
import pathlib
import time

from flint import acb, arb, ctx

ROOT = pathlib.Path(__file__).resolve().parents[2] / "target" / "criterion" / "spectral kernel"


def ours(t):
    estimates = json.loads((ROOT / f"d=64 t={t} bits=128" / "new" / "estimates.json").read_text())
    return estimates["median"]["point_estimate"] * 1e-6


def arb_time(t):
    ctx.prec = 128
    d = 64
    nu = arb(d) / 2
    a = 2 * arb.pi() * (nu + 1).gamma() ** (1 / arb(d)) / arb.pi().sqrt() * arb(d).sqrt() * arb(2).sqrt()
    t = arb(t)
    f = lambda s, _: s.bessel_j(acb(nu)) * (t * s).bessel_j(acb(nu - 1))
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        value = acb.integral(f, 0, a).real
        best = min(best, time.process_time() - start)
    return best * 1e3, value


def main():
    print("t, Arb ms, ours ms, ratio, Arb's value")
    worst = float("inf")
    for t in ["1.1", "2", "5"]:
        theirs, value = arb_time(t)
        mine = ours(t)
        worst = min(worst, theirs / mine)
        print(f"{t}, {theirs:.3f}, {mine:.4f}, {theirs / mine:.1f}, {value}")
    print(f"least ratio {worst:.1f}")


if __name__ == "__main__":
    main()
