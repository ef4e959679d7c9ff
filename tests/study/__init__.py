"""Tests of seedcheck.study."""
