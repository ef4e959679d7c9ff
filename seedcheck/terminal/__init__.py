"""What is seen in the terminal while a study runs: its stages, its trainings, time left, and at the end the answer."""
