"""Gradient descent in the limit of infinite width and sample, for the compact law: how many steps the method itself needs.

For r, n -> inf the network's output stays radial, f_t(x) = phi_t(s) with |x|^2 = 2 + 2 s, and a step is
    phi <- phi - eta r * 2 * E_{s'}[ K(s, s') (phi(s') - y(s')) 1{0 < phi(s') < 1} ],
K the mean over directions of the erf kernel (2/pi) asin((1 + <x, x'>)/sqrt((3 + |x|^2)(3 + |x'|^2))) of Assumption 7.
Computed on Gauss-Jacobi nodes; eta r = 1.9/(top eigenvalue of 2 K over all x), or over the active x only ("remeasured").

Usage: python3 benches/trainer/ideal.py [--dims 4,8,16,32,64] [--log2-steps 17]   (needs numpy and scipy)
"""
import argparse

import numpy as np
from scipy.special import roots_jacobi

parser = argparse.ArgumentParser()
parser.add_argument("--dims", default="4,8,16,32,64")
parser.add_argument("--log2-steps", type=int, default=17)
parser.add_argument("--nodes", type=int, default=400)
args = parser.parse_args()


def zonal(d, n):
    x, w = roots_jacobi(n, (d - 3) / 2, (d - 3) / 2)
    return x, w / w.sum()


for d in map(int, args.dims.split(",")):
    s, p = zonal(d, args.nodes)
    t, q = zonal(d, 80)
    norm2 = 2 + 2 * s
    norm = np.sqrt(norm2)
    K = np.zeros((len(s), len(s)))
    K1 = np.zeros_like(K)  # part of degree 1 in the direction, for the top eigenvalue
    scale = np.sqrt(np.outer(3 + norm2, 3 + norm2))
    for ti, qi in zip(t, q):
        k = 2 / np.pi * np.arcsin((1 + np.outer(norm, norm) * ti) / scale)
        K += qi * k
        K1 += qi * k * ti
    root = np.sqrt(p)
    top = lambda k, a: 2 * np.linalg.eigvalsh(k * np.outer(root * a, root * a))[-1]
    spectrum = 2 * np.linalg.eigvalsh(K * np.outer(root, root))[::-1]
    ones = np.ones_like(s)
    print(f"d={d} L/r={top(K, ones):.5f} (degree 1: {top(K1, ones):.5f}) radial eigenvalues/r {spectrum[:4]}")
    y = (s <= 0).astype(float)
    for rule in ("fixed", "remeasured"):
        phi = np.full_like(s, 1e-9)
        eta = 1.9 / top(K, ones)
        line = []
        for step in range(2 ** args.log2_steps + 1):
            if step >= 64 and step & (step - 1) == 0:
                risk = p @ (np.clip(phi, 0, 1) - y) ** 2
                line.append(f"{step}:{risk:.4f}")
            active = (phi > 0) & (phi < 1)
            if rule == "remeasured" and step and step % 500 == 0:
                eta = 1.9 / max(top(K, active.astype(float)), top(K1, active.astype(float)))
            phi = phi - eta * 2 * (K @ (p * (phi - y) * active))
        print(f"  {rule:10s}", " ".join(line), flush=True)
