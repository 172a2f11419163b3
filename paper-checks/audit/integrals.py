"""Two improper integrals in closed form."""

from flint import fmpq

from .algebra import P, TooLarge, mono_mul, number, of, scale, times, to_node
from .tree import num, substitute, var


def value_of_integral(b, body, domain):
    """int_a^inf c t^-p dt = c a^(1-p)/(p-1) for a > 0, p > 1; int_0^inf (c/t) J_nu(k t)^2 dt = c/(2 nu) for nu, k > 0.

    The second: put s = k t; int_0^inf J_nu(s)^2 ds/s = 1/(2 nu), DLMF 10.22.57 with mu = nu, lambda = 1.
    """
    kind, x, lo, hi = b
    if kind != "real" or lo is None or hi is not None:
        return None
    t = "integral#"
    inner = domain.replaced(variables={**domain.variables, t: False}).and_also((">", var(t), num(0)))
    try:
        n = inner.former
        one = n.form(substitute(body, x, var(t))).single()
        if one is None:
            return None
        m, c = one
        power = dict(m).get(("v", t))
        rest = tuple(f for f in m if f[0] != ("v", t))
        if not isinstance(power, fmpq):
            return None
        if not any(free(a, k, t) for a, k in rest):
            low = n.form(lo[0])
            if power >= -1 or domain.sign(lo[0]) != ">":
                return None
            return to_node(scale(times(n.power(low, power + 1), P({rest: c})), -1 / (power + 1)))
        hits = [(a, k) for a, k in rest if a[0] == "f" and a[1] == "bessel_j" and k == 2]
        others = tuple(f for f in rest if f not in hits)
        if len(hits) != 1 or any(free(a, k, t) for a, k in others) or power != -1 or lo[0] is not num(0):
            return None
        nu, z = hits[0][0][2:]
        factor = z.single()
        if factor is None:
            return None
        slope = P({mono_mul(factor[0], ((("v", t), fmpq(-1)),)): factor[1]})
        if free_sum(slope, t) or free_sum(nu, t):
            return None
        if inner.sign(to_node(slope)) != ">" or inner.sign(to_node(nu)) != ">":
            return None
        return to_node(times(P({others: c}), n.power(scale(nu, fmpq(2)), fmpq(-1))))
    except TooLarge:
        return None


def free_sum(p, x):
    return x in to_node(p).free


def free(a, k, x):
    return free_sum(of(a), x) or (isinstance(k, P) and free_sum(k, x))


__all__ = ["value_of_integral", "number"]
