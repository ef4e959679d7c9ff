"""Say why a file is out of date, or what it was made from: make why TARGET=results/comparison/verdicts.csv."""

import argparse

from seedcheck.origin.why import explain
from seedcheck.steps import plain_errors
from seedcheck.study.paths import PAGE

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", default=str(PAGE), help="a file that the study makes")
    parser.add_argument("--configfile", nargs="+", default=(), help="as for snakemake")
    options = parser.parse_args()
    with plain_errors():
        print("\n".join(explain(options.target, options.configfile)))
