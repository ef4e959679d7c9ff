"""Training by a command, in the place of ``nn``: each seed is one run of it."""
