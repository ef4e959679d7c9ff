"""Tests of seedcheck/statistics."""
