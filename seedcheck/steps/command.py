"""The command `seedcheck`: one subcommand for each thing that a user does without Snakemake."""

from argparse import ArgumentParser

from seedcheck.steps import judge, new, plain_errors

COMMANDS = {
    "new": (new.options, new.new, "write a study of a data file of one's own"),
    "judge": (judge.options, judge.judge, "judge runs from elsewhere: a table, or an MLflow experiment"),
}
ERROR = {"judge": 2}  # exit codes where 1 is an answer


def main(arguments: list[str] | None = None) -> None:
    """Run a subcommand; where the user can mend what went wrong, print that alone and exit with 1, or ERROR."""
    parser = ArgumentParser(prog="seedcheck", description="Does a training trick help, or did one lucky seed say so?")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (options, _, words) in COMMANDS.items():
        options(commands.add_parser(name, help=words, description=words))
    given = parser.parse_args(arguments)
    with plain_errors(ERROR.get(given.command, 1)):
        COMMANDS[given.command][1](given)


if __name__ == "__main__":
    main()
