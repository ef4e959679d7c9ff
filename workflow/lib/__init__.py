"""What the steps share: configuration, data, gates, records, figures, tracking, report."""
