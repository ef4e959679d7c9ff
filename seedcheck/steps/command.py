"""The command `seedcheck`: one subcommand for each thing that a user does without Snakemake."""

import sys
from argparse import ArgumentParser
from importlib import import_module

from seedcheck.steps import plain_errors

COMMANDS = {  # modules with ``options`` and a function of their own name, and what that does
    "new": "write a study of a data file of one's own",
    "judge": "judge runs from elsewhere: a table, or an MLflow experiment",
}
ERROR = {"judge": 2}  # exit code after an error, where 1 is an answer


def main(arguments: list[str] | None = None) -> None:
    """Run a subcommand; where the user can mend what went wrong, print that alone and exit with 1, or ERROR."""
    typed = sys.argv[1:] if arguments is None else arguments
    parser = ArgumentParser(prog="seedcheck", description="Does a training trick help, or did one lucky seed say so?")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in COMMANDS.items():
        own = commands.add_parser(name, help=words, description=words)
        if name in typed[:1]:  # the others need not be imported
            import_module(f"seedcheck.steps.{name}").options(own)
    given = parser.parse_args(typed)
    with plain_errors(ERROR.get(given.command, 1)):
        getattr(import_module(f"seedcheck.steps.{given.command}"), given.command)(given)


if __name__ == "__main__":
    main()
