"""Runs from elsewhere, judged as our own."""
