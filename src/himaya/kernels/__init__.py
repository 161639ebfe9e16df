"""Numba over plain arrays; imports numpy, numba, math and typing only."""
