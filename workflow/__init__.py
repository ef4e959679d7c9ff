"""The pipeline around ``nn``: Snakemake rules, the steps they run, and the library the steps share."""
