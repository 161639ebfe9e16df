"""The names that `himaya` promises, and what importing it costs."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import himaya

VERBS = [
    "backtest", "calibrate", "check", "compare", "dump", "forecast", "load", "load_site", "load_supply",
    "read_record", "reconstruct", "run_campaign", "simulate", "site_histories",
]  # fmt: skip
TYPES = [
    "Backtest", "CalibrationOutcome", "CampaignOutcome", "Comparison", "Forecast", "RaidOutcome",
    "Record", "Scenario", "Site", "SiteOutcome", "Supply",
]  # fmt: skip
ERRORS = ["HimayaError", "MissingPackageError", "OutputError", "Problem", "ProblemsError", "UnknownNameError"]


def test_public_names__are_these():
    assert sorted(himaya.__all__) == sorted(VERBS + TYPES + ERRORS)


@pytest.mark.parametrize("verb", VERBS)
def test_verb__is_callable_after_every_submodule_was_imported(verb):
    for module in pkgutil.walk_packages(himaya.__path__, "himaya."):
        importlib.import_module(module.name)
    assert callable(getattr(himaya, verb))


@pytest.mark.parametrize("verb", VERBS)
def test_verb__has_a_doctest(verb):
    assert doctest.DocTestParser().get_examples(getattr(himaya, verb).__doc__)


def test_import__loads_nothing_heavy():
    code = "import sys, himaya; print({'numba', 'linopy', 'plotly', 'xarray'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown == "set()\n"
