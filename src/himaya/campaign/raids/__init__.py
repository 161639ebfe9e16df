"""Raids to come: stated, replayed, resampled or generated, then grown; always an input, never optimised."""
