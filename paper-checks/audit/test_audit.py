"""The audit on certificates made wrong: every change must be noticed. Run with ./run audit-test.

The certificates come from target/certificates (or $CERTIFICATES); those of a few claims are changed in memory and written
to a temporary folder.
"""

import copy
import hashlib
import json
import os
import random
import tempfile
import unittest
from pathlib import Path

from flint import arb, ctx, fmpq

from audit.certificate import audit_file
from audit.evaluate import Box
from audit.facts import Domain
from audit.goals import Contradiction, Goal, NotShown, direct
from audit.interval import I
from audit.limits import NoLimit, limit
from audit.rules import check
from audit.tree import Reader, ZERO, add, call, div, make, mul, num, power, sub, var

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CERTIFICATES", ROOT / "target" / "certificates"))


def load(claim):
    return json.loads((FOLDER / f"{claim}.json").read_text())


def rehash(c):
    """Makes the hash fit the content again, so that only the mathematics is wrong."""
    reader = Reader(c["nodes"])
    c["hash"] = reader.content_hash(c["content"])
    return c


def audited(c, boxes=300):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(c))
        return audit_file(str(path), seconds=30, boxes=boxes)


def of_rule(rule, verdict="proved", most=8):
    """Audited certificates that use a rule, the smallest first."""
    found = []
    for path in sorted(FOLDER.glob("*.json"), key=lambda p: p.stat().st_size):
        if path.name == "manifest.json" or f'"rule":"{rule}"' not in path.read_text():
            continue
        c = json.loads(path.read_text())
        if c["verdict"] == verdict and c["evidence"]["kind"] == "proof":
            found.append(c)
        if len(found) == most:
            break
    return found


@unittest.skipUnless((FOLDER / "manifest.json").exists(), "no certificates; ./run verify makes them")
class Mutations(unittest.TestCase):
    def assert_refused(self, c, what):
        r = audited(c)
        self.assertNotEqual(r.status, "audited", f"{c['claim']}: {what}")

    def test_the_unchanged_ones_pass(self):
        for rule in ("evaluate", "normalize", "monotone", "boxes", "logarithm"):
            self.assertIn("audited", [audited(c).status for c in of_rule(rule)], rule)

    def test_a_changed_constant(self):
        for c in of_rule("evaluate")[:4]:
            for i, node in enumerate(c["nodes"]):
                if node[0] == "num":
                    other = copy.deepcopy(c)
                    other["nodes"][i][1] = str(fmpq(*map(int, (node[1] + "/1").split("/")[:2])) + 1)
                    self.assertEqual(audited(other).status, "contradicted", "content and hash differ")
                    break

    def test_another_formula_with_a_fitting_hash(self):
        # The formula now says the contrary; its hash is right; the proof is that of the old one.
        turn = {"<": ">", "<=": ">", ">": "<", ">=": "<"}
        tried = 0
        for rule in ("evaluate", "normalize", "monotone", "logarithm", "boxes"):
            for c in of_rule(rule):
                f = c["content"].get("formula")
                if f and f[0] in turn:
                    other = copy.deepcopy(c)
                    other["content"]["formula"][0] = turn[f[0]]
                    self.assert_refused(rehash(other), "the contrary of the formula")
                    tried += 1
        self.assertGreater(tried, 10)

    def test_false_goals_everywhere(self):
        # Formula and goals are turned alike, so that the proof fits its claim; no step may show it.
        turn = {"<": ">", "<=": ">", ">": "<", ">=": "<"}
        tried = 0
        for rule in ("evaluate", "normalize", "monotone", "logarithm", "boxes"):
            for c in of_rule(rule):
                f = c["content"].get("formula")
                if not f or f[0] not in turn:
                    continue
                other = copy.deepcopy(c)
                other["content"]["formula"][0] = turn[f[0]]
                for g in other["goals"]:
                    if g["claim"][0] in turn:
                        g["claim"][0] = turn[g["claim"][0]]
                self.assert_refused(rehash(other), "the contrary, also in the goals")
                tried += 1
        self.assertGreater(tried, 10)

    def test_a_wider_domain(self):
        c = load("sl22.lem19.upper")
        for b in c["content"]["domain"]:
            b[2] = None
        for s in c["scopes"]:
            for v in s["variables"]:
                v["lower"] = []
        self.assert_refused(rehash(c), "the domain without its lower bounds: false for a < 0")

    def test_a_missing_part(self):
        for c in of_rule("boxes"):
            for s in c["evidence"]["steps"]:
                if s["rule"] == "boxes" and len(s["split"]) > 1:
                    s["split"].pop()
                    r = audited(c)
                    # Where one box is enough the audit may show the step without the subdivision.
                    self.assertTrue(r.status != "audited" or r.steps["boxes", "direct"], c["claim"])

    def test_missing_steps(self):
        """A step that lost the goals it leaves is no longer shown, unless the audit can show by itself what is missing."""
        for rule in ("monotone", "difference", "normalize", "logarithm"):
            refused = 0
            for c in of_rule(rule, most=60):
                steps = c["evidence"]["steps"]
                i = next((i for i, s in enumerate(steps) if s["rule"] == rule and s.get("children")), None)
                if i is not None:
                    steps[i]["children"] = []
                    refused += audited(c, boxes=0).status != "audited"
            self.assertGreater(refused, 0, rule)

    def test_a_changed_witness(self):
        tried = 0
        for path in sorted(FOLDER.glob("*.json"))[:400]:
            if path.name == "manifest.json":
                continue
            c = json.loads(path.read_text())
            if c["verdict"] != "refuted" or not c["evidence"].get("point"):
                continue
            x = sorted(c["evidence"]["point"])[0]
            c["evidence"]["point"][x] = "-1000000007"
            self.assert_refused(c, "a point outside the domain, or at which nothing fails")
            tried += 1
            if tried == 20:
                break
        self.assertGreater(tried, 5)

    def test_changed_sides(self):
        c = next(json.loads(p.read_text()) for p in sorted(FOLDER.glob("*.json"))
                 if '"sides"' in p.read_text() and p.name != "manifest.json")
        c["evidence"]["sides"][0] = ["17.125", "17.25"]
        self.assertEqual(audited(c).status, "contradicted")

    def test_another_verdict(self):
        for c in of_rule("evaluate")[:3]:
            c["verdict"] = "refuted"
            self.assert_refused(c, "a proof as a refutation")

    def test_malformed(self):
        good = load("sl22.lem19.upper")
        rng = random.Random(5)
        for _ in range(60):
            c = copy.deepcopy(good)
            victim = rng.choice(["nodes", "goals", "scopes", "content", "evidence"])
            value = rng.choice([None, 7, "x", [], {}, [[]], [[1, 2]], {"kind": "proof"}, -1])
            c[victim] = value
            self.assert_refused(c, f"{victim} = {value}")
        for text in ("", "{", "[" * 5000, "null", '{"format": 3}'):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "x.json"
                path.write_text(text)
                self.assertNotEqual(audit_file(str(path)).status, "audited")

    def test_the_manifest_names_the_bytes(self):
        m = json.loads((FOLDER / "manifest.json").read_text())
        e = m["certificates"][0]
        data = (FOLDER / e["file"]).read_bytes()
        self.assertEqual(hashlib.sha256(data).hexdigest(), e["sha256"])
        self.assertEqual(audit_file(str(FOLDER / e["file"]), sha256="0" * 64).status, "contradicted")


class Rules(unittest.TestCase):
    """Steps that look right and are not."""

    def setUp(self):
        self.x = var("x")
        self.unit = Domain({"x": False}, [(">=", self.x, ZERO), ("<=", self.x, num(1))])
        self.half_line = Domain({"x": False}, [(">=", self.x, ZERO)])

    def refuse(self, goal, left, **parameters):
        with self.assertRaises((NotShown, Contradiction)):
            check(goal, left, parameters, 200)

    def test_a_false_claim_is_not_shown(self):
        for e in (sub(self.x, num(fmpq(1, 1000))), sub(mul(self.x, self.x), self.x), sub(call("sin", self.x), self.x)):
            with self.assertRaises((NotShown, Contradiction)):
                direct(Goal(self.unit, (">=", e, ZERO), True), 200)

    def test_monotone_needs_the_right_end_and_slope(self):
        x = self.x
        e = sub(num(1), mul(x, num(2)))  # falls from 1 to -1
        goal = Goal(self.unit, (">=", e, ZERO), True)
        start = Goal(Domain({}, []), (">=", num(1), ZERO), True)
        self.refuse(goal, [start, Goal(self.unit, (">=", num(2), ZERO), True)], rule="monotone", variable="x", upper=False)
        self.refuse(goal, [start], rule="monotone", variable="x", upper=False)

    def test_normal_form_may_not_divide_by_what_changes_sign(self):
        x, d = self.x, Domain({"x": False}, [])
        goal = Goal(d, (">=", mul(x, add(mul(x, x), num(1))), ZERO), True)
        left = Goal(d, (">=", add(mul(x, x), num(1)), ZERO), True)
        self.refuse(goal, [left], rule="normalize", clear=False)

    def test_logarithm_of_another_difference(self):
        x = self.x
        d = Domain({"x": False}, [(">", x, ZERO)])
        goal = Goal(d, (">", sub(x, num(2)), ZERO), True)
        left = Goal(d, (">", sub(call("ln", x), call("ln", num(fmpq(1, 2)))), ZERO), True)
        self.refuse(goal, [left], rule="logarithm")

    def test_a_cut_with_a_gap(self):
        x = self.x
        goal = Goal(self.unit, (">=", sub(x, num(fmpq(1, 2))), ZERO), True)
        above = Goal(Domain({"x": False}, [(">=", x, num(fmpq(1, 2))), ("<=", x, num(1))]), goal.claim, True)
        self.refuse(goal, [above], rule="cut", variable="x", at="1/2")

    def test_identities(self):
        x, y = self.x, var("y")
        d = Domain({"x": False, "y": False}, [(">", x, ZERO)])
        square = power(add(x, y), num(2))
        good = add(add(mul(x, x), mul(num(2), mul(x, y))), mul(y, y))
        check(Goal(d, ("=", square, good), True), [], {"rule": "identity"}, 50)
        self.refuse(Goal(d, ("=", square, add(mul(x, x), mul(y, y))), True), [], rule="identity")
        root = call("sqrt", mul(y, y))
        self.refuse(Goal(d, ("=", root, y), True), [], rule="identity")
        check(Goal(d, ("=", call("sqrt", mul(x, x)), x), True), [], {"rule": "identity"}, 50)

    def test_limits(self):
        x, one = self.x, num(1)
        d = Domain({"x": False}, [(">=", x, one)])
        euler = power(add(one, div(one, x)), x)
        v = limit(euler, "x", d)
        from audit.algebra import to_node
        self.assertEqual(to_node(v), to_node(d.former.form(make("e"))))
        stirling = sub(call("lgamma", x), sub(mul(sub(x, num(fmpq(1, 2))), call("ln", x)), x))
        v = Box({}).eval(to_node(limit(stirling, "x", d)))
        self.assertTrue(v.overlaps(I.ball((2 * arb.pi()).log() / 2)) and bool(v.hi - v.lo < 1e-20))
        self.assertEqual(limit(mul(x, call("exp", sub(ZERO, x))), "x", d).terms, {})
        self.assertEqual(limit(call("ln", x), "x", d), "inf")
        for e in (call("sin", x), call("exp", call("sin", x)), mul(call("exp", x), sub(one, call("erf", x)))):
            with self.assertRaises(NoLimit):
                limit(e, "x", d)

    def test_functions_enclose_arb_on_subpoints(self):
        """Values at points of a range lie in the enclosure over the range."""
        from audit.functions import TABLE
        ctx.prec = 128
        rng = random.Random(11)
        names = ["exp", "ln", "sqrt", "sin", "cos", "atan", "erf", "erfc", "gamma", "lgamma", "digamma", "binet", "tanh",
                 "cosh", "norm_cdf", "norm_pdf", "clip", "floor", "ceil"]
        for name in names:
            for _ in range(60):
                a = fmpq(rng.randint(1, 4000), 500)
                b = a + fmpq(rng.randint(0, 3000), 700)
                whole = TABLE[name](I(I.exact(a).lo, I.exact(b).hi))
                for t in range(5):
                    q = a + (b - a) * fmpq(t, 4)
                    v = TABLE[name](I.exact(q))
                    self.assertTrue(bool(v.lo <= whole.hi) and bool(whole.lo <= v.hi), f"{name} {a} {b} {q}")
        for _ in range(40):
            nu, a = fmpq(rng.randint(0, 9), 2), fmpq(rng.randint(1, 4000), 300)
            b = a + fmpq(rng.randint(0, 900), 300)
            whole = TABLE["bessel_j"](I.exact(nu), I(I.exact(a).lo, I.exact(b).hi))
            for t in range(5):
                v = arb(a + (b - a) * fmpq(t, 4)).bessel_j(arb(nu))
                self.assertTrue(bool(v.lower() <= whole.hi) and bool(whole.lo <= v.upper()), f"J_{nu} on [{a}, {b}]")


if __name__ == "__main__":
    unittest.main()
