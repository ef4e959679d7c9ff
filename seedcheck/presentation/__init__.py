"""Everything that is read by people: words, colours, tables, figures and the page."""
