"""Write the ledger of the results in this folder to ledger.json, for git; see seedcheck.origin.ledger."""

import sys

from seedcheck.errors import InputError
from seedcheck.files import write_json
from seedcheck.origin.ledger import LEDGER, of_results

if __name__ == "__main__":
    try:
        found = of_results()
        write_json(LEDGER, found)
        print(f"{LEDGER}: {len(found['variants'])} variants; commit it to compare with it later: make compare REV=...")
    except InputError as error:
        sys.exit(f"ERROR: {error}")
