"""Sites and fault trees: the screen and the document of `site`, and of a run that states a site."""

from __future__ import annotations

import shutil

import pytest

from tests.golden.conftest import INPUTS


@pytest.mark.parametrize(("name", "days"), [("zaporizhzhia", 30), ("hospital", 7), ("hospital", 1)])
def test_site__screen_and_document_stay(name, days, golden_command):
    golden_command(
        f"site-{name}-{days}", "site", name, "--days", days, "--histories", 2000, "--seed", 7
    )  # fmt: skip


def test_site__has_exact_chances_where_it_is_one_chain(golden_command, tmp_path):
    shutil.copy(INPUTS / "ward.yaml", ".")
    golden_command("site-ward", "site", "./ward.yaml", "--days", 90, "--histories", 2000, "--seed", 7)


def test_site__solves_a_fault_tree(golden_command, tmp_path):
    shutil.copy(INPUTS / "pumps.xml", ".")
    golden_command("site-tree", "site", "pumps.xml")


def test_site__begins_with_the_night_of_a_kept_run(golden_command, command):
    shutil.copy(INPUTS / "dark.yaml", ".")
    run = ("run", "./dark.yaml", "--replications", 400, "--seed", 7, "--quiet")
    golden_command("run-dark", *run)
    command(*run, "--out", "kept")
    golden_command("site-after", "site", "hospital", "--days", 10, "--seed", 7, "--after", "kept")
