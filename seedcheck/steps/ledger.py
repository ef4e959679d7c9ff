"""Write the ledger of the results in this folder to ledger.json, for git; see seedcheck.origin.ledger."""

from seedcheck.files import write_json
from seedcheck.origin.ledger import LEDGER, of_results
from seedcheck.steps import plain_errors

if __name__ == "__main__":
    with plain_errors():
        found = of_results()
        write_json(LEDGER, found)
        print(f"{LEDGER}: {len(found['variants'])} variants; commit it to compare with it later: make compare REV=...")
