"""Exact computation: an expression as a sum of monomials with rational coefficients.

A monomial is a product of atoms to exponents (rational numbers, or sums of monomials again). Two expressions with the same
form are equal wherever both are defined. A rule with a condition (a base that must be >= 0) fires only when the given
oracle `positive(node)`/`nonnegative(node)` says so.
"""

from .former import Former
from .nodes import to_node
from .sums import (
    NIL,
    UNITY,
    P,
    TooLarge,
    add,
    clear,
    exp_mul,
    int_power,
    is_zero,
    minus,
    mono_inverse,
    mono_mul,
    number,
    of,
    scale,
    times,
)

__all__ = [
    "Former", "NIL", "P", "TooLarge", "UNITY", "add", "clear", "exp_mul", "int_power", "is_zero", "minus", "mono_inverse",
    "mono_mul", "number", "of", "scale", "times", "to_node",
]
