"""Tests of seedcheck.training."""
