"""Runs with options: ignorance apart from chance, a precision to reach, a run that is kept, a made night."""

from __future__ import annotations

import pytest

from tests.golden.test_alerts import WRITES

OPTIONS = {
    "uncertain": ("city", "--uncertain", 10, "--replications", 400),
    "precision-reached": ("city", "--precision", 0.3, "--replications", 4000),
    "precision-replications": ("city", "--precision", 0.01, "--replications", 400),
    "precision-no-hits": ("saturation", "--precision", 0.1, "--replications", 400),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_run__screen_and_document_with_an_option_stay(name, golden_command):
    golden_command(f"run-{name}", "run", *OPTIONS[name], "--seed", 7, "--quiet")


@pytest.mark.parametrize("only", WRITES, ids=["screen", "document"])
def test_run__says_where_it_is_kept(only, golden_command):
    asked = ("saturation", "--replications", 40, "--seed", 7, "--quiet", "--out", "kept")
    golden_command("run-kept", "run", *asked, **only)


def test_run__lays_a_record_of_one_number_beside_the_simulated_sum(golden_command, command):
    command("record", "synthesise", "--nights", 30, "--seed", 11, "--out", "record.csv")
    made = ("--record", "record.csv", "--defence", "city", "--out", "night.yaml")
    command("record", "scenario", "2025-09-13", *made)
    golden_command("run-night", "run", "./night.yaml", "--replications", 40, "--seed", 7, "--quiet")
