"""A step: a goal with the goals it leaves, and the table of rules."""

from ..goals import NotShown, direct, obligations, sign_view
from .match import by_form, conjuncts, entails

RULES = {}


def rule(*names):
    def put(f):
        for n in names:
            RULES[n] = f
        return f

    return put


def require(condition, what):
    if not condition:
        raise NotShown(what)


class Step:
    """A goal with the goals a step leaves of it."""

    def __init__(self, goal, left, parameters):
        self.goal, self.left, self.parameters = goal, left, parameters
        self.domain, self.claim = goal.domain, goal.claim

    def needs(self, formula, domain=None):
        domain = domain or self.domain
        if domain.hull() is None:
            return
        for g in self.left:
            if g.claim == formula and domain.covers(g.domain):
                return
        if formula[0] == "and":
            for f in formula[1:]:
                self.needs(f, domain)
            return
        for g in self.left:
            if entails(g.claim, formula, domain) and domain.covers(g.domain):
                return
        if domain.proves(formula):
            return
        if by_form(formula, domain):
            return
        # A consequence that needs one more fact than the goals left state, such as a sum of two of them.
        extra = [f for g in self.left if domain.covers(g.domain) for f in conjuncts(g.claim)]
        if extra and domain.and_also(*extra).proves(formula):
            return
        raise NotShown(f"none of the goals left gives {str(formula)[:200]}")

    def needs_defined(self, *es, domain=None):
        for e in es:
            for f in obligations(e):
                if f[0] == ">=" and f[1] is f[2]:
                    self.needs(f, domain)
                elif f[0] == "!=" and (domain or self.domain).sign(f[1]) in (">", "<"):
                    continue
                else:
                    self.needs(f, domain)

    def sign(self):
        view = sign_view(self.claim)
        require(view is not None, "not a sign goal")
        return view

    def known_defined(self):
        require(self.goal.defined, "not known to be defined")

    def variable(self):
        x = self.parameters.get("variable")
        require(x in self.domain.variables, "no such variable")
        return x


def check(goal, left, parameters, boxes):
    """Shows that the goals left imply the goal. Returns how; raises NotShown or Contradiction."""
    for g in left:
        if g.defined and not (goal.defined or parameters["rule"] in DEFINING):
            # A goal may be taken as defined only when the step itself sees to that.
            raise NotShown("a goal is taken as defined without reason")
    f = RULES.get(parameters["rule"])
    try:
        require(f is not None, f"the step {parameters['rule']} is not known here")
        f(Step(goal, left, parameters))
        return "step"
    except NotShown as reason:
        try:
            direct(goal, boxes)
            return "direct"
        except NotShown:
            raise reason from None


# Steps after which the expressions of the goals are known to be defined, by goals of their own.
DEFINING = {"difference", "identity", "critical"}
