"""Geometry, done once before the replications: the library of routes and what they cross."""
