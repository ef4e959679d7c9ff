"""Tests of workflow.lib."""
