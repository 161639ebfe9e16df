"""A hash of an outcome: the bits that a seed stands for."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np


def bits(dataset):
    """Hash of every integer of an outcome, and of its other numbers to ten digits."""
    told = blake2b(digest_size=16)
    for name in sorted(dataset.data_vars):
        values = dataset[name].to_numpy()
        if values.dtype.kind == "f":
            values = np.array([float(f"{each:.10g}") for each in values.ravel()])
        told.update(name.encode() + np.ascontiguousarray(values).tobytes())
    return told.hexdigest()
