"""Say why a file is out of date, or what it was made from: make why TARGET=results/comparison/verdicts.csv."""

import argparse
import sys

from seedcheck.errors import InputError
from seedcheck.origin.why import explain
from seedcheck.study.paths import PAGE

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", default=str(PAGE), help="a file that the study makes")
    parser.add_argument("--configfile", nargs="+", default=(), help="as for snakemake")
    options = parser.parse_args()
    try:
        print("\n".join(explain(options.target, options.configfile)))
    except InputError as error:
        sys.exit(f"ERROR: {error}")
