"""Who sees the replications that are flown, so that none is flown twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from himaya.arrays import Array
from himaya.kernels.tables import (
    Out,
)
from himaya.raid.prepare.bridge import Prepared


class Watcher(Protocol):
    """Sees every chunk that is flown; a `Tally` is one, and so is every effect."""

    def add(self, prepared: Prepared, out: Out, first: int) -> None:
        """Take a chunk whose first replication is number `first`.

        Chunks come on the calling thread, one at a time and in any order: sums must not depend on it.
        """


class WatchedRows:
    """A watcher that keeps a row for each replication of a span, in the order of their numbers."""

    def __init__(self, span: range, rows_of: Callable[[Out], Array]) -> None:
        self.span, self.rows_of = span, rows_of
        self.table: Array = np.empty(0)
        """[replication, ...], of the type that `rows_of` gives."""

    def add(self, prepared: Prepared, out: Out, first: int) -> None:  # noqa: ARG002 (a watcher)
        """Take a chunk."""
        rows = self.rows_of(out)
        if not self.table.size:
            self.table = np.empty((len(self.span), *rows.shape[1:]), rows.dtype)
        at = first - self.span.start
        self.table[at : at + len(rows)] = rows
