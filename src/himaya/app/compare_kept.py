"""The action of `himaya compare` on directories of campaigns."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from himaya.campaign.compare import Named, compare_campaigns, refuse_different
from himaya.chance.intervals import LEVEL
from himaya.documents.compare import CompareDocument, PairedDifference
from himaya.documents.envelope import TotalElapsed
from himaya.errors import Problem, ProblemsError
from himaya.store.campaigns import BEGUN, Kept


def is_campaign(name: str) -> bool:
    """Whether a name means a directory in which a campaign was begun."""
    return os.path.isfile(Path(name) / BEGUN)  # noqa: PTH113 (never raises)


def compare_kept(names: Sequence[str]) -> CompareDocument:
    """Compare each later campaign with the first.

    Raises
    ------
    ProblemsError
        If one is not finished, or they have not the same seed, nights, futures and raids.
    """
    started = perf_counter()
    read = [_read(name) for name in names]
    refuse_different([(name, told) for name, (_, told) in zip(names, read, strict=True)])
    campaigns = [campaign for campaign, _ in read]
    rows = [row for other in campaigns[1:] for row in compare_campaigns(campaigns[0], other)]
    futures = int(campaigns[0].outcome.dataset.sizes["future"])
    return CompareDocument(
        version=version("himaya"),
        seed=read[0][1]["seed"],
        elapsed_s=TotalElapsed(total=perf_counter() - started),
        files=[],
        kind="campaign",
        scenarios=[each.name for each in campaigns],
        replications=futures,
        parameters="mean",
        level=LEVEL,
        paired=[PairedDifference(**asdict(row)) for row in rows],
    )


def _read(name: str) -> tuple[Named, dict[str, Any]]:
    kept, begun = Kept.found(Path(name))
    if not kept.is_finished:
        expected = f"`himaya campaign --resume {name}` first"
        raise ProblemsError([Problem("the campaign is not finished", name, expected=expected)])
    start = date.fromisoformat(kept.document().start)
    shown = name.encode("utf-8", "backslashreplace").decode()
    return Named(shown, replace(kept.outcome(), start=start)), begun.provenance.model_dump()
