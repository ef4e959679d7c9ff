"""Tests of seedcheck.presentation."""
