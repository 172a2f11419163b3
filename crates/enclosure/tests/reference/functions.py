"""The functions, evaluated by Arb at ctx.prec: every one returns a ball that holds the value."""

from flint import acb, arb, ctx


def gamma_p(a, x):
    """P(a, x) = x^a e^-x / Gamma(a + 1) * sum over k of x^k / ((a+1) ... (a+k)) (DLMF 8.7.1).

    Terms are positive, so ball sums lose few bits. With r_k = x / (a+k) < 1/2 the ratios after term t_k are smaller
    still, and the tail after it is below t_k r_k / (1 - r_k) < t_k. (Arb's own gamma_lower cancels near x = a and takes
    minutes there at half-integer a; so does its 1F1.)
    """
    if x == 0:
        return arb(0)
    term, total, k, small = arb(1), arb(1), 0, arb((1, -ctx.prec - 4))
    while True:
        k += 1
        shift = a + k
        term = term * x / shift
        total += term
        if 2 * x < shift and term < small * total:
            break
    total += term.upper() * arb((1, -1), (1, -1))  # [0, 1] times the last term
    return x**a * (-x).exp() * total * (a + 1).rgamma()


def gamma_q(a, x):
    """Q(a, x) = 1 - P(a, x); beyond 2 a + 10, where that cancels, Arb's gamma_upper as well."""
    if x == 0:
        return arb(1)
    direct = 1 - gamma_p(a, x)
    return best(direct, x.gamma_upper(a, regularized=1)) if x > 2 * a + 10 else direct


def beta_i(x, a, b):
    """I_x(a, b). Above the mean the complement is the small one; both forms are exact identities."""
    if x == 0 or x == 1:
        return x
    direct = x.beta_lower(a, b, regularized=1)
    other = 1 - exact_complement(x).beta_lower(b, a, regularized=1)
    return best(direct, other)


def exact_complement(x):
    """1 - x without rounding (x is an exact dyadic number of [0, 1])."""
    man, exp = x.man_exp()
    man, exp = int(man), int(exp)
    return arb(((1 << -exp) - man, exp))


def best(u, v):
    """The narrower of two balls that hold the same number."""
    if not v.is_finite():
        return u
    if not u.is_finite():
        return v
    return u if u.rel_accuracy_bits() >= v.rel_accuracy_bits() else v


def owen_t(h, a):
    """T(h, a) = a exp(-h^2/2) / (2 pi) * integral over [0, 1] of exp(-(a h s)^2/2) / (1 + (a s)^2) ds.

    Arb has no Owen T. This is the definition with t = a s; acb.integral encloses it rigorously (the integrand is
    meromorphic, so the analytic flag is not needed: a ball around a pole gives a non-finite value).
    """
    if a == 0:
        return arb(0)
    a2 = acb(a * a)
    c = acb(-(a * h) ** 2 / 2)

    def integrand(s, _):
        s2 = s * s
        return (c * s2).exp() / (1 + a2 * s2)

    bits = ctx.prec
    whole = acb.integral(integrand, 0, 1, rel_tol=arb((1, -bits)), abs_tol=arb((1, -2 * bits)))
    return a * (-(h * h) / 2).exp() / (2 * arb.pi()) * whole.real


def bessel_j(nu, x):
    if x == 0:
        return arb(1) if nu == 0 else arb(0)
    return x.bessel_j(nu)


def bessel_j_prime(nu, x):
    """J_nu' by both recurrences (DLMF 10.6.2); the one with orders nu, nu + 1 needs no negative order."""
    if x == 0:
        if nu == 1:
            return arb((1, -1))
        assert nu == 0 or nu > 1, "J_nu'(0) is infinite for 0 < nu < 1"
        return arb(0)
    if nu == 0:
        return -x.bessel_j(1)
    return nu / x * x.bessel_j(nu) - x.bessel_j(nu + 1)


FUNCTIONS = {
    "exp": lambda x: x.exp(),
    "ln": lambda x: x.log(),
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "atan": lambda x: x.atan(),
    "erf": lambda x: x.erf(),
    "erfc": lambda x: x.erfc(),
    "erfinv": lambda x: x.erfinv(),
    "gamma": lambda x: x.gamma(),
    "lgamma": lambda x: x.lgamma(),
    "gamma_p": gamma_p,
    "gamma_q": gamma_q,
    "beta_i": beta_i,
    "owen_t": owen_t,
    "bessel_j": bessel_j,
    "bessel_j_prime": bessel_j_prime,
}
