"""Tests that inject real accidents."""
