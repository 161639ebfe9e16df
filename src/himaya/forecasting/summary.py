"""What a backtest says of each model, of the differences between them, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from re import findall

from himaya.forecasting import scores
from himaya.forecasting.blocks import BlockDifference, paired_difference
from himaya.forecasting.history import week
from himaya.forecasting.one_ahead import ScoredForecast, table

SIZES = ((1, 9), (10, 49), (50, 149), (150, None))
"""Size classes by number launched, both ends included; None: no end."""
QUANTITIES = ("log_score", "crps")


@dataclass(frozen=True)
class Summary:
    """Mean scores of one model on some raids."""

    n: int
    """Raids."""
    log_score: float
    """Nats; lower is better."""
    crps: float
    """Counts; lower is better."""
    coverage_50: float
    coverage_80: float
    coverage_90: float
    width_80: float
    """Mean width of the central 80 % interval, counts."""
    pit: tuple[float, ...]
    """Share in each tenth of the PIT; 0.1 each is ideal."""


@dataclass(frozen=True)
class PairedScores:
    """How much lower or higher `himaya` scores than another model on the same raids."""

    reference: str
    quantity: str
    """One of `QUANTITIES`."""
    reference_mean: float
    difference: BlockDifference
    """Of himaya - reference: below 0, himaya is better."""


def summarise(forecasts: Sequence[ScoredForecast], model: str) -> Summary:
    """Mean scores of a model on at least one raid."""
    rows = table(forecasts, model)
    pits = rows[:, 2:4]
    return Summary(
        n=len(rows),
        log_score=float(rows[:, 0].mean()),
        crps=float(rows[:, 1].mean()),
        coverage_50=scores.coverage(pits, 0.50),
        coverage_80=scores.coverage(pits, 0.80),
        coverage_90=scores.coverage(pits, 0.90),
        width_80=float(rows[:, 4].mean()),
        pit=tuple(float(share) for share in scores.histogram(pits)),
    )


def paired(forecasts: Sequence[ScoredForecast], reference: str, seed: int = 1) -> list[PairedScores]:
    """Differences of both scores to a reference, with week-block intervals."""
    ours, theirs = table(forecasts, "himaya"), table(forecasts, reference)
    weeks = [week(each.raid.end) for each in forecasts]
    return [
        PairedScores(
            reference,
            quantity,
            float(theirs[:, column].mean()),
            paired_difference(ours[:, column] - theirs[:, column], weeks, seed),
        )
        for column, quantity in enumerate(QUANTITIES)
    ]


def size_class(forecast: ScoredForecast) -> str:
    """As ``10-49`` or ``150+``."""
    low, high = next(each for each in SIZES if each[1] is None or forecast.raid.launched <= each[1])
    return f"{low}+" if high is None else f"{low}-{high}"


def period(forecast: ScoredForecast) -> str:
    """Quarter of the year in Kyiv, as ``2025-Q3``."""
    local = forecast.raid.end_local
    return f"{local.year}-Q{(local.month + 2) // 3}"


def split(
    forecasts: Sequence[ScoredForecast], key: Callable[[ScoredForecast], str]
) -> dict[str, list[ScoredForecast]]:
    """Forecasts by size class, period or weapon class, in the order of the numbers in that name."""
    found: dict[str, list[ScoredForecast]] = {}
    for each in sorted(forecasts, key=lambda each: [int(part) for part in findall(r"\d+", key(each))]):
        found.setdefault(key(each), []).append(each)
    return found
