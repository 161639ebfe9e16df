"""From a section to raids: what is stated, replayed and refused, and what the notes say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate, repeat

import pytest
from pydantic import ValidationError

from himaya.campaign.raids.section import RaidsSection
from himaya.errors import ProblemsError
from himaya.notes import Note
from tests.campaign.raids.small import COUNTS, START, drones, invented, raids, scenario
from tests.naive.raids import divided
from tests.record.small import record_of, row

SOME = range(3, 6)
KINDS = [
    {"kind": "bootstrap"},
    {"kind": "parametric"},
    {"kind": "bootstrap", "growth": {"drones": (1.0, 1.7), "ballistic_missile": (0.4,)}},
    {"kind": "stated", "nights": ({"drones": 57, "cruise": 3}, {"ballistic_missile": 5}), "repeat": True},
]


def dates(first, n):
    return list(accumulate(repeat(timedelta(days=1), n - 1), lambda day, step: day + step, initial=first))


@pytest.fixture
def record(tmp_path):
    return invented(tmp_path)


def problem(**asked):
    with pytest.raises(ProblemsError) as told:
        raids(**asked)
    return str(told.value)


def test_scenario__flies_its_own_raid_exactly_every_night():
    for night in (1, 2, 30):
        assert raids(kind="scenario").counts(night, SOME).tolist() == [list(COUNTS.values())] * 3


def test_stated__flies_groups_as_listed_and_then_nothing():
    made = raids(kind="stated", nights=({"fast": 7, "decoys": 1}, {}, {"strike": 5}))
    flown = [made.counts(night, SOME)[0].tolist() for night in (1, 2, 3, 4)]
    assert flown == [[0, 1, 0, 0, 0, 7], [0] * 6, [5, 0, 0, 0, 0, 0], [0] * 6]


def test_stated__begins_again_where_it_says_so():
    made = raids(kind="stated", nights=({"fast": 7}, {}), repeat=True)
    assert [made.counts(night, SOME)[0, 5] for night in range(1, 6)] == [7, 0, 7, 0, 7]


def test_stated_class__is_divided_over_its_groups_as_the_plain_twin_divides_it():
    made = raids(kind="stated", nights=({"drones": 40, "ballistic_missile": 9, "strike": 2},), seed=5)
    for future, row_of_counts in zip(SOME, made.counts(1, SOME).tolist(), strict=True):
        drones_of = divided(5, future, 1, 40, {"strike": 30, "decoys": 10})
        missiles = divided(5, future, 1, 9, {"ballistic": 3, "kinzhal": 1})
        expected = [drones_of["strike"] + 2, drones_of["decoys"], 0, *missiles.values(), 0]
        assert row_of_counts == expected


def test_division__goes_by_the_scenarios_counts():
    """1,000 drones in each of 400 futures, 3/4 strike: standard error sqrt(.75 .25 / 400,000); four."""
    made = raids(kind="stated", nights=({"drones": 1000},)).counts(1, range(400))
    assert made[:, 0].mean() / 1000 == pytest.approx(0.75, abs=4 * (0.75 * 0.25 / 400_000) ** 0.5)
    assert (made[:, :2].sum(axis=1) == 1000).all()
    assert made[:, 0].var(ddof=1) == pytest.approx(1000 * 0.75 * 0.25, rel=4 * (2 / 399) ** 0.5)


@pytest.mark.parametrize("asked", KINDS, ids=str)
def test_counts__are_the_same_in_any_block_and_any_order_of_nights(asked, record):
    whole = raids(record, **asked)
    forward = [whole.counts(night, range(10)) for night in range(1, 31)]
    other = raids(record, **asked)
    for night in (30, 1, 17):
        assert other.counts(night, range(4, 7)).tolist() == forward[night - 1][4:7].tolist()
    seeded = raids(record, seed=2, **asked)
    assert any((seeded.counts(night, range(10)) != forward[night - 1]).any() for night in range(1, 31))


@pytest.mark.parametrize("asked", KINDS, ids=str)
def test_counts__of_a_group_do_not_depend_on_groups_of_other_classes(asked, record):
    """Places never enter: without the decoys, which stand before them, missiles are the same."""
    fewer = {name: count for name, count in COUNTS.items() if name != "decoys"}
    here, there = raids(record, **asked), raids(record, of=scenario(**fewer), **asked)
    for night in range(1, 31):
        assert here.counts(night, SOME)[:, 3:].tolist() == there.counts(night, SOME)[:, 2:].tolist()


def test_replay__flies_the_recorded_nights_by_the_date_on_which_raids_ended(tmp_path):
    record = record_of(
        tmp_path,
        drones("2025-05-01", 40),
        row("2025-05-01 20:00", "2025-05-01 23:30", launched="5", destroyed="5", not_reach_goal="0"),
        row("2025-05-02 01:00", "2025-05-02 02:00", model="X-101/X-555", launched="3", destroyed="0"),
        drones("2025-05-04", 80),
    )
    made = raids(record, span=4, kind="replay", from_date=date(2025, 5, 1))
    flown = [made.counts(night, SOME) for night in (1, 2, 3, 4)]
    assert [counts[:, :2].sum(axis=1).tolist() for counts in flown] == [[45] * 3, [0] * 3, [0] * 3, [80] * 3]
    assert [counts[0, 2] for counts in flown] == [0, 3, 0, 0]
    assert Note("quiet_nights", quiet=1, nights=4) in made.notes


def test_replay__lists_what_has_no_number_of_its_class(tmp_path):
    both = "Iskander-M/KN-23 and X-59/X-69"
    rows = [drones("2025-05-01", 40), row("2025-05-01 01:00", "2025-05-01 02:00", model=both, launched="27")]
    untold = row("2025-05-02 01:00", "2025-05-02 02:00", model="X-101/X-555", launched="", destroyed="")
    record = record_of(tmp_path, *rows, untold, drones("2025-05-03", 9))
    notes = raids(record, span=3, kind="replay", from_date=date(2025, 5, 1)).notes
    missed = [note.numbers for note in notes if note.code == "not_counted"]
    told = [(each["model"], each["ended"], each["line"], each["why"].code) for each in missed]
    assert told == [
        (both, "2025-05-01", 3, "several_classes"), ("X-101/X-555", "2025-05-02", 4, "no_count")
    ]  # fmt: skip


def test_replay__of_nights_that_the_record_does_not_span_is_refused(record):
    told = problem(record=record, kind="replay", from_date=date(2025, 9, 15))
    assert "2025-09-15 to 2025-10-14" in told
    assert "2025-09-30" in told


def test_auto__says_which_it_is(record):
    resampled = raids(record).notes[0]
    assert resampled.code == "raids_resampled"
    assert [resampled.numbers[name] for name in ("least", "most", "nights")] == [7, 14, 180]
    assert raids(None).notes[0] == Note("raids_generated")


@pytest.mark.parametrize("kind", ["replay", "bootstrap"])
def test_recorded_kinds__need_a_record(kind):
    assert f"{kind} raids need a record" in problem(kind=kind, from_date=START)


def test_bootstrap__needs_sixty_nights(tmp_path):
    def written(n):
        return record_of(tmp_path, *(drones(night, 9) for night in dates(START - timedelta(days=n - 1), n)))

    numbers = raids(written(60), kind="bootstrap").notes[0].numbers
    assert [numbers[name] for name in ("nights", "first", "last")] == [60, "2025-05-03", "2025-07-01"]
    told = problem(record=written(59), kind="bootstrap")
    assert "59 nights of the record" in told
    assert "60 or more" in told


def test_bootstrap__does_not_take_nights_after_the_records_end_for_quiet(tmp_path):
    record = record_of(tmp_path, *(drones(night, 9) for night in dates(date(2025, 3, 1), 70)))
    made = raids(record, kind="bootstrap")
    assert all((made.counts(night, SOME)[:, :2].sum(axis=1) == 9).all() for night in range(1, 31))


@pytest.mark.parametrize("kind", ["bootstrap", "parametric"])
def test_class__that_no_group_can_fly_is_refused(kind, record):
    none = {**COUNTS, "ballistic": 0, "kinzhal": 0}
    told = problem(record=record, kind=kind, of=scenario(**none))
    assert "no group of a class that is launched" in told
    assert "ballistic_missile" in told


def test_stated__tells_every_unknown_name_with_near_ones():
    told = problem(kind="stated", nights=({"strik": 3}, {"cruise_missiles": 1, "fast": 1}))
    assert "raids.nights[0]" in told
    assert "strike" in told
    assert "cruise_missile" in told.splitlines()[1]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"block_nights": (14, 7)}, "blocks shrink"),
        ({"kind": "replay"}, "need from_date"),
        ({"kind": "stated"}, "need nights"),
        ({"growth": {"drones": (-0.1,)}}, "greater than or equal to 0"),
        ({"growth": {"drones": ()}}, "no multiplier"),
        ({"growth": {"balloons": (1.0,)}}, "unknown class group"),
        ({"window_nights": 30}, "greater than or equal to 60"),
        ({"kind": "stated", "nights": ({"strike": -1},)}, "greater than or equal to 0"),
        ({"kind": "foretold"}, "Input should be"),
    ],
)
def test_section__refuses(section, said):
    with pytest.raises(ValidationError, match=said):
        RaidsSection(**section)
