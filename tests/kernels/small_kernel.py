"""A kernel that compiles in a moment, for what `himaya.kernels.jit` does with its cache.

As a program it runs the kernel once and tells whether it was loaded or compiled, or not to be kept.
"""

from __future__ import annotations

import logging
import sys

logging.basicConfig(format="%(message)s")

from himaya.kernels import jit  # noqa: E402 - it looks at the cache directory when imported


@jit.kernel
def double(x):
    return 2.0 * x


if __name__ == "__main__":
    assert double(21.0) == 42.0
    stats = double.stats
    hits, misses = (sum(counter.values()) for counter in (stats.cache_hits, stats.cache_misses))
    sys.stdout.write(f"{'uncached' if jit.CACHE is None else 'kept'} {hits} {misses}")
