"""What `himaya site` does: a site's power over some days, or a fault tree."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from himaya.app.parts import TotalElapsed
from himaya.app.site_documents import BlackoutByDay, SiteDocument, SiteTreeDocument
from himaya.effects.bdd import top_probability
from himaya.effects.chance import LEVEL, spread
from himaya.effects.exact import exact_values
from himaya.effects.histories import site_histories
from himaya.effects.site import Site
from himaya.effects.site_load import is_path, load_site, shipped_sites
from himaya.effects.tree import load_tree
from himaya.errors import Problem, ProblemsError
from himaya.scenario.base import parts
from himaya.scenario.document import written
from himaya.scenario.yamlfile import read_document

LEFT_OUT = (
    "Diesels are alike, run as long as the outage lasts, and fail independently of its cause; a repaired one "
    "starts again, and the battery is full again after every gap.",
    "Reactors, patients, cooling: all of it is the grace time. Switchgear, water and crew are left out.",
    "Numbers given as ranges are held at their mean; their ignorance is not in the intervals.",
)
"""One sentence a limit, most consequential first."""


def is_tree(name_or_path: str) -> bool:
    """Tell whether a site is given as a fault tree."""
    return name_or_path.lower().endswith(".xml")


def is_site(name_or_path: str) -> bool:
    """Tell whether what is to be checked is a site or a fault tree: its name or its `format` says so."""
    if is_tree(name_or_path) or name_or_path in shipped_sites():
        return True
    try:
        given = read_document(Path(name_or_path)).at(("format",)) if is_path(name_or_path) else None
    except ProblemsError:
        return False  # whoever reads it next says why
    return isinstance(given, str) and given.startswith("himaya/site/")


def check_site(name_or_path: str) -> tuple[Problem, ...]:
    """Find everything that is wrong with a site or a fault tree."""
    try:
        if is_tree(name_or_path):
            load_tree(Path(name_or_path))
        else:
            load_site(name_or_path)
    except ProblemsError as error:
        return error.problems
    return ()


def study_site(name_or_path: str, days: int, histories: int, seed: int) -> SiteDocument:
    """Simulate a site, and lay exact values beside what came of it.

    Raises
    ------
    ProblemsError
        If the site or a number is wrong.
    """
    started = perf_counter()
    site = load_site(name_or_path)
    outcome = site_histories(site, days=days, histories=histories, seed=seed)
    by_day = enumerate(outcome.p_blackout_by_day(), 1)
    return SiteDocument(
        version=version("himaya"),
        seed=seed,
        files=[],
        site=site.name,
        title=site.title,
        days=days,
        histories=histories,
        parameters="mean",
        level=LEVEL,
        p_loop=outcome.p_loop,
        loop_h=spread(outcome.course.outage_h),
        diesel_h=spread(outcome.course.diesel_h),
        fuel_days_left=outcome.fuel_days_left(),
        p_blackout_by_day=[BlackoutByDay(day=day, **asdict(found)) for day, found in by_day],
        p_function_lost=outcome.p_function_lost,
        p_outage_exceeds_fuel=outcome.p_outage_exceeds_fuel,
        p_outage_fails_diesels=outcome.p_outage_fails_diesels,
        p_outage_blackout=outcome.p_outage_blackout,
        exact=exact_values(outcome.plant, days),
        sources=sources_of(site),
        notes=[*site.leaves_out, *LEFT_OUT],
        elapsed_s=TotalElapsed(total=perf_counter() - started),
    )


def sources_of(site: Site) -> dict[str, str]:
    """Every source that a site states, by the place that it stands at."""
    return {
        written(path[:-1]): " ".join(str(value).split())
        for path, value in parts(site)
        if path[-1:] == ("source",)
    }


def solve_tree(path: str) -> SiteTreeDocument:
    """Work out the top probability of a fault tree.

    Raises
    ------
    ProblemsError
        If the tree is wrong or too large, or the package for it is missing.
    """
    started = perf_counter()
    tree = load_tree(Path(path))
    top = top_probability(tree)
    return SiteTreeDocument(
        version=version("himaya"),
        seed=None,
        files=[],
        tree=path.encode("utf-8", "backslashreplace").decode(),
        top=tree.top,
        top_probability=top.probability,
        basic_events=len(tree.events),
        gates=len(tree.order),
        nodes=top.nodes,
        elapsed_s=TotalElapsed(total=perf_counter() - started),
    )
