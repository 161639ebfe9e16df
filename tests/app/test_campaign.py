"""Campaigns kept block by block: interrupted, taken up again, compared, and what can be wrong with it."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from himaya.app.campaign import CampaignOptions, campaign, resume_campaign, take_up_or_fly
from himaya.app.compare_kept import compare_kept
from himaya.app.compare_runs import CompareOptions, compare_runs
from himaya.campaign import fly
from himaya.errors import OutputError, ProblemsError
from himaya.scenario import dump
from himaya.store.campaigns import Kept
from tests.campaign.small import battery, supply, with_hospital

DELIVERY = """
deliveries:
  - {id: come, donor: friend, round: battery/round, depot: depot, quantity: 5, date: 2025-07-03, source: test,
     delay_days: {low: 0, likely: 1, high: 4, source: guess}}
"""
NIGHTS, FUTURES = 12, 20


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Scenario and supplies as files, and blocks of two futures."""
    monkeypatch.setattr(fly, "BLOCK", 2)
    dump(battery(3, 0.7), tmp_path / "battery.yaml")
    dump(supply(DELIVERY), tmp_path / "supply.yaml")
    dump(supply(), tmp_path / "nothing.yaml")
    return tmp_path


def options(files, out=None, **more):
    return CampaignOptions(str(files / "supply.yaml"), NIGHTS, FUTURES, out=out, **more)


def fly_campaign(files, out=None, **more):
    return campaign(str(files / "battery.yaml"), options(files, out, **more))


def told(document):
    return document.model_dump(exclude={"elapsed_s", "files"})


def interrupt_after(monkeypatch, blocks):
    """Break off when so many blocks are kept."""
    keep, kept = Kept.keep, []

    def keep_some(self, block, story):
        if len(kept) == blocks:
            raise KeyboardInterrupt
        kept.append(block)
        keep(self, block, story)

    monkeypatch.setattr(Kept, "keep", keep_some)
    return lambda: monkeypatch.setattr(Kept, "keep", keep)


@pytest.mark.parametrize("blocks", [0, 1, 7])
def test_resume__gives_the_bits_of_an_uninterrupted_campaign(files, monkeypatch, blocks):
    whole = fly_campaign(files, files / "whole")
    mend = interrupt_after(monkeypatch, blocks)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "part")
    mend()
    assert len(list((files / "part").glob("blocks/*.npz"))) == blocks
    assert not (files / "part" / "run.json").exists()
    again = resume_campaign(files / "part", CampaignOptions())
    assert told(again) == told(whole)
    stored = [xr.open_dataset(files / name / "outcome.nc", engine="h5netcdf") for name in ("whole", "part")]
    assert stored[0].identical(stored[1])
    assert not (files / "part" / "blocks").exists()


CHILD = """
import sys
from himaya.campaign import fly
from himaya.app.campaign import CampaignOptions, campaign
fly.BLOCK = 2
campaign(sys.argv[1], CampaignOptions(sys.argv[2], 20, 60, out=__import__("pathlib").Path(sys.argv[3])))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("kept", [1, 7, 22])
def test_resume__after_kill_9(files, kept):
    """Killed when so many blocks are there: what was in flight is lost, nothing else."""
    arguments = [str(files / name) for name in ("battery.yaml", "supply.yaml", "out")]
    child = subprocess.Popen([sys.executable, "-c", CHILD, *arguments], stderr=subprocess.PIPE)
    blocks = files / "out" / "blocks"
    deadline = time.monotonic() + 120
    while len(list(blocks.glob("[0-9]*.npz"))) < kept and child.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert child.returncode == -signal.SIGKILL, "it was done before it could be killed"
    again = resume_campaign(files / "out", CampaignOptions())
    whole = campaign(arguments[0], CampaignOptions(arguments[1], 20, 60))
    assert told(again) == told(whole)


def test_resume__of_a_finished_campaign_tells_it_again(files):
    document = fly_campaign(files, files / "out")
    assert resume_campaign(files / "out", CampaignOptions()) == document


def test_resume__flies_a_broken_block_again(files, monkeypatch):
    whole = fly_campaign(files)
    mend = interrupt_after(monkeypatch, 3)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "out")
    mend()
    first = min((files / "out" / "blocks").glob("*.npz"))
    first.write_bytes(first.read_bytes()[:100])
    assert told(resume_campaign(files / "out", CampaignOptions())) == told(whole)


def test_resume__takes_the_attribution_along(files, monkeypatch):
    more = {"attribute": True, "attribute_futures": 3}
    whole = fly_campaign(files, **more)
    mend = interrupt_after(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "out", **more)
    mend()
    again = resume_campaign(files / "out", CampaignOptions())
    assert again.attribution is not None
    assert told(again) == told(whole)


def test_full_disk__keeps_finished_blocks_and_says_how_to_go_on(files, monkeypatch):
    saved = np.savez_compressed
    written = []

    def full(stream, **arrays):
        written.append(stream)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        saved(stream, **arrays)

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OutputError, match=r"No space left on device.*--resume"):
        fly_campaign(files, files / "out")
    monkeypatch.setattr(np, "savez_compressed", saved)
    kept = [each.name for each in (files / "out" / "blocks").glob("*.npz")]
    assert len(kept) == 3  # of ten, which are done in any order
    assert set(kept) < {f"{first:07}.npz" for first in range(0, FUTURES, 2)}
    assert told(resume_campaign(files / "out", CampaignOptions())) == told(fly_campaign(files))


@pytest.mark.parametrize(("file", "old", "new", "path"), [
    ("scenario.yaml", "range_km: 20", "range_km: 19", "tables_hash"),
    ("supply.yaml", "quantity: 5", "quantity: 6", "supply_hash"),
    ("scenario.yaml", "value: 3.0", "value: 30.0", "scenario_hash"),
])  # fmt: skip
def test_resume__of_what_has_changed_is_refused(files, monkeypatch, file, old, new, path):
    mend = interrupt_after(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "out")
    mend()
    stated = files / "out" / file
    text = stated.read_text()
    assert old in text
    stated.write_text(text.replace(old, new))
    with pytest.raises(ProblemsError, match="has changed since it was begun") as caught:
        resume_campaign(files / "out", CampaignOptions())
    assert path in [problem.path for problem in caught.value.problems]


def test_resume__where_nothing_was_begun_is_refused(tmp_path):
    with pytest.raises(ProblemsError, match="no campaign was begun here"):
        resume_campaign(tmp_path, CampaignOptions())


def test_force__without_a_place_is_refused(files):
    with pytest.raises(OutputError, match="--force replaces"):
        campaign("city", replace(options(files), force=True))


def test_scenario_without_a_date__needs_a_supply(tmp_path):
    dump(battery().model_copy(update={"start": None}), tmp_path / "undated.yaml")
    with pytest.raises(ProblemsError, match="no first date"):
        campaign(str(tmp_path / "undated.yaml"), CampaignOptions(nights=2, futures=2))


def test_campaign__says_what_its_futures_say(files):
    document = fly_campaign(files, files / "out")
    stored = xr.open_dataset(files / "out" / "outcome.nc", engine="h5netcdf")
    fired = stored["fired"].sum("night").to_numpy()[:, 0]
    assert document.rounds["battery/round"].fired.mean == pytest.approx(fired.mean())
    assert document.launched["all"].mean == 3 * NIGHTS
    assert document.leakers["all"].mean + stored["fired"].sum().item() * 0.7 / FUTURES == pytest.approx(
        36, abs=3
    )
    assert document.imbalance == 0
    assert [month.nights for month in document.months] == [NIGHTS]
    assert json.loads((files / "out" / "run.json").read_text())["schema"] == "himaya.campaign/1"


def test_runout__is_null_where_it_is_not_yet(files):
    """Of 3 threats a night 4 rounds and 5 more are fired in days: it runs out in every future."""
    runout = fly_campaign(files).runout["battery/round"]
    assert runout.p == 1.0
    assert 1 <= runout.night_p05 <= runout.night_p50 <= runout.night_p95 <= NIGHTS
    short = campaign(str(files / "battery.yaml"), replace(options(files), nights=1)).runout["battery/round"]
    assert (short.p, short.night_p50) == (0.0, None)


def test_compare__pairs_futures_of_kept_campaigns(files):
    fly_campaign(files, files / "a")
    campaign(
        str(files / "battery.yaml"), replace(options(files, files / "b"), supply=str(files / "nothing.yaml"))
    )
    document = compare_runs([str(files / "a"), str(files / "b")], CompareOptions())
    assert document.kind == "campaign"
    by_quantity = {row.quantity: row for row in document.paired}
    fired = by_quantity["battery/round.fired"]
    assert (fired.mean_a - fired.mean_b, fired.mean) == pytest.approx((5.0, -5.0))
    assert (
        by_quantity["all.leakers"].low <= by_quantity["all.leakers"].mean <= by_quantity["all.leakers"].high
    )
    assert by_quantity["all.leakers"].mean > 0


@pytest.mark.parametrize(("paths", "more"), [
    (["seed"], {"seed": 2}), (["nights", "raids_hash"], {"nights": 3}), (["futures"], {"futures": 8}),
    (["raids_hash"], {"supply": "raids.yaml"}),
])  # fmt: skip
def test_compare__of_what_is_no_pair_is_refused(files, monkeypatch, paths, more):
    """Two threats on the fourth night in place of three."""
    monkeypatch.chdir(files)
    raids = "{kind: stated, nights: [{raid: 3}, {raid: 3}, {raid: 3}, {raid: 2}], repeat: true}"
    dump(supply(DELIVERY, raids=raids), files / "raids.yaml")
    fly_campaign(files, files / "a")
    campaign(str(files / "battery.yaml"), replace(options(files, files / "b"), **more))
    with pytest.raises(ProblemsError, match="not the same as in a") as caught:
        compare_kept(["a", "b"])
    assert [problem.path for problem in caught.value.problems] == paths


def test_compare__of_raids_that_are_said_otherwise_is_a_pair(files):
    """Three threats every night, from the scenario or stated by class."""
    stated = supply(raids="{kind: stated, nights: [{drones: 3}], repeat: true}")
    dump(stated, files / "stated.yaml")
    fly_campaign(files, files / "a")
    campaign(
        str(files / "battery.yaml"), replace(options(files, files / "b"), supply=str(files / "stated.yaml"))
    )
    assert compare_kept([str(files / "a"), str(files / "b")]).replications == FUTURES


def test_compare__of_an_unfinished_campaign_is_refused(files, monkeypatch):
    fly_campaign(files, files / "a")
    mend = interrupt_after(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "b")
    mend()
    with pytest.raises(ProblemsError, match="--resume"):
        compare_kept([str(files / "a"), str(files / "b")])


def test_sites__are_followed_over_all_nights_from_a_hundred_futures_on(files):
    dump(with_hospital(battery(3), 1), files / "site.yaml")
    few, many = (
        campaign(str(files / "site.yaml"), replace(options(files), futures=n, nights=4)) for n in (10, 100)
    )
    assert few.sites is None
    assert many.sites is not None
    hospital = many.sites["hospital"]
    assert (hospital.days, hospital.histories, hospital.damage.p_line_damaged.p) == (4, 100, 1.0)


@pytest.mark.parametrize(("more", "path"), [
    ({"breakeven": "battery/rund"}, "breakeven"),
    ({"attribute": True, "attribute_futures": 1}, "attribute_futures"),
])  # fmt: skip
def test_what_cannot_be_told__is_refused_before_anything_is_written(files, more, path):
    with pytest.raises(ProblemsError) as caught:
        fly_campaign(files, files / "out", **more)
    assert [problem.path for problem in caught.value.problems] == [path]
    assert not (files / "out").exists()


def test_taken_up__with_other_options_is_refused(files):
    fly_campaign(files, files / "out")
    with pytest.raises(ProblemsError, match="goes on as it was begun"):
        take_up_or_fly(files / "out", CampaignOptions(seed=2))
    assert take_up_or_fly(files / "out", CampaignOptions(threads=1)).futures == FUTURES


@pytest.mark.parametrize(("file", "message"), [
    ("campaign.json", r"campaign\.json: provenance: is not what a campaign wrote"),
    ("run.json", "is no document of a campaign"),
    ("outcome.nc", r"outcome\.nc: is damaged, or was changed: its checksum is not that of the manifest"),
])  # fmt: skip
def test_broken_files__are_told(files, file, message):
    for name in ("a", "b"):
        fly_campaign(files, files / name)
    (files / "b" / file).write_text("{}")
    with pytest.raises(ProblemsError, match=message):
        compare_kept([str(files / "a"), str(files / "b")])


def test_outcome_without_checksum__that_is_damaged_is_told(files):
    """As an earlier version kept it: its manifest has no checksums."""
    for name in ("a", "b"):
        fly_campaign(files, files / name)
    manifest = files / "b" / "manifest.json"
    said = json.loads(manifest.read_text())
    del said["sha256"]
    manifest.write_text(json.dumps(said))
    whole = (files / "b" / "outcome.nc").read_bytes()
    (files / "b" / "outcome.nc").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProblemsError, match="is no outcome of a campaign"):
        compare_kept([str(files / "a"), str(files / "b")])


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"no archive"])
def test_damaged_block__is_flown_again(files, monkeypatch, damage):
    whole = told(fly_campaign(files))
    mend = interrupt_after(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "out")
    mend()
    block = next((files / "out" / "blocks").glob("*.npz"))
    block.write_bytes(damage)
    assert told(resume_campaign(files / "out", CampaignOptions())) == whole


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", '{"asked": 5}', '{"asked": {"nights": {}}}', "\x00"])
def test_tampered_beginning__is_refused(files, text):
    fly_campaign(files, files / "out")
    (files / "out" / "campaign.json").write_text(text)
    for use in (
        lambda: resume_campaign(files / "out", CampaignOptions()),
        lambda: compare_kept([str(files / "out")] * 2),
    ):
        with pytest.raises(ProblemsError, match=r"no campaign was begun here|is not what a campaign wrote"):
            use()


def test_campaign_that_another_flies__is_left_alone(files, monkeypatch):
    mend = interrupt_after(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        fly_campaign(files, files / "out")
    mend()
    with (
        Kept(files / "out").locked(),
        pytest.raises(OutputError, match="another process flies"),
    ):
        resume_campaign(files / "out", CampaignOptions())
    resume_campaign(files / "out", CampaignOptions())
    assert not (files / "out" / "blocks").exists()


def test_compare__of_a_campaign_with_something_else_or_alone_is_refused(files):
    fly_campaign(files, files / "a")
    with pytest.raises(ProblemsError, match="is a campaign, city is none"):
        compare_runs([str(files / "a"), "city"], CompareOptions())
    with pytest.raises(ProblemsError, match="too few"):
        compare_runs([str(files / "a")], CompareOptions())
