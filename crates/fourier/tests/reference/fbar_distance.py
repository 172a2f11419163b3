"""Squared distance of fbar_m from the polynomials of degree <= m in L2(w_d), by another route than the library's: moments of the
weight over the pieces by mpmath's quadrature, and a Gram-Schmidt basis from the moments of the whole weight."""
from mpmath import mp, mpf, sqrt, gamma, pi, quad, floor, ceil, nint

mp.dps = 60


def distance(d, m):
    c = gamma(mpf(d) / 2) / (sqrt(pi) * gamma(mpf(d - 1) / 2))
    w = lambda s: c * (1 - s * s) ** (mpf(d - 3) / 2)
    scale = 4 * m * sqrt(mpf(d))
    root = nint(scale)
    exact = root * root == 16 * m * m * d
    top = root if exact else floor(scale) + 1
    first = top - 2 * m if exact else floor(scale - 2 * m)
    edges = [first + j for j in range(int(top - first) + 1)]
    cuts = [max(min(e / scale - 1, mpf(0)), -1 / (2 * sqrt(mpf(d)))) for e in edges]
    signs = [1 if int(e) % 2 == 0 else -1 for e in edges[:-1]]
    against = lambda k: sum(s * quad(lambda x: x**k * w(x), [a, b]) for s, a, b in zip(signs, cuts, cuts[1:]) if b > a)
    mass = quad(w, [cuts[0], 0])
    moments = [mpf(0)] * (2 * m + 1)
    for k in range(0, 2 * m + 1, 2):
        # E s^k = (1/2)_j/(d/2)_j, k = 2j
        moments[k] = mpf(1)
        for j in range(k // 2):
            moments[k] *= (mpf(1) / 2 + j) / (mpf(d) / 2 + j)
    values = [against(k) for k in range(m + 1)]
    inner = lambda p, q: sum(a * b * moments[i + j] for i, a in enumerate(p) for j, b in enumerate(q))
    basis, spent = [], mpf(0)
    for k in range(m + 1):
        p = [mpf(0)] * k + [mpf(1)]
        for q in basis:
            f = inner(p, q)
            p = [a - f * (q[i] if i < len(q) else 0) for i, a in enumerate(p)]
        size = sqrt(inner(p, p))
        p = [a / size for a in p]
        basis.append(p)
        spent += sum(a * v for a, v in zip(p, values)) ** 2
    return mass - spent


for d, m in [(3, 1), (4, 1), (4, 2), (4, 5), (5, 3), (7, 2), (9, 1), (9, 4), (16, 6), (33, 3), (100, 2), (1000, 4), (250000, 2)]:
    print(d, m, mp.nstr(distance(d, m), 40))
