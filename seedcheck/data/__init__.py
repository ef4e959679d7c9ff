"""Data sets: generated, bundled, or read from files."""
