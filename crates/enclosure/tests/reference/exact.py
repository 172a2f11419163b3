"""Exact dyadic numbers, outward rounding of Arb balls, and the text notation of the data files.

A dyadic number is a pair (man, exp) of Python integers and stands for man * 2^exp.
"""

from flint import arb, ctx

LOST_BITS = 16  # a stored enclosure has relative width at most 2^-(prec + LOST_BITS) ...
FAR = 10**5  # largest difference of exponents that `ends` spells out
KEPT_BITS = 20  # ... and end points of at most prec + KEPT_BITS bits


def norm(man, exp):
    """The same number with an odd mantissa (zero is (0, 0))."""
    if man == 0:
        return (0, 0)
    twos = (man & -man).bit_length() - 1
    return (man >> twos, exp + twos)


def show(d):
    """`-1a3fp-57` for -0x1a3f * 2^-57."""
    man, exp = norm(*d)
    return f"{man:x}p{exp}"


def parse(text):
    """Inverse of `show`."""
    man, exp = text.split("p")
    return (int(man, 16), int(exp))


def ball(d):
    """The exact Arb number, whatever ctx.prec is."""
    x = arb(d)
    assert x.is_exact()
    return x


def pair(x):
    """(man, exp) of an exact Arb number."""
    man, exp = x.man_exp()
    return (int(man), int(exp))


def nearest(d, bits):
    """`d` cut to at most `bits` bits (ties up); only used to choose arguments."""
    man, exp = d
    drop = man.bit_length() - bits
    if drop <= 0:
        return norm(man, exp)
    return norm((man + (1 << (drop - 1))) >> drop, exp + drop)


def cut(d, bits, up):
    """`d` rounded down (or up) to at most `bits` bits."""
    man, exp = d
    drop = man.bit_length() - bits
    if drop <= 0:
        return (man, exp)
    return (-((-man) >> drop) if up else man >> drop, exp + drop)


def ends(x):
    """Exact end points of an Arb ball."""
    (m, e), (r, f) = pair(x.mid()), pair(x.rad())
    if r == 0:
        return (m, e), (m, e)
    if m == 0:
        return (-r, f), (r, f)
    if f > e + FAR:  # useless, but correct: the mantissa has fewer than FAR bits
        return (-r - 1, f), (r + 1, f)
    if f + r.bit_length() < e - FAR:  # a larger radius with an exponent within reach
        r, f = 1, e - FAR
    g = min(e, f)
    m, r = m << (e - g), r << (f - g)
    return (m - r, g), (m + r, g)


def outward(x, prec):
    """(lo, hi) around the ball `x`, or None when it is too wide for `prec`."""
    if not x.is_finite():
        return None
    if x.is_exact() and x.is_zero():
        return (0, 0), (0, 0)
    lo, hi = ends(x)
    if (lo[0] > 0) != (hi[0] > 0) or lo[0] == 0 or hi[0] == 0:
        return None
    lo, hi = cut(lo, prec + KEPT_BITS, False), cut(hi, prec + KEPT_BITS, True)
    g = min(lo[1], hi[1])
    a, b = lo[0] << (lo[1] - g), hi[0] << (hi[1] - g)
    if (b - a) << (prec + LOST_BITS) > min(abs(a), abs(b)):
        return None
    return lo, hi


def enclose(function, args, prec, cap=60000):
    """Doubling loop: `function(*balls)` until good for `prec` bits; None when `cap` working bits do not do."""
    balls = [ball(d) for d in args]
    work = prec + 40
    while work <= cap:
        ctx.prec = work
        got = outward(function(*balls), prec)
        if got is not None:
            return got
        work *= 2
    return None
