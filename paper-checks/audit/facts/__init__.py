"""A set of points: variables with conditions. Enclosures of it, and signs of expressions over it."""

from .domain import Domain, canonical, membership
from .signs import flip, holds, oriented, product

__all__ = ["Domain", "canonical", "flip", "holds", "membership", "oriented", "product"]
