"""A scenario as plain tables of the engine: the only bridge between the two."""
