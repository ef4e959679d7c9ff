"""Statistics and verdicts: hand-worked values, enumerations, and simulated studies whose truth is known."""
