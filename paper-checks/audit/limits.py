"""Limits at infinity by expansions in u = 1/x, with coefficients free of x that may hold powers of ln x."""


class NoLimit(Exception):
    pass


def limit(e, x, domain):
    raise NoLimit("not implemented")
