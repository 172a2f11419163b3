"""One certificate: its claim, its evidence, what was established of it."""

import hashlib
import json
import signal
from collections import Counter

from flint import arb, ctx

from .facts import Domain
from .evaluate import Box
from .goals import Contradiction, NotShown, read_goal
from .interval import I, Unable, Undefined
from .rules import check
from .tree import RELATIONS, Bad, Reader, num, read_rational, substitute_formula

FORMAT, VERSION = "depthsep-certificate", 2
MAX_FILE = 256 << 20
ORDER = ["refuted", "undecided", "supported", "argued", "verified", "proved"]


class Result:
    """`status`: audited, not audited, contradicted, argued or undecided; with a reason, and counts of steps by rule."""

    def __init__(self, claim, verdict, status, reason="", steps=None, rests=()):
        self.claim, self.verdict, self.status, self.reason = claim, verdict, status, reason
        self.steps, self.rests = steps or Counter(), tuple(rests)


def load(path, sha256=None):
    with open(path, "rb") as f:
        data = f.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Bad("the file is too large")
    if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
        raise Bad("the file is not the one the manifest lists")
    try:
        c = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Bad(f"not JSON: {error}") from None
    if not isinstance(c, dict) or c.get("format") != FORMAT or c.get("version") != VERSION:
        raise Bad("not a certificate of a known version")
    return c


class Timeout(Exception):
    pass


def audit_file(path, seconds=60, boxes=1500, sha256=None, dims=None):
    """Audits one file; never raises."""

    def ring(*_):
        raise Timeout

    # Processor time: the same result on a busy machine.
    old = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    name, verdict = path.rsplit("/", 1)[-1], "unreadable"
    try:
        c = load(path, sha256)
        name, verdict = str(c.get("claim")), str(c.get("verdict"))
        return Auditor(c, boxes, dims).run()
    except Bad as error:
        return Result(name, verdict, "contradicted", f"malformed: {error}")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return Result(name, verdict, "contradicted", f"malformed: {type(error).__name__} {error}")
    except (OSError, RecursionError, MemoryError) as error:
        return Result(name, verdict, "not audited", f"{type(error).__name__}: {error}")
    except Contradiction as error:
        return Result(name, verdict, "contradicted", str(error))
    except Timeout:
        return Result(name, verdict, "not audited", f"time ran out after {seconds} s")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


class Auditor:
    def __init__(self, c, boxes, dims=None):
        self.c, self.boxes, self.dims = c, boxes, dims
        self.reader = Reader(c["nodes"])
        content = c["content"]
        if self.reader.content_hash(content) != c["hash"]:
            raise Bad("the claim it carries is not the one its hash names")
        self.binders = [self.reader.binder(b) for b in content["domain"]]
        self.given = [self.reader.formula(f) for f in content["given"]]
        self.formula = self.reader.formula(content["formula"]) if "formula" in content else None
        self.domain = Domain.of_binders(self.binders, self.given)
        self.scopes = {}
        self.counts = Counter()

    def run(self):
        c = self.c
        verdict, evidence = c["verdict"], c["evidence"]
        kind = evidence["kind"]
        done = lambda status, reason="", rests=(): Result(c["claim"], verdict, status, reason, self.counts, rests)  # noqa: E731
        if verdict not in ORDER:
            raise Bad("an unknown verdict")
        try:
            for d in c.get("dims", []):
                if d["verdict"] != "undecided":
                    self.evidence(d["verdict"], d["evidence"], d["d"])
            if kind == "steps":
                return self.composite(done)
            if verdict == "undecided":
                return done("undecided")
            if verdict == "argued":
                if kind != "written" or evidence["proof"] != c["content"].get("proof"):
                    raise Bad("not the claim's own written proof")
                return done("argued", evidence["proof"])
            if verdict == "verified":
                self.verified()
                return done("audited")
            self.evidence(verdict, evidence, None)
            return done("audited")
        except NotShown as error:
            return done("not audited", str(error))

    def composite(self, done):
        """The verdict follows from those of the steps; these have certificates of their own."""
        steps, own, verdict = self.c["evidence"]["steps"], self.c["content"].get("steps"), self.c["verdict"]
        if not own or set(own) != set(steps):
            raise Bad("not the steps of the claim")
        weakest = min(steps.values(), key=ORDER.index)
        derived = "undecided" if weakest == "refuted" else weakest
        if derived != verdict:
            raise Contradiction(f"its steps give {derived}, not {verdict}")
        return done("undecided" if verdict == "undecided" else "audited", rests=sorted(steps.items()))

    def verified(self):
        dims = self.c.get("dims", [])
        if not dims or any(d["verdict"] != "proved" for d in dims):
            raise Contradiction("not every listed dimension is shown")
        if self.dims is not None:
            hull = self.domain.hull()
            wanted = [n for n in self.dims if hull is not None and bool(hull["d"].lo <= n) and bool(hull["d"].hi >= n)]
            if wanted != [d["d"] for d in dims]:
                raise Contradiction(f"shown at {[d['d'] for d in dims]}, asked for {wanted}")

    def evidence(self, verdict, e, d):
        if self.formula is None:
            raise Bad("evidence without a formula")
        if verdict == "proved" and e["kind"] == "proof":
            self.proof(e, d)
        elif verdict == "refuted" and e["kind"] == "witness":
            self.witness(e, d)
        else:
            raise Bad("the evidence does not fit the verdict")

    # Proofs.

    def proof(self, e, d):
        ctx.prec = max(96, min(int(e["prec"]), 2048)) + 32
        steps = e["steps"]
        if not isinstance(steps, list) or not steps:
            raise Bad("a proof without steps")
        domain, claim = self.domain, self.formula
        if d is not None:
            domain, claim = domain.slice("d", num(d)), substitute_formula(claim, "d", num(d))
        root = self.goal(steps[0])
        if root.claim != claim or root.defined or not domain.covers(root.domain):
            raise Contradiction("the proof is of another claim")
        for i, s in enumerate(steps):
            children = s.get("children", [])
            if not all(isinstance(k, int) and i < k < len(steps) for k in children):
                raise Bad("steps out of order")
        todo, seen = [0], set()
        while todo:
            i = todo.pop()
            if i in seen:
                raise Bad("a step used twice")
            seen.add(i)
            s = steps[i]
            goal = self.goal(s)
            left = [self.goal(steps[k]) for k in s.get("children", [])]
            try:
                how = check(goal, left, s, self.boxes)
            except (Undefined, Unable) as error:
                raise NotShown(str(error)) from None
            except NotShown as error:
                self.counts[s["rule"], "not audited"] += 1
                raise NotShown(f"step {i}, {s['rule']}: {error}") from None
            self.counts[s["rule"], how] += 1
            if how == "step":
                todo += s.get("children", [])

    def goal(self, step):
        if "goal" not in step:
            raise NotShown("the certificate holds no goal for a step")
        return read_goal(self.reader, self.c["goals"], self.c["scopes"], self.scopes, step["goal"])

    # Witnesses.

    def witness(self, e, d):
        ctx.prec = max(96, min(int(e["prec"]), 4096)) + 64
        point = {x: read_rational(q) for x, q in e["point"].items()}
        if d is not None and point.get("d") != d:
            raise Contradiction("the point is not at this dimension")
        names = [b[1] for b in self.binders]
        if sorted(names) != sorted(point):
            raise Contradiction("the point does not give every variable")
        for b in self.binders:
            if b[0] == "integer" and point[b[1]].q != 1:
                raise Contradiction(f"{b[1]} is not an integer")

        def put(f):
            for x, q in point.items():
                f = substitute_formula(f, x, num(q))
            return f

        nothing = Domain({}, [])
        box = Box({})
        for f in self.domain.conditions:
            f = put(f)
            if box.truth(f) is False:
                raise Contradiction(f"the point is outside the domain: {f}")
            if box.truth(f) is not True and not nothing.proves(f):
                raise NotShown(f"membership of the point: {str(f)[:120]}")
        claim = put(self.formula)
        truth = box.truth(claim)
        if truth is True or (truth is None and closed_truth(nothing, claim) is True):
            raise Contradiction("the claim holds at the point")
        if truth is None and closed_truth(nothing, claim) is not False:
            raise NotShown("the claim is not shown to fail at the point")
        if "sides" in e and "fails" in e:
            self.sides(put(self.reader.formula(e["fails"])), e["sides"], box)
        self.counts["witness", "step"] += 1

    def sides(self, f, sides, box):
        if f[0] not in RELATIONS:
            raise Bad("two sides and no comparison")
        if box.truth(f) is True:
            raise Contradiction("the comparison that is said to fail holds")
        for e, (lo, hi) in zip(f[1:], sides):
            low, high = arb(lo) if "inf" not in lo else arb(lo), arb(hi)
            shown = I.ball(low).hull(I.ball(high))
            try:
                if not shown.overlaps(box.eval(e)):
                    raise Contradiction(f"a side is {box.eval(e)}, not in [{lo}, {hi}]")
            except (Undefined, Unable) as error:
                raise NotShown(f"a side: {error}") from None


def closed_truth(nothing, f):
    """Truth of a closed formula where exact computation is needed (equalities)."""
    from .tree import negate

    if nothing.proves(f):
        return True
    if f[0] == "exists":
        # False when the contrary holds for every value.
        from .algebra import to_node
        from .facts import membership
        from .goals import Goal, direct, obligations
        from .tree import add, sub, var

        b, body = f[1], f[2]
        contrary = negate(body)
        d = Domain({b[1]: b[0] == "integer"}, membership(b, var(b[1])))
        try:
            if contrary is None or contrary[0] not in RELATIONS or obligations(add(contrary[1], contrary[2])):
                return None
            direct(Goal(d, contrary, True), 500)
            return False
        except (NotShown, Contradiction):
            sign = {">": ">", "<": "<"}.get(contrary[0])
            form = d.former.form(sub(contrary[1], contrary[2]))
            return False if sign and d.sign(to_node(form)) == sign else None
    g = negate(f)
    return False if g is not None and nothing.proves(g) else None
