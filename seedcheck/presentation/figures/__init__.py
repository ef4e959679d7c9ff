"""The study's figures, one module per kind: ``draw(view)`` returns a figure, ``registry.FIGURES`` has a row for it."""
