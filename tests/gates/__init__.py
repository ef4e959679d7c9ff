"""Bugs planted into nn, which the gate has to stop."""
