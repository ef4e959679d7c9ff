"""Tests of seedcheck.data."""
