"""The dataset says what it holds, and comes back from NetCDF as it was."""

from __future__ import annotations

import json

import pytest
import xarray as xr

import himaya
from himaya.chance.statistics import Statistics
from himaya.errors import OutputError
from himaya.raid.outcome import FORMAT
from himaya.raid.tally import GROUPS, QUANTITIES


@pytest.fixture(scope="module")
def outcome():
    return himaya.simulate(himaya.load("city"), replications=300, seed=9, effects=False)


def test_netcdf__comes_back_equal(outcome, tmp_path):
    outcome.to_netcdf(tmp_path / "outcome.nc")
    with xr.open_dataset(tmp_path / "outcome.nc", engine="h5netcdf") as back:
        xr.testing.assert_identical(back.load(), outcome.dataset)


@pytest.mark.parametrize("update", [{"units": []}, {"area_defences": []}, {"soft_kill_zones": []}])
def test_netcdf__takes_a_scenario_without(update, tmp_path):
    bare = himaya.simulate(himaya.load("city").model_copy(update=update), replications=5, effects=False)
    bare.to_netcdf(tmp_path / "outcome.nc")
    with xr.open_dataset(tmp_path / "outcome.nc", engine="h5netcdf") as back:
        assert back.sizes == bare.dataset.sizes


def test_coordinates__name_every_place(outcome):
    names = {name: coordinate.to_numpy().tolist() for name, coordinate in outcome.dataset.coords.items()}
    assert names["group"] == list(GROUPS)
    assert names["quantity"] == list(QUANTITIES)
    assert names["force"] == ["patriot-1", "nasams-1", "gepard-1", "gepard-2", "mobile-groups"]
    assert set(names) == set(outcome.dataset.dims) - {"count"}


def test_provenance__says_what_the_bits_depend_on(outcome):
    provenance = json.loads(outcome.dataset.attrs["provenance"])
    assert (provenance["scenario"], provenance["seed"], provenance["replications"]) == ("city", 9, 300)
    assert len(provenance["tables_hash"]) == 32
    assert set(provenance["versions"]) == {"himaya", "numpy", "numba"}
    assert provenance["model_version"] >= 1
    assert outcome.dataset.attrs["format"] == FORMAT


def test_shot_down_by__adds_up_to_shot_down(outcome):
    by_class = outcome.dataset["shot_down_by"].sum("force").to_numpy()
    mean = outcome.dataset["mean"].sel(quantity="shot_down").to_numpy()[:5]
    assert by_class == pytest.approx(mean, rel=1e-12)


def test_aim_hits__add_up_to_hits(outcome):
    by_class = outcome.dataset["aim_hits"].sum("aim_point").to_numpy()
    assert by_class == pytest.approx(outcome.dataset["mean"].sel(quantity="hit").to_numpy()[:5], rel=1e-12)


def test_decoys__never_hit(outcome):
    assert outcome.statistics("decoy_drone", "hit") == Statistics(0.0, 0.0, 0, 0, 0)


@pytest.mark.parametrize(("group", "quantity"), [("drone", "hit"), ("all", "hits")])
def test_statistics__of_an_unknown_name_is_a_key_error(outcome, group, quantity):
    with pytest.raises(KeyError):
        outcome.statistics(group, quantity)


@pytest.mark.parametrize("place", ["missing/outcome.nc", "."])
def test_netcdf__that_cannot_be_written_says_so(outcome, tmp_path, place):
    with pytest.raises(OutputError, match="cannot be written"):
        outcome.to_netcdf(tmp_path / place)
