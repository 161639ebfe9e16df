"""Nights beside each other: the screen and the document of `compare`."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.golden.conftest import INPUTS


def test_compare__shows_every_quantity_and_that_the_same_is_exactly_the_same(golden_command):
    golden_command(
        "compare-towns", "compare", "city", "layers", "city",
        "--replications", 120, "--seed", 7, "--quiet",
    )  # fmt: skip


def test_compare__shows_that_pairing_can_be_in_vain(golden_command, tmp_path):
    north = (INPUTS / "north.yaml").read_text(encoding="utf-8")
    Path("north.yaml").write_text(north, encoding="utf-8")
    south = north.replace("gun-1, type: gun, lat: 49.3", "gun-1, type: gun, lat: 48.7")
    Path("south.yaml").write_text(south, encoding="utf-8")
    golden_command(
        "compare-guns", "compare", "north.yaml", "south.yaml", "--replications", 20, "--seed", 7, "--quiet"
    )


def test_compare__flies_kept_runs_again_as_the_first_was_flown(golden_command, command):
    shutil.copy(INPUTS / "near.yaml", ".")
    for name, place, seed in (("city", "first", 7), ("./near.yaml", "second", 8)):
        command("run", name, "--replications", 60, "--seed", seed, "--quiet", "--out", place)
    golden_command("compare-kept", "compare", "first", "second", "--quiet")
