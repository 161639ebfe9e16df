"""What a scenario file says: frozen models, one noun a file; loaded and checked with line numbers."""

from __future__ import annotations

from himaya.files.numbers import Number, Pert, Stated, mean
from himaya.scenario.classes import CLASS_GROUPS, WeaponClass
from himaya.scenario.load import check, list_scenarios, load, scenario_schema
from himaya.scenario.model import Scenario
from himaya.scenario.write import dump

__all__ = [
    "CLASS_GROUPS",
    "Number",
    "Pert",
    "Scenario",
    "Stated",
    "WeaponClass",
    "check",
    "dump",
    "list_scenarios",
    "load",
    "mean",
    "scenario_schema",
]
