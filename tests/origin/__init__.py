"""Tests of where numbers came from."""
