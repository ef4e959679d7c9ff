"""Say what moved between the ledger of a commit and the results in this folder, or another commit's ledger."""

import argparse

from seedcheck.origin.compare import lines
from seedcheck.origin.ledger import of_commit, of_results
from seedcheck.steps import plain_errors

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="a commit that has a ledger.json")
    parser.add_argument("other", nargs="?", help="another one, in place of the results in this folder")
    options = parser.parse_args()
    with plain_errors():
        before = of_commit(options.revision)
        now = of_commit(options.other) if options.other else of_results()
        print(f"from {options.revision} to {options.other or 'the results in this folder'}")
        print("\n".join(lines(before, now)))
