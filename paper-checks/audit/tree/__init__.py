"""Expressions and formulas: interned nodes read from a certificate's tables.

A node is unique for its content, so equality is identity. Definitions are replaced by what they stand for.
"""

from .nodes import (
    Bad,
    FLIP,
    NEGATE,
    Node,
    ONE,
    RELATIONS,
    ZERO,
    add,
    call,
    div,
    formula_free,
    make,
    mul,
    neg,
    num,
    parts,
    power,
    show,
    show_formula,
    sub,
    var,
)
from .reader import (
    Reader,
    read_rational,
)
from .substitution import (
    negate,
    substitute,
    substitute_formula,
)

__all__ = [
    "Bad", "FLIP", "NEGATE", "Node", "ONE", "RELATIONS", "Reader", "ZERO", "add", "call", "div", "formula_free",
    "make", "mul", "neg", "negate", "num", "parts", "power", "read_rational", "show", "show_formula", "sub",
    "substitute", "substitute_formula", "var",
]
