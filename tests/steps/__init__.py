"""Tests of single steps, without Snakemake."""
