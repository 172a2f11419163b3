"""The theorem of every proof step (`docs/theory/deciders.md`): what a step needs, found among the goals it leaves.

A checker is given the goal and the goals left, and shows that these imply it. It does not repeat what the program did: it
computes derivatives, forms and domains itself and asks only that the goals left are strong enough.
"""

from . import bessel, logic, monotone, parts, transform
from .step import RULES, check

__all__ = ["RULES", "bessel", "check", "logic", "monotone", "parts", "transform"]
