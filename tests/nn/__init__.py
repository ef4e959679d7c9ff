"""Tests of nn, and the textbook network that they compare with."""
