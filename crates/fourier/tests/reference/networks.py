#!/usr/bin/env python3
"""Small networks trained to approximate 1{|x| <= lambda}, x = x1 + x2 on the unit sphere of R^3, by L-BFGS.

N(x) = c_0 + sum_i c_i s(<w_i,x> + b_i); the output weights are solved exactly (the gradient in (w, b) is then the partial
one), the expectation is a product quadrature (Gauss in <x1,x2> on both sides of the jump, Gauss x trapezoid on the
sphere).  The final error is computed again on a finer grid.  These are attempts to violate the rank bound: each row is an
achieved error, so it must lie above the bound.   Output: lambda, r, activation, error.
Usage: networks.py > networks.txt
"""
import numpy as np
from scipy.optimize import minimize
from scipy.special import erf

ACTIVATIONS = {
    "tanh": (np.tanh, lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2),
    "erf": (erf, lambda z: 2 / np.sqrt(np.pi) * np.exp(-z * z)),
    "gauss": (lambda z: np.exp(-z * z), lambda z: -2 * z * np.exp(-z * z)),
}


def grid(lam, n_t, n_z, n_phi):
    t0 = lam * lam / 2 - 1
    g, gw = np.polynomial.legendre.leggauss(n_t)
    t, w, f = [], [], []
    for a, b, value in ((-1, t0, 1.0), (t0, 1, 0.0)):
        t.append((a + b) / 2 + (b - a) / 2 * g)
        w.append(gw * (b - a) / 2 / 2)
        f.append(np.full(n_t, value))
    t, w, f = map(np.concatenate, (t, w, f))
    rho = np.sqrt(2 + 2 * t)
    z, zw = np.polynomial.legendre.leggauss(n_z)
    phi = 2 * np.pi * (np.arange(n_phi) + 0.5) / n_phi
    s = np.sqrt(1 - z * z)
    dirs = np.stack([np.outer(s, np.cos(phi)), np.outer(s, np.sin(phi)), np.outer(z, np.ones(n_phi))], -1).reshape(-1, 3)
    dw = np.repeat(zw / 2 / n_phi, n_phi)
    x = (rho[:, None, None] * dirs[None]).reshape(-1, 3)
    return x, (w[:, None] * dw[None]).ravel(), np.repeat(f, len(dw))


def solve(theta, r, data, act):
    x, w, f = data
    W, b = theta[: 3 * r].reshape(r, 3), theta[3 * r :]
    pre = x @ W.T + b
    feats = np.concatenate([act[0](pre), np.ones((len(x), 1))], 1)
    sw = np.sqrt(w)[:, None]
    c = np.linalg.lstsq(feats * sw, f * sw[:, 0], rcond=1e-10)[0]
    res = feats @ c - f
    return pre, c, res, float(np.sum(w * res * res))


def loss(theta, r, data, act):
    x, w, _ = data
    pre, c, res, value = solve(theta, r, data, act)
    g = 2 * (w * res)[:, None] * act[1](pre) * c[:r]
    return value, np.concatenate([(g.T @ x).ravel(), g.sum(0)])


def main():
    rng = np.random.default_rng(20220601)
    for lam in (2 ** 0.5, 1.0, 1.6):
        coarse, fine = grid(lam, 8, 10, 16), grid(lam, 24, 24, 40)
        for r in range(1, 9):
            best = (9.0, "")
            for restart in range(5):
                for name, act in ACTIVATIONS.items():
                    theta = rng.normal(size=4 * r) * rng.choice([0.5, 1.5, 3.0])
                    out = minimize(loss, theta, (r, coarse, act), jac=True, method="L-BFGS-B", options={"maxiter": 120})
                    err = solve(out.x, r, fine, act)[3]
                    if err < best[0]:
                        best = (err, name)
            print(f"{'sqrt(2)' if lam == 2 ** 0.5 else lam} {r} {best[1]} {best[0]:.9f}", flush=True)


if __name__ == "__main__":
    main()
