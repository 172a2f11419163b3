"""Which law of the random features lets gradient descent see the radius best (theory note TR-06).

For points of the compact law and features erf(<U,x> + B), U ~ N(0, weight^2 I), B ~ N(0, bias^2): eigenvalues of the infinitely wide
feature operator 2 E xt xt^T on radial functions (the first is the constant's), and the energy of the features in all other directions.
Needs numpy and scipy. Usage: python3 benches/trainer/features.py [d ...]
"""
import sys

import numpy as np
from scipy.special import roots_jacobi


def spectrum(d, weight, bias, nodes=80):
    """Radial eigenvalues (largest first) and trace of the operator."""
    s, w = roots_jacobi(nodes, (d - 3) / 2, (d - 3) / 2)
    w = w / w.sum()
    rho = np.sqrt(2 + 2 * s)
    v = 1 + 2 * bias**2 + 2 * weight**2 * rho**2
    # E erf(a) erf(b) of two normal variables, averaged over the angle between the points, whose cosine has the law of s
    cosine = s[:, None, None]
    covariance = 2 * (bias**2 + weight**2 * rho[None, :, None] * rho[None, None, :] * cosine)
    kernel = np.tensordot(w, 2 / np.pi * np.arcsin(covariance / np.sqrt(v[:, None] * v[None, :])), 1)
    values = np.linalg.eigvalsh(2 * np.sqrt(w)[:, None] * kernel * np.sqrt(w)[None, :])[::-1]
    trace = 2 * (w * (2 / np.pi * np.arcsin((v - 1) / v))).sum()
    return values, trace


def main():
    dims = [int(a) for a in sys.argv[1:]] or [4, 8, 16, 32, 64]
    print("   d weight  bias  constant  radial    constant/radial  other/radial")
    for d in dims:
        for weight, bias in [(0.5, 0.5), (0.5, 1.5), (1, 3), (2, 4), (2, 6), (2, 8), (5, 12)]:
            values, trace = spectrum(d, weight, bias)
            print(
                f"{d:4} {weight:6} {bias:5} {values[0]:9.3f} {values[1]:9.2e} {values[0] / values[1]:12.0f}"
                f" {(trace - values.sum()) / values[1]:13.0f}"
            )


main()
