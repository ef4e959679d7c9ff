"""Tests of seedcheck.tracking."""
