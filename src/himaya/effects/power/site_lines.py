"""Raid damage to a site's off-site lines: which hits take which, and when, replication by replication."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from himaya.arrays import F8, I8, U8, Variable, labelled, registry
from himaya.chance.keyed import keyed_uniforms
from himaya.effects.impacts import Impacts
from himaya.effects.power.site import Site
from himaya.effects.power.site_load import load_site
from himaya.errors import Problem, ProblemsError, UnknownNameError
from himaya.files.document import FileDocument, Keys
from himaya.kernels.keys import IMPACT
from himaya.kernels.tables import (
    HIT,
    Out,
)
from himaya.raid.prepare.bridge import Prepared
from himaya.scenario import Scenario, mean
from himaya.scenario.identity import unit_hash

KEPT = 100_000
"""So many replications' lines are kept, the first ones: memory does not grow beyond."""
LINE_LOST_H = "line_lost_h"
VARIABLES = registry(
    Variable(
        LINE_LOST_H,
        ("replication", "site_line"),
        "real",
        "h",
        "When a hit took a line of a site, after the start; NaN: none did. The first 100,000 replications.",
    ),
)
"""There only where the scenario states `sites`. A line is named SITE/NUMBER, from 1."""


def sites_of(scenario: Scenario, document: FileDocument | None = None) -> list[Site]:
    """Load the sites that a scenario states.

    Raises
    ------
    ProblemsError
        If there is no such site, it is wrong, stands twice, or has fewer lines than run through assets;
        `document` says where in the scenario's file.
    """
    document = document or FileDocument(None, scenario.model_dump(mode="json", warnings=False))
    problems: list[Problem] = []
    found: dict[str, Site] = {}
    for k, stated in enumerate(scenario.sites):
        path: Keys = ("sites", k, "site")
        try:
            site = load_site(stated.site)
        except UnknownNameError as error:
            [told] = error.problems
            problems.append(document.problem(path, told.message, told.expected, told.near, stated.site))
            continue
        except ProblemsError as error:
            problems += error.problems
            continue
        through, there = sum(stated.lines.values()), site.offsite.lines
        if through > there:
            expected = f"at most the {there} that {site.name} has"
            wrong = "more lines than the site has"
            problems.append(document.problem(("sites", k, "lines"), wrong, expected, value=str(through)))
        if site.name in found:
            problems.append(document.problem(path, f"{site.name} a second time", "each site once"))
        found[site.name] = site
    if problems:
        raise ProblemsError(problems)
    return list(found.values())


class _Line(NamedTuple):
    """A line that runs through an asset."""

    name: str
    site: int
    asset: int


class LineLosses:
    """When hits take lines; `add` takes the hits of a chunk.

    Every hit on an asset's disc takes each line that runs through it with `p_line_lost`, each by itself.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        number = {asset.id: k for k, asset in enumerate(scenario.assets)}
        self.disc_m = np.array([asset.radius_km * 1000.0 for asset in scenario.assets])
        self.lines = [
            _Line(f"{site.name}/{line}", k, number[asset])
            for k, site in enumerate(sites_of(scenario))
            for line, asset in enumerate(_assets_of_lines(scenario.sites[k].lines), 1)
        ]
        self.before = 0
        """Replications of earlier sets of uncertain numbers."""
        self.chunks: dict[int, F8] = {}
        """f8[replication, line] of each chunk, by the number of its first."""

    def begin(self, scenario: Scenario) -> None:
        """Begin another draw of what the same scenario does not know; its replications follow."""
        self.scenario = scenario
        self.before = sum(map(len, self.chunks.values()))

    def add(self, prepared: Prepared, hits: Impacts, chunk: tuple[Out, int]) -> None:
        """Add a chunk's hits."""
        out, first = chunk
        if not self.lines or self.before + first >= KEPT:
            return
        threat: I8 = np.nonzero(out.outcome == HIT)[1]
        key, ordinal = prepared.plan.groups.key[prepared.raid.group[threat]], prepared.raid.ordinal[threat]
        self.chunks[self.before + first] = self.lost_h(hits, (key, ordinal), first)

    def lost_h(self, hits: Impacts, who: tuple[U8, I8], first: int, night: int = 0) -> F8:
        """When each line is first lost, hours from the night's start: f8[row, line]; NaN: it is not.

        Parameters
        ----------
        who : key u8[hit, 2] and ordinal i8[hit] of the threats that hit.
        first : replication of row 0; night : as the kernel counts it.
        """
        key, ordinal = who
        hit, asset, distance = hits.near
        found = np.full((hits.n, len(self.lines)), np.nan)
        for k, line in enumerate(self.lines):
            at = hit[(asset == line.asset) & (distance <= self.disc_m[line.asset])]
            row, address = hits.replication[at], (int(IMPACT), night << 16 | 1)
            luck = keyed_uniforms(key[at], row + first, address, ordinal[at], unit_hash(line.name))[0]
            lost = luck < mean(self.scenario.sites[line.site].p_line_lost)
            np.fmin.at(found[:, k], row[lost], hits.end_ms[at[lost]] / 3.6e6)
        return found

    def variables(self) -> xr.Dataset:
        """What it saw; nothing where no site is stated."""
        if not self.lines:
            return xr.Dataset()
        kept = np.concatenate([self.chunks[first] for first in sorted(self.chunks)])[:KEPT]
        names = np.array([line.name for line in self.lines], object)
        made = xr.Dataset(labelled({LINE_LOST_H: kept}, VARIABLES), coords={"site_line": names})
        made[LINE_LOST_H].encoding = {"zlib": True}
        return made


def _assets_of_lines(lines: dict[str, int]) -> list[str]:
    """The asset of every line, in the order that they are stated in."""
    return [asset for asset, n in lines.items() for _ in range(n)]


def lost_lines(dataset: xr.Dataset, site: Site) -> F8:
    """When replications lost lines of a site: f8[replication, line, loss], as `site_histories` takes.

    A night takes a line once at the most: one loss; a campaign's `line_lost_h` has a loss a night. Lines
    that run through no asset of the scenario are never lost to hits.

    Raises
    ------
    ProblemsError
        If the outcome tells of no line of the site, or of more than it has.
    """
    names = dataset["site_line"].to_numpy().tolist() if LINE_LOST_H in dataset else []
    numbers = {k: int(name.rpartition("/")[2]) for k, name in enumerate(names) if _site(name) == site.name}
    most = max(numbers.values(), default=0)
    if not numbers:
        told = ", ".join(dict.fromkeys(map(_site, names)))
        expected = f"one of {told}" if told else "the run of a scenario that states `sites`"
        problem = Problem("the run hits no lines of this site", value=site.name, expected=expected)
        raise ProblemsError([problem])
    if most > site.offsite.lines:
        value, expected = f"{site.name} with {site.offsite.lines}", f"a site of {most} lines or more"
        problem = Problem("the run hits more lines than the site has", value=value, expected=expected)
        raise ProblemsError([problem])
    stated = dataset[LINE_LOST_H].to_numpy()
    hours = stated.reshape(*stated.shape[:2], -1)
    found = np.full((len(hours), site.offsite.lines, hours.shape[2]), np.nan)
    for k, number in numbers.items():
        found[:, number - 1] = hours[:, k]
    return found


def _site(line: str) -> str:
    return line.rpartition("/")[0]
