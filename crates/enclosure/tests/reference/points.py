"""Where to look: argument choosers, one per function, biased to the hard places.

Nothing here needs to be rigorous: an argument is an exact dyadic number however it was found.
A chooser takes a `Sampler` and returns the tuple of arguments.
"""

from flint import arb, ctx

from exact import ball, nearest, norm, pair

PRECISIONS = ((53, 24), (64, 8), (100, 8), (128, 22), (200, 6), (256, 16), (512, 4), (1024, 9), (2000, 3))


class Sampler:
    """Random dyadic numbers of `prec` bits."""

    def __init__(self, rng):
        self.rng = rng
        values, weights = zip(*PRECISIONS)
        self.prec = rng.choices(values, weights)[0]

    def below(self, n):
        return self.rng.randrange(n)

    def full(self, low, high):
        """Full mantissa, 2^low <= value < 2^high, uniform in the exponent."""
        man = self.rng.getrandbits(self.prec) | (1 << (self.prec - 1)) | 1
        return (man, self.rng.randint(low, high - 1) + 1 - self.prec)

    def signed(self, low, high):
        man, exp = self.full(low, high)
        return (man if self.below(2) else -man, exp)

    def uniform(self, a, b):
        """a < value < b for integers a < b, about `prec` bits."""
        scale = max(self.prec - max(abs(a), abs(b)).bit_length(), 8)
        return norm(self.rng.randrange((a << scale) + 1, b << scale), -scale)

    def short(self, top=200):
        """A few bits only."""
        return norm(self.rng.randint(1, top << 4), -self.rng.choice((0, 1, 2, 3, 4)) - 4)

    def half(self, top):
        """n/2 > 0, log-uniform up to `top`, odd and even n equally often."""
        n = int(2 ** self.rng.uniform(0, (2 * top).bit_length()))
        n = max(1, min(2 * top - 1, n))
        n += (n ^ self.below(2)) & 1
        return norm(n, -1)

    def near(self, target, low=0):
        """`target` (a ball) to prec bits, a few units off, or off by a relative 2^-k with k in [low, prec]."""
        man, exp = nearest(pair(target.mid()), self.prec)
        if man == 0:
            return self.signed(-self.prec, -1)
        lift = max(self.prec - abs(man).bit_length(), 0)
        man, exp = man << lift, exp - lift
        if self.below(5) < 3:
            man += self.rng.randint(-2, 2)
        else:
            man += self.rng.choice((-1, 1)) * (self.rng.getrandbits(self.prec) >> self.rng.randint(low, self.prec - 1))
        return norm(man, exp)

    def near_dyadic(self, d, low=0):
        return self.near(ball(d), low)

    def flip(self, d):
        return (-d[0], d[1]) if self.below(2) else d

    def pick(self, *weighted):
        """One of (weight, thunk)."""
        return self.rng.choices([t for _, t in weighted], [w for w, _ in weighted])[0]()

    def target(self, extra=40):
        """Set ctx.prec for a target of `near`."""
        ctx.prec = self.prec + extra


def p_exp(s):
    return (s.pick(
        (4, lambda: s.signed(-8, 8)), (2, lambda: s.signed(-s.prec - 20, -8)), (1, lambda: s.signed(-3000, -100)),
        (2, lambda: s.signed(8, 16)), (1, lambda: s.signed(16, 28)), (1, lambda: s.flip(s.short())),
        (1, lambda: log_multiple(s))),)


def log_multiple(s):
    s.target()
    return s.near(arb(s.rng.randint(-300, 300)) * arb(2).log(), 1)


def p_ln(s):
    return (s.pick(
        (3, lambda: s.full(-8, 8)), (4, lambda: s.near_dyadic((1, 0), 1)), (1, lambda: s.full(-3000, -8)),
        (1, lambda: s.full(8, 3000)), (1, lambda: s.full(-(10**8), 10**8)), (1, s.short), (1, lambda: near_e(s))),)


def near_e(s):
    s.target()
    return s.near(arb(s.rng.randint(-20, 20)).exp(), 1)


def p_trig(s):
    return (s.pick(
        (3, lambda: s.signed(-8, 6)), (2, lambda: s.signed(-s.prec - 20, -8)), (1, lambda: s.signed(-3000, -100)),
        (2, lambda: s.signed(6, 40)), (1, lambda: s.signed(40, 1200)), (1, lambda: s.flip(s.short())),
        (4, lambda: pi_multiple(s))),)


def pi_multiple(s):
    s.target(80)
    k = int(2 ** s.rng.uniform(0, s.rng.choice((4, 12, 30))))
    return s.flip(s.near(arb.pi() * k / s.rng.choice((2, 2, 4)), 1))


def p_atan(s):
    return (s.pick(
        (4, lambda: s.signed(-8, 8)), (2, lambda: s.signed(-s.prec - 20, -8)), (1, lambda: s.signed(-3000, -100)),
        (2, lambda: s.signed(8, s.prec + 20)), (1, lambda: s.signed(100, 3000)), (1, lambda: s.flip(s.short())),
        (1, lambda: s.flip(s.near_dyadic((1, 0), 1)))),)


def p_erf(s):
    return (s.pick(
        (5, lambda: s.signed(-6, 4)), (2, lambda: s.signed(-s.prec - 20, -6)), (1, lambda: s.signed(-2000, -100)),
        (2, lambda: s.flip(s.uniform(0, 40))), (1, lambda: s.signed(5, 20)), (1, lambda: s.flip(s.short(20)))),)


def p_erfc(s):
    return (s.pick(
        (4, lambda: s.signed(-6, 4)), (1, lambda: s.signed(-s.prec - 20, -6)), (1, lambda: s.signed(-2000, -100)),
        (4, lambda: s.uniform(0, 60)), (1, lambda: s.full(5, 13)), (1, lambda: s.signed(4, 12)),
        (1, lambda: s.flip(s.short(20)))),)


def p_erfinv(s):
    return (s.pick(
        (4, lambda: s.flip(s.uniform(0, 1))), (2, lambda: s.signed(-s.prec - 20, -3)),
        (1, lambda: s.signed(-2000, -100)), (4, lambda: s.flip(below_one(s))),
        (1, lambda: s.flip(norm(s.rng.randint(1, 255), -8)))),)


def below_one(s):
    """1 - 2^-k * (something of order 1), exact to prec bits below 1."""
    gap = s.rng.getrandbits(s.prec) >> s.rng.randint(1, s.prec - 2)
    return norm((1 << s.prec) - max(gap, 1), -s.prec)


def p_lgamma(s):
    return (s.pick(
        (3, lambda: s.full(-6, 8)), (1, lambda: s.full(-s.prec - 20, -6)), (1, lambda: s.full(-2000, -100)),
        (2, lambda: s.near_dyadic((1, 0), 1)), (2, lambda: s.near_dyadic((1, 1), 1)),
        (2, lambda: s.full(8, 40)), (1, lambda: s.full(40, 2000)), (1, lambda: s.half(2000)), (1, s.short)),)


def p_gamma(s):
    return (s.pick(
        (3, lambda: s.full(-6, 8)), (1, lambda: s.signed(-s.prec - 20, -6)), (1, lambda: s.signed(-2000, -100)),
        (2, lambda: s.full(8, 20)), (1, lambda: s.half(2000)), (1, s.short), (2, lambda: s.uniform(-200, 0)),
        (3, lambda: near_pole(s)), (1, lambda: s.uniform(-3000, -200)), (1, lambda: minus_half(s))),)


def near_pole(s):
    while True:
        d = s.near_dyadic((-s.rng.randint(1, 60), 0), 5)
        if norm(*d)[1] < 0:
            return d


def minus_half(s):
    return (-2 * s.below(1500) - 1, -1)


def order(s, top):
    """A parameter of a gamma or beta law: mostly n/2 (chi-square), else generic. One long argument is enough."""
    long = 0 if s.prec > 300 else 1
    return s.pick((6, lambda: s.half(top)), (2 * long, lambda: s.full(-6, 8)), (long, lambda: s.full(-40, -6)),
                  (1, lambda: s.short(60)))


def p_gamma_inc(s):
    a = order(s, 1500)
    s.target()
    mean = ball(a)
    spread = mean.sqrt() * (s.below(4001) - 2000) / 250
    return (a, s.pick(
        (4, lambda: positive(s.near(mean + spread, 10))), (2, lambda: positive(s.near(mean, 1))),
        (2, lambda: s.full(-8, 8)), (1, lambda: s.full(-s.prec - 20, -8)), (1, lambda: s.full(-1500, -100)),
        (2, lambda: s.full(4, 12)), (1, lambda: s.short(100)),
        (2, lambda: positive(s.near(mean * (s.below(400) + 1) / 64, 10)))))


def positive(d):
    """|d|, not zero."""
    return (abs(d[0]), d[1]) if d[0] else (1, -4)


def p_beta_i(s):
    a, b = order(s, 1000), order(s, 1000)
    s.target()
    mean = ball(a) / (ball(a) + ball(b))
    spread = (mean * (1 - mean) / (ball(a) + ball(b) + 1)).sqrt() * (s.below(4001) - 2000) / 250
    x = s.pick(
        (4, lambda: s.near(mean + spread, 10)), (1, lambda: s.near(mean, 1)), (3, lambda: s.uniform(0, 1)),
        (1, lambda: s.near_dyadic((1, -1), 2)), (1, lambda: s.full(-s.prec - 20, 0)), (1, lambda: s.full(-1000, -50)),
        (2, lambda: below_one(s)), (1, lambda: norm(s.rng.randint(1, 255), -8)))
    if not 0 < ball(x) < 1:
        x = s.uniform(0, 1)
    return (x, a, b)


def p_owen_t(s):
    long = s.prec <= 300 or s.below(2)
    h = s.pick(
        (4, lambda: s.signed(-4, 3)), (1, lambda: s.signed(-s.prec - 20, -4)), (2, lambda: s.flip(s.uniform(0, 12))),
        (1, lambda: s.signed(3, 7)), (1, lambda: s.flip(s.short(6))), (0.3, lambda: (0, 0)))
    a = s.pick(
        (4, lambda: s.flip(s.uniform(0, 1))), (1, lambda: s.signed(-s.prec - 20, -4)),
        (2, lambda: s.flip(s.near_dyadic((1, 0), 1))), (3, lambda: s.signed(0, 4)), (1, lambda: s.signed(4, 20)),
        (1, lambda: s.flip(s.short(4))))
    return (h, a) if long else (h, s.flip(s.short(4)))


def bessel_order(s):
    """nu = n/2 as a dyadic number, odd and even n equally often, nu <= 2,000."""
    top = s.rng.choices((20, 200, 2000, 4000), (4, 3, 2, 1))[0]
    n = s.rng.randrange(top)
    n += (n ^ s.below(2)) & 1
    return norm(n, -1)


def bessel_args(s, derivative):
    nu = bessel_order(s)
    v = max(int(ball(nu).unique_fmpz() or 0) if nu[1] >= 0 else nu[0] // 2, 1)  # floor(nu), at least 1
    s.target()
    at = ball(nu) if nu[0] else arb(1)
    airy = at + at.root(3) * (s.below(4001) - 2000) / 300
    x = s.pick(
        (2, lambda: s.uniform(0, 2 * v + 12)), (1, lambda: s.full(-s.prec - 20, 0)), (0.5, lambda: s.full(-1500, -50)),
        (2, lambda: s.near(at, 2)), (2, lambda: positive(s.near(airy, 10))), (1, lambda: s.near(at / 2, 5)),
        (1, lambda: s.near(4 * at, 5)), (2, lambda: s.uniform(v, v * (2 + s.below(v)) + 20)),
        (1.5, lambda: s.full(7, 20)), (0.5, lambda: s.full(20, 300)), (1, lambda: s.short(100)),
        (3, lambda: bessel_zero(s, nu, v, derivative)))
    return (nu, positive(x))


def bessel_zero(s, nu, v, derivative):
    """A zero of J_nu (or J_nu') beyond nu to prec bits or near it, by Newton's method on J or J'."""
    order_, start = ball(nu), s.uniform(v + 1, 3 * v + 60)

    def step(x, work):
        ctx.prec = work
        j = x.bessel_j(order_)
        dj = order_ / x * j - x.bessel_j(order_ + 1)
        if derivative:
            j, dj = dj, -dj / x - (1 - (order_ / x) ** 2) * j
        return (j / dj).mid()

    x, guard = ball(start), 80 + int(6 * v**0.5) + 4 * v
    for _ in range(40):
        dx = step(x, 60 + guard)
        if not dx.is_finite():
            return start
        dx = max(min(dx, arb(1)), arb(-1)).mid()
        x = (x - dx).mid()
        if abs(dx) < arb((1, -45)):
            break
    bits = 80
    while bits < s.prec + 60:
        bits *= 2
        ctx.prec = min(bits, s.prec + 60) + guard
        dx = step(x, ctx.prec)
        if not dx.is_finite():
            return start
        x = (x - dx).mid()
    return s.near(x, 1) if x > 0 else start


POINTS = {
    "exp": p_exp, "ln": p_ln, "sin": p_trig, "cos": p_trig, "atan": p_atan, "erf": p_erf, "erfc": p_erfc,
    "erfinv": p_erfinv, "gamma": p_gamma, "lgamma": p_lgamma, "gamma_p": p_gamma_inc, "gamma_q": p_gamma_inc,
    "beta_i": p_beta_i, "owen_t": p_owen_t, "bessel_j": lambda s: bessel_args(s, False),
    "bessel_j_prime": lambda s: bessel_args(s, True),
}

_HALVES = [(n, -1) for n in (1, 3, 16, 33)]
EXACT = {  # arguments where the value is a dyadic number, or that random choice would not hit
    "exp": [((0, 0),)], "ln": [((1, 0),)], "sin": [((0, 0),)], "cos": [((0, 0),)], "atan": [((0, 0),)],
    "erf": [((0, 0),)], "erfc": [((0, 0),)], "erfinv": [((0, 0),)],
    "gamma": [((n, 0),) for n in (1, 2, 5, 30)], "lgamma": [((n, 0),) for n in (1, 2, 3)],
    "gamma_p": [(a, (0, 0)) for a in _HALVES], "gamma_q": [(a, (0, 0)) for a in _HALVES],
    "beta_i": [(x, a, (5, -1)) for a in _HALVES for x in ((0, 0), (1, 0))],
    "owen_t": [((3, -1), (0, 0)), ((0, 0), (1, 0)), ((0, 0), (-1, 0))],
    "bessel_j": [(nu, (0, 0)) for nu in [(0, 0), (1, 0), *_HALVES]],
    "bessel_j_prime": [(nu, (0, 0)) for nu in [(0, 0), (1, 0), *_HALVES[1:]]],
}
