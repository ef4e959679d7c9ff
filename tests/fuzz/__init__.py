"""Every reader under mutated files: a right answer or one clear error."""
