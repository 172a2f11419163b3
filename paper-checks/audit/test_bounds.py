"""The bounds of docs/theory against their definitions and against tables that other programs made (crates/fourier/tests/reference)."""

import unittest
from pathlib import Path

from flint import acb, arb, ctx, fmpq

from audit.functions import TABLE
from audit.functions.rank import harmonics, weight_constant
from audit.functions.tube import Target
from audit.interval import INF, I

REFERENCE = Path(__file__).resolve().parents[2] / "crates" / "fourier" / "tests" / "reference"


def number(text):
    if text == "sqrt(2)":
        return I.ball(arb(2).sqrt())
    top, _, bottom = text.partition("/")
    return I.ball(arb(top) / arb(bottom or 1))


def rows(name, separator=None):
    return [line.split(separator) for line in (REFERENCE / name).read_text().splitlines() if line and line[0].isdigit()]


class Bounds(unittest.TestCase):
    def setUp(self):
        ctx.prec = 160

    def holds(self, value, reference, slack, what):
        """The reference, known to within `slack`, lies in the enclosure, which is narrow."""
        self.assertTrue(bool(value.lo <= reference + slack) and bool(value.hi >= reference - slack), f"{what}: {value}, {reference}")

    def test_rank_bound_by_table(self):
        tried = 0
        for d, radius, r, value in rows("rank_bound.txt"):
            if int(d) > 100 or arb(r.split("/")[0]) > 10**8:
                continue
            reference = arb(value)
            found = TABLE["rank_bound"](I.exact(int(d)), number(radius), number(r))
            self.holds(found, reference, reference * 1e-30, f"d = {d}, lambda = {radius}, r = {r}")
            self.assertTrue(bool(found.hi - found.lo < reference * fmpq(1, 100) + arb(10) ** -9), f"{d} {radius} {r} {found}")
            tried += 1
        self.assertGreater(tried, 60)

    def test_rank_bound_by_definition(self):
        """mu_n integrated: the first terms and the bracket of RB-02 around what they leave."""
        for d, r, radius in ((4, 4, fmpq(7, 5)), (5, 10, fmpq(6, 5)), (6, 40, fmpq(8, 5))):
            t = arb(radius * radius / 2 - 1)
            half = fmpq(d - 3, 2)

            def weight(s, analytic):
                u = 1 - s * s
                return u ** int(half.p) if half.q == 1 else u ** int(half - fmpq(1, 2)) * u.sqrt(analytic=analytic)

            def moment(n):
                at_one = arb(1).gegenbauer_c(n, arb(d - 2) / 2)
                f = lambda s, analytic: s.gegenbauer_c(n, acb(d - 2) / 2) * weight(s, analytic)  # noqa: E731
                return weight_constant(d) * acb.integral(f, acb(-1), acb(t)).real / at_one

            mass = moment(0)
            left, total = mass - mass * mass, arb(0)
            for n in range(1, 25):
                energy = harmonics(d, n) * moment(n) ** 2
                left -= energy
                total += energy * max(fmpq(0), 1 - fmpq(r, harmonics(d, n)))
            low = total + left * (1 - fmpq(r, harmonics(d, 25)))
            found = TABLE["rank_bound"](I.exact(d), I.exact(radius), I.exact(r))
            self.assertTrue(bool(found.lo < total + left) and bool(found.hi > low), f"{d} {found} {low} {total + left}")

    def test_ranges_hold_their_points(self):
        whole = TABLE["rank_bound_power"](I(arb(20), INF), I.exact(2), I.exact(3))
        for d in (20, 21, 33, 64, 200):
            value = TABLE["rank_bound_power"](I.exact(d), I.exact(2), I.exact(3))
            self.assertTrue(bool(whole.lo <= value.hi) and bool(value.lo <= whole.hi), d)
        wide = TABLE["rank_bound"](I.exact(5), I(arb("1.2").mid(), arb("1.21").mid()), I.exact(7))
        for q in (fmpq(121, 101), fmpq(241, 200)):
            value = TABLE["rank_bound"](I.exact(5), I.exact(q), I.exact(7))
            self.assertTrue(bool(wide.lo <= value.hi) and bool(value.lo <= wide.hi), q)
        every = TABLE["fbar_distance"](I(arb(4), INF), I(arb(1), INF))
        for d, m in ((4, 1), (5, 2), (9, 1), (60, 5), (400, 2)):
            value = TABLE["fbar_distance"](I.exact(d), I.exact(m))
            self.assertTrue(bool(every.lo <= value.hi) and bool(value.lo <= every.hi), (d, m))

    def test_fbar_distance_by_table(self):
        for d, m, value in rows("fbar_distance.txt"):
            found = TABLE["fbar_distance"](I.exact(int(d)), I.exact(int(m)))
            self.holds(found, arb(value), arb(10) ** -30, f"d = {d}, m = {m}")

    def test_kernel_by_table_and_by_series(self):
        for d, a, t, middle, _ in rows("tube_kernel.csv", ",")[:60]:
            if int(a) > 24_000:
                continue
            target = Target(int(d), arb(1), arb(1))
            target.a, x = arb(fmpq(int(a), 1024)), arb(fmpq(int(t), 1024))
            power = x ** (arb(int(d)) / 2 - 1)
            for kernel in (target.kernel, target.series):
                value = I.ball(kernel(acb(x * x)).real * power)
                self.holds(value, arb(middle), arb(10) ** -30, f"{kernel.__name__} {d} {a} {t}")

    def test_tube_bound_by_table(self):
        tried = 0
        for d, square, k, value, error in rows("tube_bound.csv", ","):
            if k == "0" or not (d == "4" or (d, k) in (("2", "1"), ("3", "1"), ("5", "16"))):
                continue
            found = TABLE["tube_bound"](I.exact(int(d)), I.exact(1), I.ball(arb(square).sqrt()), I.exact(int(k)))
            self.holds(found, arb(value), arb(error), f"d = {d}, k = {k}")
            self.assertTrue(bool(found.hi - found.lo < arb(value) / 100), f"{d} {k} {found}")
            tried += 1
        self.assertGreater(tried, 0)


if __name__ == "__main__":
    unittest.main()
