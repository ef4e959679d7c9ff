"""Tests of seedcheck.statistics."""
