"""Nights: the screen and the document of `run`, and the bits of tables and outcome."""

from __future__ import annotations

import json

import pytest
import xarray as xr

from tests.golden.bits import bits

NIGHTS = {"city": 400, "decoys": 200, "kyiv-2025-07-04": 100, "ukraine": 40}
"""Replications by scenario."""


@pytest.mark.parametrize("name", NIGHTS)
def test_run__screen_and_document_stay(name, golden_command):
    golden_command(f"run-{name}", "run", name, "--replications", NIGHTS[name], "--seed", 7, "--quiet")


@pytest.mark.parametrize("name", NIGHTS)
def test_run__tables_and_outcome_stay_to_the_bit(name, golden, command):
    command("run", name, "--replications", NIGHTS[name], "--seed", 7, "--quiet", "--out", "kept")
    with xr.open_dataset("kept/outcome.nc", engine="h5netcdf") as dataset:
        origin = json.loads(dataset.attrs["provenance"])
        hashes = {"tables": origin["tables_hash"], "outcome": bits(dataset)}
    golden(f"documents/bits-{name}.json", json.dumps(hashes, indent=1) + "\n")
