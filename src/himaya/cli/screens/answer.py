"""What came of a night, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.cli.screens.words import NAMES, rounded

if TYPE_CHECKING:
    from himaya.documents.run import RunDocument


def answer(document: RunDocument) -> str:
    """How many of how many get through, and between which numbers in 90 % of replications, rounded."""
    launched = {group: part.launched.p50 for group, part in document.outcomes.items()}
    n = launched["all"]
    if n == 0:
        return "Nothing is launched."
    if n == 1:
        return _of_one(document)
    drones, decoys = launched.get("drones", 0), launched.get("decoy_drone", 0)
    nouns = " and ".join(noun for noun, count in (("drones", drones), ("missiles", n - drones)) if count)
    of_them = f" {'all' if decoys == n else f'{decoys:,}'} of them decoys," if decoys else ""
    return f"Of {n:,} {nouns},{of_them} {_through(document)}."


def _of_one(document: RunDocument) -> str:
    name = [words for group, words in NAMES.items() if group in document.outcomes and group != "all"][-1]
    mean = document.outcomes["all"].hit.mean
    share = {0.0: "none", 1.0: "all"}.get(mean, f"{100 * mean:.3g} %")
    nights = f"of the {document.replications:,} simulated nights"
    return f"The only threat, a {name.strip().lower().removesuffix('s')}, gets through in {share} {nights}."


def _through(document: RunDocument) -> str:
    hit = document.outcomes["all"].hit
    if hit.mean == 0.0:
        return f"none gets through in any of the {document.replications:,} simulated nights"
    if hit.p95 == 0:
        return "none gets through in nineteen simulated nights of twenty"
    found = rounded(hit, document.outcomes["all"].launched.p50)
    low, median, high = (f"{each:,.0f}" for each in found[:3])
    if hit.p50 == 0:
        return f"none gets through in half of the simulated nights, {high} or fewer in nineteen of twenty"
    verb = "gets" if hit.p50 == 1 else "get"
    if hit.p05 == hit.p95:
        return f"{median} {verb} through in nine simulated nights of ten"
    around = "about " if found.step > 1 else ""
    least = low if hit.p05 else "none"
    return f"{around}{median} {verb} through: {least} to {high} in nine simulated nights of ten"
