"""An audit of depthsep's certificates that shares no code with the program that wrote them.

`tree` reads expressions, `interval` and `functions` enclose numbers (python-flint, Arb), `evaluate` encloses expressions,
`algebra` and `calculus` compute with them exactly, `facts` decides signs over a set of points, `rules` holds the theorem
of every proof step, `certificate` puts a file together, `sampling` looks for counterexamples at random points.
"""
