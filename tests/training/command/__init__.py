"""Tests of training by a command."""
