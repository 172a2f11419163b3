"""Gradient-trained networks of small width against the tube bound.

For d = 2, 3, alpha = 1 and several radii, widths and activations: L-BFGS over the hidden weights with the output weights solved
exactly (variable projection), under the heavy-tailed law cut at |x| <= X. The error of the result is computed again on a
finer grid, still cut at X, which only lowers it; `slack` is twice the difference of the last two grids. Every network is
of the class of the theorem, so error + slack must not lie below the bound for its width.
Run: python3 tube_networks.py > tube_networks.csv
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import erf, gammaln, jv

ACTIVATIONS = {
    "erf": (erf, lambda z: 2 / np.sqrt(np.pi) * np.exp(-z * z)),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2),
    "gauss": (lambda z: np.exp(-z * z), lambda z: -2 * z * np.exp(-z * z)),
    "sin": (np.sin, np.cos),
    "clip": (lambda z: np.clip(z, -1, 1), lambda z: (np.abs(z) < 1) * 1.0),
}
X = 5.0


def scale(d):
    return 2 * np.pi * np.sqrt(d) * np.exp(gammaln(d / 2 + 1) / d) / np.sqrt(np.pi)


def grid(d, lam, m, angles):
    """Points, weights of the cut law, and the target; the radius is a break point of the rule."""
    c = scale(d)
    edges = np.concatenate([np.linspace(0, lam, max(2, m)), np.linspace(lam, X, int((X - lam) / lam * m) + 2)[1:]])
    g, gw = np.polynomial.legendre.leggauss(6)
    r = np.concatenate([0.5 * (b - a) * g + 0.5 * (a + b) for a, b in zip(edges[:-1], edges[1:])])
    w = np.concatenate([0.5 * (b - a) * gw for a, b in zip(edges[:-1], edges[1:])])
    w = w * d / r * jv(d / 2, c * r) ** 2
    if d == 2:
        th = 2 * np.pi * (np.arange(angles) + 0.37) / angles
        u = np.stack([np.cos(th), np.sin(th)], 1)
        uw = np.full(angles, 1 / angles)
    else:
        n = angles // 2
        z, zw = np.polynomial.legendre.leggauss(n)
        ph = 2 * np.pi * (np.arange(angles) + 0.37) / angles
        s = np.sqrt(1 - z * z)
        u = np.stack([np.outer(s, np.cos(ph)), np.outer(s, np.sin(ph)), np.outer(z, np.ones(angles))], 2).reshape(-1, 3)
        uw = np.outer(zw / 2, np.full(angles, 1 / angles)).ravel()
    x = (r[:, None, None] * u[None]).reshape(-1, d)
    return x, np.outer(w, uw).ravel(), np.repeat((r <= lam) * 1.0, len(u))


def solve(h, w, y):
    f = np.concatenate([np.ones((len(y), 1)), h], 1)
    g = f.T @ (w[:, None] * f)
    return np.linalg.solve(g + 1e-11 * np.trace(g) * np.eye(len(g)), f.T @ (w * y))


def train(d, lam, k, name, rng, data):
    x, w, y = data
    act, der = ACTIVATIONS[name]

    def loss(p):
        a, b = p[: k * d].reshape(k, d), p[k * d :]
        z = x @ a.T + b
        h = act(z)
        v = solve(h, w, y)
        res = v[0] + h @ v[1:] - y
        g = 2 * (w * res)[:, None] * der(z) * v[1:]
        return w @ res**2, np.concatenate([(g.T @ x).ravel(), g.sum(0)])

    best = None
    for _ in range(3):
        u = rng.normal(size=(k, d))
        u *= rng.uniform(1, 5, size=(k, 1)) / np.linalg.norm(u, axis=1, keepdims=True)
        p = minimize(loss, np.concatenate([u.ravel(), rng.uniform(-2, 2, k)]), jac=True, method="L-BFGS-B", options={"maxiter": 60})
        if best is None or p.fun < best.fun:
            best = p
    a, b = best.x[: k * d].reshape(k, d), best.x[k * d :]
    v = solve(act(x @ a.T + b), w, y)
    return a, b, v


def error(net, name, data):
    a, b, v = net
    x, w, y = data
    total = 0.0
    for i in range(0, len(y), 200_000):
        s = slice(i, i + 200_000)
        total += w[s] @ (v[0] + ACTIVATIONS[name][0](x[s] @ a.T + b) @ v[1:] - y[s]) ** 2
    return total


def main():
    rng = np.random.default_rng(3)
    print("d,lambda_squared,width,activation,error,slack")
    for d, lam in [(2, 1.0), (2, 2**0.5), (3, 1.0), (3, 2**0.5)]:
        coarse = grid(d, lam, 4, 24 if d == 2 else 12)
        finer = [grid(d, lam, 16, 160 if d == 2 else 40), grid(d, lam, 22, 240 if d == 2 else 56)]
        for k in (1, 2, 3, 4, 6, 8):
            for name in ACTIVATIONS:
                net = train(d, lam, k, name, rng, coarse)
                e = [error(net, name, g) for g in finer]
                print(d, f"{lam * lam:.10g}", k, name, f"{e[1]:.9g}", f"{2 * abs(e[1] - e[0]):.2g}", sep=",", flush=True)


main()
