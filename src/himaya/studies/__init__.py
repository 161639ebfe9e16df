"""Studies: many simulations that answer one question, such as how many replications are enough."""
