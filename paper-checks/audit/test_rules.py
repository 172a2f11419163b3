"""Every rule refuses: steps of certificates with a number made wrong, with a goal left out, and with a goal left made empty.

A falsified goal fails at a point of its domain that is found first, so no correct checker may accept it. Run with ./run audit-test.
"""

import json
import os
import tempfile
import unittest
from pathlib import Path

import numpy as np
from flint import ctx, fmpq

from audit.certificate import Auditor, audit_file
from audit.evaluate import Box
from audit.facts import Domain
from audit.goals import Contradiction, Goal, NotShown
from audit.interval import I, Unable, Undefined
from audit.numeric import Unable as NotInFloats
from audit.rules import RULES, check
from audit.sampling import draw, exact
from audit.tree import ZERO, add, call, div, make, mul, num, power, sub, substitute_formula, var

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CERTIFICATES", ROOT / "target" / "certificates"))
PER_RULE = 8
REFUSED = (NotShown, Contradiction, Undefined, Unable)
TRUE = (">=", num(1), ZERO)


def point_of(domain):
    """A point that certainly lies in the domain, or None."""
    with np.errstate(all="ignore"):
        try:
            values = draw(domain, 400, np.random.default_rng(3))
        except NotInFloats:
            return None
    for i in range(400):
        point = {x: exact(v[i], domain.variables[x]) for x, v in values.items()}
        if None in point.values() or any(abs(q) > 10**6 for q in point.values()):
            continue
        box = Box({x: I.exact(q) for x, q in point.items()})
        if all(box.truth(f) is True for f in domain.conditions):
            return point
    return None


def falsified(f, point):
    """A formula like it, with another number, that is false at the point; None where none is known."""
    op = f[0]
    if op in ("and", "or"):
        parts = [falsified(g, point) for g in f[1:]]
        if op == "or":
            return None if None in parts else ("or", *parts)
        i = next((i for i, g in enumerate(parts) if g is not None), None)
        return None if i is None else ("and", *f[1:i + 1], parts[i], *f[i + 2:])
    if op in ("implies", "forall"):
        return falsified_inside(f, point)
    if op == "!=":
        return ("!=", f[1], add(f[1], sub(num(1), num(1))))
    if op == "int":
        return ("int", add(f[1], num(fmpq(1, 3))))
    if op == "=":
        return ("=", f[1], add(f[2], num(1)))
    if op not in (">", ">=", "<", "<="):
        return None
    big, small = (f[1], f[2]) if op[0] == ">" else (f[2], f[1])
    box = Box({x: I.exact(q) for x, q in point.items()})
    try:
        gap = (box.eval(big) - box.eval(small)).hi
    except (Undefined, Unable):
        return None
    if not gap.is_finite():
        return None
    shift = num(fmpq(int(abs(gap).ceil().upper().ceil().unique_fmpz()) + 1))
    small = add(small, shift)
    return (op, big, small) if op[0] == ">" else (op, small, big)


def falsified_inside(f, point):
    if f[0] == "forall":
        b = f[1]
        inner = {**point, b[1]: fmpq(1)}
        end = b[2] if b[0] == "integer" else b[2][0] if b[2] else None
        if end is not None and end.op == "num":
            inner[b[1]] = end.args[0] + (0 if b[0] == "integer" else fmpq(1, 1000))
        body = falsified(f[2], inner)
        return None if body is None else ("forall", b, body)
    if Box({x: I.exact(q) for x, q in point.items()}).truth(f[1]) is not True:
        return None
    body = falsified(f[2], point)
    return None if body is None else ("implies", f[1], body)


def first_relation(claim):
    """The first comparison that a formula states, as a certificate writes it."""
    if claim[0] in (">", ">=", "<", "<=", "=", "!=", "int"):
        return claim
    parts = claim[2:] if claim[0] in ("implies", "forall", "exists") else claim[1:]
    return next((f for f in map(first_relation, (g for g in parts if isinstance(g, list))) if f is not None), None)


def file_of(claim):
    m = json.loads((FOLDER / "manifest.json").read_text())
    return next(e["file"] for e in m["certificates"] if e["claim"] == claim)


def steps_by_rule():
    """Steps of certificates, some way from the largest: rule -> list of (claim, goal, goals left, parameters, point)."""
    found = {}
    for path in sorted(FOLDER.glob("*.json"), key=lambda p: (-p.stat().st_size, p.name)):
        if path.name == "manifest.json" or path.stat().st_size > 40_000:
            continue
        text = path.read_text()
        wanted = [r for r in RULES if len(found.get(r, [])) < PER_RULE and f'"rule":"{r}"' in text]
        c = json.loads(text) if wanted else None
        if c is None or c["verdict"] != "proved" or c["evidence"]["kind"] != "proof":
            continue
        a = Auditor(c, 50)
        ctx.prec = max(96, min(int(c["evidence"]["prec"]), 2048)) + 32
        steps = c["evidence"]["steps"]
        for s in steps:
            if s["rule"] not in wanted or len(found.get(s["rule"], [])) >= PER_RULE:
                continue
            goal, left = a.goal(s), [a.goal(steps[k]) for k in s.get("children", [])]
            point = point_of(goal.domain)
            if point is not None:
                found.setdefault(s["rule"], []).append((c["claim"], goal, left, s, point, ctx.prec))
    return found


@unittest.skipUnless((FOLDER / "manifest.json").exists(), "no certificates; ./run verify makes them")
class EveryRule(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = steps_by_rule()

    # Rules that no certificate of the papers uses at present: tested by hand below.
    BY_HAND = {"vacuous", "push", "introduce", "supremum", "induction", "split", "combine"}

    def test_every_rule_is_met(self):
        self.assertEqual(set(RULES) - set(self.found) - self.BY_HAND, set())

    def test_a_wrong_number_is_refused(self):
        """The goal of the step says more than is true; the goals it leaves are the old ones."""
        tried = {}
        for rule, steps in self.found.items():
            for claim, goal, left, s, point, prec in steps:
                wrong = falsified(goal.claim, point)
                if wrong is None:
                    continue
                ctx.prec = prec
                tried[rule] = tried.get(rule, 0) + 1
                with self.assertRaises(REFUSED, msg=f"{rule} in {claim}: {wrong}"):
                    check(Goal(goal.domain, wrong, goal.defined), left, s, 50)
        self.assertEqual(set(self.found) - set(tried), set())

    def test_certificates_with_a_wrong_number(self):
        """The same in the file: the goal of one step gets another number, and the certificate is no longer accepted."""
        for rule, steps in self.found.items():
            changed = 0
            for claim, _, _, s, _, _ in steps[:3]:
                c = json.loads((FOLDER / file_of(claim)).read_text())
                c["goals"].append(json.loads(json.dumps(c["goals"][s["goal"]])))
                f = first_relation(c["goals"][-1]["claim"])
                if f is None:
                    continue
                at = 1 if f[0] in ("<", "<=", "int") else 2
                c["nodes"] += [["num", "1000000000007/3"], ["add", f[at], len(c["nodes"])]]
                f[at] = f[1] if f[0] == "!=" else len(c["nodes"]) - 1
                step = next(t for t in c["evidence"]["steps"] if t["goal"] == s["goal"] and t["rule"] == rule)
                step["goal"] = len(c["goals"]) - 1
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "x.json"
                    path.write_text(json.dumps(c))
                    r = audit_file(str(path), seconds=30, boxes=50)
                self.assertNotIn("malformed", r.reason)
                # A step above it may be shown without it; then the wrong step is not relied on.
                above = any(how == "direct" for _, how in r.steps)
                self.assertTrue(r.status in ("not audited", "contradicted") or above, f"{rule} in {claim}")
                changed += r.status != "audited"
            self.assertGreater(changed, 0, rule)

    def test_goals_left_out_or_emptied(self):
        """Without a goal that it needs a rule proves nothing by its theorem; some goals are shown again by the audit itself."""
        refused = {}
        for rule, steps in self.found.items():
            for _, goal, left, s, _, prec in steps:
                ctx.prec = prec
                for i in range(len(left)):
                    empty = Goal(left[i].domain, TRUE, left[i].defined)
                    for other in (left[:i] + left[i + 1:], [*left[:i], empty, *left[i + 1:]]):
                        try:
                            how = check(goal, other, s, 0)
                        except REFUSED:
                            how = "refused"
                        refused[rule] = refused.get(rule, 0) + (how != "step")
        # What is left of identities is where they are defined, which the domain gives by itself in these certificates (see ByHand),
        # and what is left of limits are comparisons of numbers.
        leaving = {r for r, steps in self.found.items() if any(left for _, _, left, _, _, _ in steps)}
        for rule in leaving - {"identity", "limits"}:
            self.assertGreater(refused[rule], 0, rule)

    def test_wrong_parameters(self):
        """Another variable, end, cut, count or multiple: refused, or shown without the theorem."""
        wrong = {"monotone": lambda s: {**s, "upper": not s["upper"]}, "cut": lambda s: {**s, "at": s["at"].split("/")[0] + "9"},
                 "prefix": lambda s: {**s, "count": s["count"] - 1}, "concave": lambda s: {**s, "variable": "no such"},
                 "enumerate": lambda s: {**s, "variable": "no such"}, "descent": lambda s: {**s, "stride": 9},
                 "from-infinity": lambda s: {**s, "variable": "no such"}, "reciprocal": lambda s: {**s, "variable": "no such"},
                 "boxes": lambda s: {**s, "split": s["split"] + [None]}, "combine": lambda s: {**s, "factor": "-1"}}
        for rule, change in wrong.items():
            refused = 0
            for claim, goal, left, s, _, prec in self.found.get(rule, []):
                ctx.prec = prec
                try:
                    how = check(goal, left, change(s), 0)
                except REFUSED:
                    how = "refused"
                refused += how != "step"
            self.assertGreaterEqual(refused, min(1, len(self.found.get(rule, []))), rule)

    def test_a_rule_that_is_not_known(self):
        goal = Goal(Domain({"x": False}, []), (">=", sub(var("x"), num(1)), ZERO), True)
        with self.assertRaises(REFUSED):
            check(goal, [], {"rule": "obviously"}, 50)


class ByHand(unittest.TestCase):
    """Rules by small goals: each accepts a right step and refuses one with a number changed."""

    x, n = var("x"), var("n")
    line = Domain({"x": False}, [(">=", var("x"), num(1))])
    counts = Domain({"n": True}, [(">=", var("n"), num(2))])

    def accepts(self, goal, left, **parameters):
        self.assertEqual(check(goal, left, parameters, 0), "step")

    def refuses(self, goal, left, **parameters):
        with self.assertRaises(REFUSED):
            check(goal, left, parameters, 0)

    def test_conjunction(self):
        facts = [(">=", sub(mul(self.x, self.x), mul(self.x, call("sin", mul(num(k), self.x)))), num(fmpq(-1, 10))) for k in (2, 3)]
        goals = [Goal(self.line, f, True) for f in facts]
        self.accepts(Goal(self.line, ("and", *facts), True), goals, rule="conjunction")
        self.refuses(Goal(self.line, ("and", *facts), True), goals[:1], rule="conjunction")
        other = (">=", facts[1][1], num(fmpq(1, 10)))
        self.refuses(Goal(self.line, ("and", facts[0], other), True), goals, rule="conjunction")

    def test_identity(self):
        y = var("y")
        d = Domain({"x": False, "y": False}, [(">=", self.x, num(1))])
        root = call("sqrt", sub(y, call("sin", y)))
        defined = Goal(d, (">=", sub(y, call("sin", y)), ZERO), True)
        same = lambda q: ("=", mul(root, self.x), mul(mul(num(q), self.x), root))  # noqa: E731
        self.accepts(Goal(d, same(1), False), [defined], rule="identity")
        self.refuses(Goal(d, same(1), False), [], rule="identity")
        self.refuses(Goal(d, same(2), False), [defined], rule="identity")

    def test_push(self):
        a, b = self.x, call("exp", self.x)
        goal = Goal(self.line, ("not", (">", a, b)), True)
        self.accepts(goal, [Goal(self.line, ("<=", a, b), True)], rule="push")
        # nothing of the kind follows from a weaker bound
        wrong = Goal(self.line, ("<=", a, add(b, call("exp", b))), True)
        self.refuses(goal, [wrong], rule="push")

    def test_introduce(self):
        y = var("y")
        b = ("real", "y", (num(0), True), None)
        claim = (">=", mul(self.x, y), call("sin", mul(self.x, y)))
        inside = Domain({"x": False, "y": False}, [*self.line.conditions, (">=", y, num(0))])
        smaller = Domain({"x": False, "y": False}, [*self.line.conditions, (">=", y, num(1))])
        goal = Goal(self.line, ("forall", b, claim), True)
        self.accepts(goal, [Goal(inside, claim, True)], rule="introduce")
        self.refuses(goal, [Goal(smaller, claim, True)], rule="introduce")

    def test_supremum(self):
        y = var("y")
        b = ("real", "y", (num(0), True), (num(1), True))
        body = mul(y, call("sin", mul(self.x, y)))
        claim = lambda q: ("<=", make("sup", b, body), num(q))  # noqa: E731
        left = Goal(self.line, ("forall", b, ("<=", body, num(2))), True)
        self.accepts(Goal(self.line, claim(2), True), [left], rule="supremum")
        self.refuses(Goal(self.line, claim(fmpq(1, 2)), True), [left], rule="supremum")
        self.refuses(Goal(self.line, ("<", *claim(2)[1:]), True), [left], rule="supremum")

    def test_induction(self):
        # 2^n - n - 2 >= 0 for n >= 2: 0 at 2, and the step adds 2^n - 1.
        e = lambda n, q=2: sub(sub(power(num(2), n), n), num(q))  # noqa: E731
        start = lambda q: Goal(Domain({}, []), (">=", e(num(2), q), ZERO), True)  # noqa: E731
        step = Goal(self.counts, (">=", sub(e(add(self.n, num(1))), e(self.n)), ZERO), True)
        self.accepts(Goal(self.counts, (">=", e(self.n), ZERO), True), [start(2), step], rule="induction", variable="n", stride=1)
        self.refuses(Goal(self.counts, (">=", e(self.n, 3), ZERO), True), [start(2), step], rule="induction", variable="n", stride=1)
        falling = Goal(self.counts, (">=", sub(num(5), self.n), ZERO), True)
        self.refuses(falling, [Goal(Domain({}, []), (">=", num(3), ZERO), True)], rule="induction", variable="n", stride=1)

    def test_split(self):
        x = self.x
        either = ("or", ("<=", x, num(-1)), (">=", x, num(1)))
        d = Domain({"x": False}, [either])
        claim = (">=", sub(sub(mul(x, x), mul(x, call("sin", x))), num(fmpq(1, 100))), ZERO)
        parts = [Goal(Domain({"x": False}, [f]), claim, True) for f in either[1:]]
        self.accepts(Goal(d, claim, True), parts, rule="split")
        self.refuses(Goal(d, claim, True), parts[:1], rule="split")
        wrong = substitute_formula(claim, "x", div(x, num(2)))
        self.refuses(Goal(d, wrong, True), parts, rule="split")

    def test_combine(self):
        # x y - 3 = (x - 1) + (x y - x - 2): the condition once, not twice.
        x, y = self.x, var("y")
        d = Domain({"x": False, "y": False}, [(">=", x, num(1)), (">=", mul(x, y), add(x, num(2)))])
        goal = Goal(d, (">=", sub(mul(x, y), num(3)), ZERO), True)
        left = Goal(d, (">=", sub(x, num(1)), ZERO), True)
        self.accepts(goal, [left], rule="combine", factor="1")
        self.refuses(goal, [left], rule="combine", factor="2")
        self.refuses(Goal(d, (">=", sub(mul(x, y), num(4)), ZERO), True), [left], rule="combine", factor="1")

    def test_vacuous(self):
        empty = Domain({"x": False}, [(">=", self.x, num(2)), ("<=", self.x, num(1))])
        self.accepts(Goal(empty, (">=", ZERO, num(1)), True), [], rule="vacuous")
        self.refuses(Goal(self.line, (">=", ZERO, div(self.x, num(7))), True), [], rule="vacuous")


if __name__ == "__main__":
    unittest.main()
