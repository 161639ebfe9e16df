"""Where runs and campaigns are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.store.campaigns import Kept
    from himaya.store.runs import kept_outcome, refuse_taken, store_run

__all__ = [
    "Kept",
    "kept_outcome",
    "refuse_taken",
    "store_run",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Kept": "himaya.store.campaigns",
        "kept_outcome": "himaya.store.runs",
        "refuse_taken": "himaya.store.runs",
        "store_run": "himaya.store.runs",
    },
)
