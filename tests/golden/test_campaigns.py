"""Campaigns: the screen and the document of each, the bits of its outcome and what these rest on."""

from __future__ import annotations

import json
import shutil

import pytest
import xarray as xr

from tests.golden.bits import bits
from tests.golden.conftest import INPUTS

HASHES = ("tables_hash", "supply_hash", "raids_hash", "scenario_hash")
CAMPAIGNS = {
    "attributed": (
        "town.yaml", "--supply", "supply.yaml", "--nights", 18, "--futures", 100, "--attribute",
        "--breakeven", "patriot/pac-3-mse", "--attribute-futures", 14,
    ),
    "site": ("town.yaml", "--nights", 7, "--futures", 100),
    "bare": ("ukraine-2025-07", "--nights", 9, "--futures", 6),
    "record": ("ukraine-2025-07", "--nights", 5, "--futures", 6, "--record", "record.csv"),
    "co-production": ("ukraine-2025-07", "--supply", "co-production", "--nights", 40, "--futures", 8),
    "pause-and-backfill": (
        "ukraine-2025-07", "--supply", "pause-and-backfill", "--nights", 48, "--futures", 8,
    ),
}  # fmt: skip
"""Arguments by name; with shipped supplies up to August, when purchases are paid."""
BREAKEVENS = {"some": 5, "all": 2}
"""Nights by how many futures last without a round in depots."""
LESS = {
    "quantity: 60": "quantity: 25",
    "quantity: 5,": "quantity: 8,",
    "monthly_output: 240": "monthly_output: 90",
}
"""What another supply has in place of the town's."""


@pytest.fixture
def here(tmp_path):
    """Inputs where commands run, and a second supply beside the town's."""
    shutil.copytree(INPUTS / "months", tmp_path, dirs_exist_ok=True)
    supply = (tmp_path / "supply.yaml").read_text(encoding="utf-8")
    for old, new in LESS.items():
        assert supply.count(old) == 1
        supply = supply.replace(old, new)
    (tmp_path / "less.yaml").write_text(supply, encoding="utf-8")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", CAMPAIGNS)
def test_campaign__screen_document_and_bits_stay(name, golden, golden_command, command):
    arguments = CAMPAIGNS[name]
    if "--record" in arguments:
        command("record", "synthesise", "--nights", 160, "--seed", 7, "--out", "record.csv")
    flown = ("campaign", *arguments, "--seed", 7, "--quiet", "--out", "kept")
    golden_command(f"campaign-{name}", *flown, document=False)
    golden_command(f"campaign-{name}", "campaign", "--resume", "kept", screen=False)
    with xr.open_dataset("kept/outcome.nc", engine="h5netcdf") as dataset:
        origin = json.loads(dataset.attrs["provenance"])
        hashes = {**{each: origin[each] for each in HASHES}, "outcome": bits(dataset)}
    golden(f"documents/bits-campaign-{name}.json", json.dumps(hashes, indent=1) + "\n")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", BREAKEVENS)
def test_breakeven__screen_and_document_stay(name, golden_command):
    golden_command(
        f"campaign-breakeven-{name}", "campaign", "town.yaml", "--supply", "supply.yaml", "--quiet",
        "--nights", BREAKEVENS[name], "--futures", 20, "--seed", 7, "--breakeven", "gepard/burst-35-mm",
        "--attribute-futures", 20,
    )  # fmt: skip


@pytest.mark.usefixtures("here")
def test_comparison__screen_and_document_stay(golden_command, command):
    for supply in ("supply", "less"):
        command(
            "campaign", "town.yaml", "--supply", f"{supply}.yaml", "--nights", 18, "--futures", 60,
            "--seed", 7, "--quiet", "--out", supply,
        )  # fmt: skip
    golden_command("compare-campaigns", "compare", "supply", "less")
