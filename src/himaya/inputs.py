"""Files that a user writes, of every kind: scenarios, sites, fault trees, supplies."""

from __future__ import annotations

from pathlib import Path

from himaya.campaign.supply.load import SUPPLIES, load_supply
from himaya.effects.power.site_lines import sites_of
from himaya.effects.power.site_load import SITES, load_site
from himaya.effects.power.trees.load import is_tree, load_tree
from himaya.errors import Problem
from himaya.files.kind import problems_in
from himaya.scenario import load
from himaya.scenario.load import read_scenario


def check(name_or_path: str | Path, /) -> tuple[Problem, ...]:
    """Find everything that is wrong with a scenario, site, fault tree or supply; empty if it can be loaded.

    Parameters
    ----------
    name_or_path : a shipped name or a path, as `himaya.load` takes it; the name or the file says what it
        is, and where it does not, it is taken for a scenario.

    Examples
    --------
    >>> import himaya
    >>> [str(problem) for problem in himaya.check("no-such-file.yaml")]
    ['no-such-file.yaml: cannot be read: No such file or directory']
    >>> himaya.check("city"), himaya.check("status-quo"), himaya.check("hospital")
    ((), (), ())
    """
    text = str(name_or_path)
    if is_tree(text):
        return problems_in(lambda: load_tree(Path(name_or_path)))
    if SITES.states(text):
        return problems_in(lambda: load_site(name_or_path))
    if SUPPLIES.states(text):
        return problems_in(lambda: load_supply(name_or_path))
    return problems_in(lambda: load(name_or_path)) or problems_in(lambda: _sites(name_or_path))


def _sites(name_or_path: str | Path) -> None:
    """Load the sites that a scenario states."""
    scenario = load(name_or_path)
    if scenario.sites:
        sites_of(scenario, read_scenario(name_or_path))
