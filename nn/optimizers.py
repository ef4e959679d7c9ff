"""How a gradient becomes an update."""

OPTIMIZERS = {"gradient_descent": None}
