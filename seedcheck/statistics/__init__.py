"""What many seeds say: comparisons and decisions, as numbers and codes."""
