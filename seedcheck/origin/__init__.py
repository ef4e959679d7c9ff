"""Where a number came from: why a file is out of date, what moved between commits, a finished study as one crate."""
