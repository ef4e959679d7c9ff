"""Gates, trainings and what they leave on disk."""
