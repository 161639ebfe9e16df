"""Block bootstrap: the plain twin's nights, blocks that stay whole, and never a later night."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from himaya.campaign.raids.nightly import nightly, window
from himaya.campaign.raids.resample import Bootstrap
from himaya.chance.draws import Draws
from himaya.record import read_record
from tests.campaign.raids.small import START, invented, raids
from tests.naive.raids import resampled

WINDOW = np.arange(180)[:, None] * np.ones(4, np.int64)
"""Each night's count says which night it is."""


def sources(futures, blocks=(7, 14), nights=180, seed=1):
    return Bootstrap(WINDOW.astype(np.int64), blocks, nights, Draws(seed, "raids")).sources(futures)


@pytest.mark.parametrize("blocks", [(7, 14), (1, 1), (5, 5), (60, 60)])
def test_nights__are_those_of_the_plain_twin(blocks):
    drawn = sources(range(2, 7), blocks, 100, seed=9)
    assert drawn.tolist() == [resampled(9, future, 180, blocks, 100) for future in range(2, 7)]


def test_nights__follow_one_another_in_blocks_of_seven_to_fourteen():
    """Joins by chance make longer runs, never shorter ones but the last, which is cut off."""
    runs = [np.diff([0, *np.flatnonzero(np.diff(nights) != 1) + 1]) for nights in sources(range(50))]
    assert min(run.min() for run in runs) == 7
    assert np.mean(np.concatenate(runs) <= 14) > 0.98


def test_lengths_and_starts__are_uniform():
    """First nights of 4,000 futures have a mean of (180 - 10.5) / 2; sd about 49, four standard errors."""
    drawn = sources(range(4000), nights=15)
    assert drawn[:, 0].mean() == pytest.approx(84.75, abs=4 * 49 / 4000**0.5)
    first = (np.diff(drawn, axis=1) != 1).argmax(axis=1) + 1
    share = np.array([(first == length).mean() for length in range(7, 15)])
    assert share == pytest.approx([1 / 8] * 8, abs=4 * (7 / 64 / 4000) ** 0.5 + 0.005)  # joins by chance


def test_classes__of_a_night_stay_together(tmp_path):
    record = invented(tmp_path)
    first, found = window(record, START, 180)
    known = {tuple(counts) for counts in nightly(record, first, found).tolist()}
    made = raids(record, kind="bootstrap")
    for night in range(1, 31):
        for counts in made.counts(night, range(20)).tolist():
            assert (sum(counts[:2]), counts[2], sum(counts[3:5]), counts[5]) in known


def test_nights_after_the_first__are_never_looked_at(tmp_path):
    """The same draws from a record that ends on the first evening, and from one that goes on."""
    whole = invented(tmp_path)
    lines = Path(whole.file).read_text(encoding="utf-8").splitlines(keepends=True)
    cut = tmp_path / "cut.csv"
    kept = [line for line in lines[1:] if line.split(",")[1][:10] <= str(START)]
    assert 0 < len(kept) < len(lines) - 1
    cut.write_text("".join([lines[0], *kept]), encoding="utf-8")
    long, short = (raids(record, kind="bootstrap") for record in (whole, read_record(cut)))
    for night in range(1, 31):
        assert long.counts(night, range(9)).tolist() == short.counts(night, range(9)).tolist()


def test_window__ends_on_the_first_evening_and_has_as_many_nights_as_asked(tmp_path):
    record = invented(tmp_path)
    assert window(record, START, 180) == (date(2025, 1, 3), 180)
    first, found = window(record, START, 2000)
    assert first + timedelta(days=found - 1) == START
    assert found < 2000
