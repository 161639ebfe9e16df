"""What `himaya site` does: a site's power over some days."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import xarray as xr

from himaya.app.notes import note_parts
from himaya.arrays import F8
from himaya.chance.intervals import LEVEL, share
from himaya.chance.statistics import statistics_of
from himaya.documents.envelope import TotalElapsed
from himaya.documents.site import (
    AfterNight,
    BlackoutByDay,
    NightDamage,
    SiteDocument,
    SitePart,
)
from himaya.effects.power.exact import exact_values
from himaya.effects.power.histories import LIMITS, SiteOutcome, site_histories
from himaya.effects.power.site import Site
from himaya.effects.power.site_lines import lost_lines, sites_of
from himaya.effects.power.site_load import load_site
from himaya.errors import Problem, ProblemsError
from himaya.files.base import parts
from himaya.files.document import written
from himaya.notes import Note, authors_notes
from himaya.raid.outcome import RaidOutcome
from himaya.scenario import Scenario
from himaya.scenario.load import read_scenario
from himaya.store.runs import kept_outcome

LEFT_OUT = (Note("diesels_alike"), Note("grace_time"), Note("ranges_at_mean"))
"""Most consequential first."""
AFTER = Note("lines_after_hit")
HISTORIES = 100_000
"""Where no run says how many."""
UNDISTURBED = ("p_loop", "p_blackout")
"""Exact values that know nothing of a night's damage."""


def study_site(
    name_or_path: str, days: int, histories: int | None, seed: int, after: Path | None = None
) -> SiteDocument:
    """Simulate a site, and lay exact values beside what came of it.

    Parameters
    ----------
    histories : how many; None: 100,000, or as many as the run has replications that tell of the site.
    after : a kept run; history k begins with its replication k.

    Raises
    ------
    ProblemsError
        If the site, the run or a number is wrong.
    """
    started = perf_counter()
    site = load_site(name_or_path)
    night, lost = (None, None) if after is None else _after(after, site, histories)
    n = len(lost) if lost is not None else HISTORIES if histories is None else histories
    outcome = site_histories(site, days=days, histories=n, seed=seed, line_losses=lost)
    exact = exact_values(outcome.plant, days)
    return SiteDocument(
        version=version("himaya"),
        seed=seed,
        files=[],
        site=site.name,
        title=site.title,
        days=days,
        histories=n,
        parameters="mean",
        level=LEVEL,
        after=night,
        **_power(outcome),
        **_one_loss(outcome),
        exact=[each for each in exact if night is None or each.quantity not in UNDISTURBED],
        sources=sources_of(site),
        notes=note_parts([*authors_notes(site.leaves_out), *([] if night is None else [AFTER]), *LEFT_OUT]),
        elapsed_s=TotalElapsed(total=perf_counter() - started),
    )


def _power(outcome: SiteOutcome) -> dict[str, Any]:
    """What all documents say of a site's power over the days."""
    by_day = enumerate(outcome.p_blackout_by_day(), 1)
    return {
        "p_loop": outcome.p_loop,
        "loop_h": statistics_of(outcome.course.outage_h),
        "diesel_h": statistics_of(outcome.course.diesel_h),
        "fuel_days_left": outcome.fuel_days_left(),
        "p_blackout_by_day": [BlackoutByDay(day=day, **asdict(found)) for day, found in by_day],
        "p_function_lost": outcome.p_function_lost,
    }


def _one_loss(outcome: SiteOutcome) -> dict[str, Any]:
    return {
        name: getattr(outcome, name)
        for name in ("p_outage_exceeds_fuel", "p_outage_fails_diesels", "p_outage_blackout")
    }


def _after(run: Path, site: Site, histories: int | None) -> tuple[AfterNight, F8]:
    """What a kept run did to a site's lines: f8[history, line, 1]."""
    outcome = kept_outcome(run)
    lost = lost_lines(outcome.dataset, site)
    least, n = LIMITS["histories"][0], len(lost) if histories is None else histories
    if not least <= n <= len(lost):
        expected = f"{least} to {len(lost):,}, the replications that were kept"
        raise ProblemsError([Problem("out of range", path="histories", value=str(n), expected=expected)])
    scenario, shown = outcome.provenance["scenario"], str(run).encode("utf-8", "backslashreplace").decode()
    return AfterNight(run=shown, scenario=scenario, damage=_damage(lost[:n])), lost[:n]


def _damage(lost: F8) -> NightDamage:
    n_lost = np.asarray(np.isfinite(lost).any(axis=2).sum(axis=1))
    return NightDamage(p_line_damaged=share(n_lost > 0), p_all_lines_damaged=share(n_lost == lost.shape[1]))


def sites_part(scenario: Scenario, outcome: RaidOutcome) -> dict[str, SitePart] | None:
    """What a run says of the sites that its scenario states; None where it states none."""
    return sites_of_losses(scenario, outcome.dataset, outcome.provenance["seed"])


def sites_of_losses(
    scenario: Scenario, losses: xr.Dataset, seed: int, days: int | None = None
) -> dict[str, SitePart] | None:
    """Follow each stated site through what was hit; days : of all of them, None: as each states."""
    made = {}
    for stated, site in zip(scenario.sites, sites_of(scenario), strict=True):
        lost, over = lost_lines(losses, site), days or stated.days
        found = site_histories(site, days=over, histories=len(lost), seed=seed, line_losses=lost)
        made[site.name] = SitePart(
            title=site.title, lines=site.offsite.lines, days=over, histories=len(lost),
            damage=_damage(lost), **_power(found),
        )  # fmt: skip
    return made or None


def site_problems(scenario_name: str, scenario: Scenario, replications: int | None = None) -> list[Problem]:
    """What is wrong with the sites that a scenario states, or with so few replications for them."""
    if not scenario.sites:
        return []
    problems: list[Problem] = []
    try:
        sites_of(scenario, read_scenario(scenario_name))
    except ProblemsError as error:
        problems += error.problems
    least = LIMITS["histories"][0]
    if replications is not None and replications < least:
        expected = f"at least {least} for a scenario that states sites"
        problems.append(Problem("too few", path="replications", value=str(replications), expected=expected))
    return problems


def sources_of(site: Site) -> dict[str, str]:
    """Every source that a site states, by the place that it stands at."""
    return {
        written(path[:-1]): " ".join(str(value).split())
        for path, value in parts(site)
        if path[-1:] == ("source",)
    }
