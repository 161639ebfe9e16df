"""The nights of docs/track-record.md are chosen by what was launched; its bars show what its table says."""

import runpy
from datetime import date, timedelta
from pathlib import Path

from tests.record.small import record_of, row

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "track_record.py"))
FIRST = date(2025, 8, 1)


def chosen(*launched):
    nights = {FIRST + timedelta(days=day): SCRIPT["Launched"](*each) for day, each in enumerate(launched)}
    return {(night - FIRST).days: kind for night, kind in SCRIPT["chosen"](nights).items()}


def test_twelve_nights__of_every_kind_each_once_and_of_equal_ones_the_earliest():
    drones = [(n, 0, None) for n in (50, 900, 60, 70, 800, 80, 90, 90, 700, 90, 10, 20, 30)]
    drones[1] = (900, 99, 0.1)  # massed before all else
    drones[2], drones[3], drones[6] = (60, 5, 0.1), (70, 9, None), (90, 7, 0.9)
    drones[5], drones[0] = (80, 0, 0.4), (50, 0, 0.3)
    assert chosen(*drones) == {
        1: "massed", 4: "massed", 8: "massed", 3: "missile-heavy", 6: "missile-heavy", 2: "missile-heavy",
        10: "quiet", 11: "quiet", 0: "decoy-heavy", 5: "decoy-heavy", 7: "ordinary", 9: "ordinary",
    }  # fmt: skip


def test_what_was_launched__holds_no_outcome(tmp_path):
    """A night's whole record changes but for what was launched: the same."""
    found = []
    for destroyed in ("1", "90"):
        hours = ("2025-08-01 18:00", "2025-08-02 06:00")
        rows = [
            row(*hours, destroyed=destroyed, not_reach_goal="", is_shahed="55"),
            row(*hours, model="X-101/X-555", launched="4", destroyed="2"),
        ]
        found.append(SCRIPT["launched_of"](record_of(tmp_path, *rows), date(2025, 8, 2)))
    assert found == [SCRIPT["Launched"](100, 4, 0.55)] * 2


def test_share_of_strike_drones__is_unknown_unless_every_row_tells_it(tmp_path):
    rows = [
        row("2025-08-01 18:00", "2025-08-02 00:00", is_shahed="55"),
        row("2025-08-02 01:00", "2025-08-02 06:00"),
    ]
    assert SCRIPT["launched_of"](record_of(tmp_path, *rows), date(2025, 8, 2)) == (200, 0, None)


def line(recorded, simulated, predicted, forecast):
    spans = {"simulated": simulated, "predicted": predicted, "forecast": forecast}
    return SCRIPT["Line"](date(2025, 8, 2), "quiet", "drones", 100, recorded, spans)


def test_bars__stand_where_the_numbers_are():
    _, one, two, three = SCRIPT["bars"]([line(80, (60, 70, 90), (70, 80, 84), (82, 90, 100))])
    start = one.index("simulated") + 10
    assert one[start:] == " " * 30 + "-----+----O-----"
    assert two[start:] == " " * 35 + "-----O--"
    assert three[start:] == " " * 40 + "O----+-----"


def test_table__says_where_the_record_lies():
    rows = list(SCRIPT["nights_table"]([line(80, (60, 70, 79), (70, 80, 84), (82, 90, 100))]))
    assert rows[2] == (
        "| 2025-08-02 | quiet | drones | 100 | 80 | 70 (60 to 79) | above | 80 (70 to 84) | inside "
        "| 90 (82 to 100) | below |"
    )
