"""Studies: many simulations that answer one question, such as how many replications are enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.studies.quantiles import drawn, n_uncertain
    from himaya.studies.uncertainty import Split, UncertainOutcome

__all__ = [
    "Split",
    "UncertainOutcome",
    "drawn",
    "n_uncertain",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Split": "himaya.studies.uncertainty",
        "UncertainOutcome": "himaya.studies.uncertainty",
        "drawn": "himaya.studies.quantiles",
        "n_uncertain": "himaya.studies.quantiles",
    },
)
