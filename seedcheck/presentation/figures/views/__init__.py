"""What the drawing functions are given, read from files: a module per group, so that no rule depends on another's.

Each has views, plain data without files, and a Reader: ``view(texts)`` returns the view of the data set, experiment,
variant or sweep that ``texts`` name, None where it is not there.
"""
