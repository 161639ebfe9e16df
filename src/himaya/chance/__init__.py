"""Chance: draws keyed by seed and purpose, laws, histograms, intervals; it knows no scenario."""
