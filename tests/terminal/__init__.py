"""Tests of what is seen in the terminal."""
