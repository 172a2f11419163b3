"""Bounds of Bessel functions (DE-24)."""

from flint import fmpq

from ..algebra import Former, P, TooLarge, is_zero, minus, to_node
from ..goals import NotShown, sign_claim
from ..tree import ZERO, add, call, div, make, mul, neg, num, power, sub
from .match import entails
from .step import rule
from .transform import replaced_by_one


@rule("bessel")
def bessel(s):
    """A power of a Bessel function replaced by a bound of it (DE-24); the bound is read off the goal left.

    With e = r + c F and F <= U (c <= 0) or F >= L (c >= 0), the goal left is r + c U or r + c L. Every known bound of every
    Bessel function in e is tried; the parameters of the step are not used.
    """
    e, strict, left, strong = replaced_by_one(s)
    n, plain = s.domain.former, Former()
    try:
        p = plain.form(e)
        goal_left = n.form(left)
        powers = {(a, k) for m in p.terms for a, k in m if bessel_of(a) and isinstance(k, fmpq) and k.q == 1 and k > 0}
        for a, k in sorted(powers, key=str):
            coefficient = P({tuple(t for t in m if t != (a, k)): c for m, c in p.terms.items() if (a, k) in m})
            rest = P({m: c for m, c in p.terms.items() if (a, k) not in m})
            sign = s.domain.sign(to_node(coefficient))
            if sign is None:
                continue
            nu, z = (to_node(t) for t in bessel_of(a))
            for bound in bessel_bounds(s.domain, nu, z, a[1] == "abs", int(k.p), sign[0] == "<"):
                try:
                    candidate = add(to_node(rest), mul(to_node(coefficient), bound))
                    if is_zero(minus(n.form(candidate), goal_left)) or entails(
                            sign_claim(left, strong), sign_claim(candidate, strict), s.domain):
                        return
                except TooLarge:
                    continue
    except TooLarge:
        raise NotShown("form too large") from None
    raise NotShown("no known bound of a Bessel function gives the goal left")


def bessel_of(a):
    """(order, argument) of J or |J|."""
    if a[0] != "f":
        return None
    if a[1] == "bessel_j":
        return a[2:]
    if a[1] == "abs" and (one := a[2].single()) and one[1] == 1 and len(one[0]) == 1 and one[0][0][1] == 1:
        return bessel_of(one[0][0][0])
    return None


def bessel_bounds(d, nu, z, absolute, k, upper):
    """Bounds of J^k or |J|^k: above, or below, under conditions proved on the domain."""
    good = lambda e, *signs: d.sign(e) in signs  # noqa: E731
    if not (good(nu, ">", ">=", "=") and good(z, ">", ">=", "=")):
        return
    half, one, two, pi = num(fmpq(1, 2)), num(1), num(2), make("pi")
    sizes = [one]
    if good(nu, ">") or good(z, ">"):
        sizes.append(div(power(mul(half, z), nu), call("gamma", add(nu, one))))
    if good(sub(z, nu), ">"):
        square = div(two, mul(pi, call("sqrt", sub(power(z, two), power(nu, two)))))
        sizes.append(power(square, half))
    for b in sizes:
        if upper:
            yield power(b, num(k))
        elif absolute or k % 2 == 0:
            yield ZERO
        else:
            yield neg(power(b, num(k)))
    if k == 1 and not absolute and good(sub(nu, one), ">", ">=", "=") and good(sub(z, mul(two, nu)), ">", ">=", "="):
        mu = sub(power(nu, two), num(fmpq(1, 4)))
        size = call("sqrt", div(two, mul(pi, z)))
        phase = div(mul(add(mul(two, nu), one), pi), num(4))
        error = mul(size, div(mu, z))
        middle = mul(size, call("cos", sub(z, phase)))
        yield add(middle, error) if upper else sub(middle, error)
        q = call("sqrt", sub(one, div(mu, power(z, two))))
        root = call("sqrt", mu)
        angle = sub(add(mul(q, z), mul(root, call("asin", div(root, z)))), phase)
        middle = mul(call("sqrt", div(two, mul(mul(pi, z), q))), call("cos", angle))
        error = mul(size, div(num(3), mul(num(10), z)))
        yield add(middle, error) if upper else sub(middle, error)
