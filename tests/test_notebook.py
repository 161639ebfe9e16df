"""What notebooks show: escaped, plain in light and dark, short; frames are tidy or say what is missing."""

from __future__ import annotations

import sys
from html.parser import HTMLParser

import numpy as np
import pytest

import himaya
from himaya.campaign.run import run_campaign
from himaya.errors import HimayaError
from himaya.notebook import MOST_ROWS, READING, NotebookTable, Shown, band, frame, rounded
from himaya.raid.comparison import Comparison, Paired
from himaya.scenario.shown import shown_scenario
from tests.campaign.small import battery, supply

CITY = himaya.load("city")
COLUMNS = ["class", "quantity", "mean", "sd", "p05", "p50", "p95"]
ROWS = (
    Paired("a", "b", "all.hit", 2.0, 1.0, -1.0, -1.5, -0.5, 400, 3.0),
    Paired("a", "b", "cost_usd", 1234567.0, 1234568.0, 1.0, 0.0, 2.0, 400, None),
    Paired("a", "c", "all.hit", 2.0, 2.5, 0.5, 0.25, 0.75, 400, 3.0),
    Paired("a", "c", "cost_usd", 1234567.0, 1234567.0, 0.0, 0.0, 0.0, 400, None),
)


@pytest.fixture(scope="module")
def night():
    return himaya.simulate(CITY, replications=200, seed=1)


@pytest.fixture(scope="module")
def months():
    stock = "[{round: battery/round, depot: depot, quantity: 2}]"
    return run_campaign(battery(), supply(stock=stock), nights=5, futures=3)


class Page(HTMLParser):
    """Text and tags of a page; every tag is closed, but those without an end."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.words = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


# pages


def test_page__is_escaped_and_has_no_colours_or_scripts():
    bad = "<script>alert(\"x\")</script> & 'y'"
    shown = Shown(bad, bad, (NotebookTable((bad, "n"), [(bad, "1")]),))
    page = Page(shown.html())
    assert set(page.tags) == {"div", "p", "b", "br", "table", "thead", "tbody", "tr", "th", "td"}
    assert page.words.count(bad) == 4
    assert not any(word in shown.html() for word in ("background", "color:", "<script"))


def test_scenario__shows_text_of_a_file_as_text():
    bad = CITY.with_value("title", "<b>Town</b>").with_value("threat_types.kalibr.name", "<i>Kalibr</i>")
    words = Page(bad._repr_html_()).words
    assert "<b>Town</b>" in words
    assert "cruise: <i>Kalibr</i>" in words


def test_long_table__says_how_many_rows_it_leaves_off():
    table = NotebookTable(("", "n"), [(f"row {k}", "1") for k in range(MOST_ROWS + 1_000)])
    shown = Shown("t", "", (table,))
    assert shown.text().splitlines()[-2:] == [f"row {MOST_ROWS - 1}          1", "and 1,000 more"]
    assert shown.html().count("<tr>") == MOST_ROWS + 2


def test_text_table__puts_names_left_and_numbers_right():
    shown = Shown("t", "a", (NotebookTable(("", "n"), [("x", "100"), ("long", "1")]),))
    assert shown.text() == "t\na\n\n        n\nx     100\nlong    1"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (2.0, "2"), (2.345, "2.35"), (15.43, "15.4"), (123.4, "123"), (-1234567.0, "-1,234,567"),
     (0.04567, "0.0457"), (float("nan"), "-"), (float("inf"), "inf")],
)  # fmt: skip
def test_number__is_shown_with_the_digits_that_people_read(value, shown):
    assert rounded(value) == shown


def test_band__is_the_median_and_the_ends_in_order():
    assert band(1.0, 2.0, 3.0) == "2 (1-3)"


# scenario, night, comparison, campaign


def test_scenario__shows_raid_and_defence():
    assert (
        shown_scenario(CITY).text()
        == """A town, twenty threats, four fire units
city: 20 threats, 4 fire units, 1 area defence, 3 assets.

Raid                               Threats  Launched, minutes
drones: Shahed-136 (Geran-2)            12            0 to 90
decoys: Decoy (Gerbera, Parodiya)        4            0 to 60
cruise: Kalibr (3M14)                    3         150 to 152
ballistic: Iskander-M (9M723)            1         155 to 155

Units             Number          Rounds, ready and in stock
Patriot battery        1  PAC-3 MSE 8 + 0, PAC-2 GEM-T 4 + 0
NASAMS fire unit       1                AIM-120 AMRAAM 6 + 0
Gepard                 2                 35 mm burst 40 + 40

Area defences                                          Number  Teams
Mobile fire group (machine guns, light guns, MANPADS)       1     60"""
    )


def test_night__tells_the_answer_and_the_main_table(night):
    lines = night.summary().splitlines()
    hits = night.statistics("all", "hit")
    assert lines[:2] == [
        "city",
        f"{hits.p50} of 20 threats hit, {hits.p05} to {hits.p95} in 90 % of 200 replications; "
        f"mean {hits.mean:.3g}, seed 1. {READING}",
    ]
    assert lines[3].split() == ["Launched", "Shot", "down", "Lost", "or", "fell", "Hit"]
    drones = night.statistics("drones", "soft_killed_or_fell")
    row = next(line for line in lines if line.startswith("Drones"))
    assert f"{drones.p50} ({drones.p05}-{drones.p95})" in row
    assert "Value lost, thousand inhabitants" in night.summary()
    assert "One way drone" in Page(night._repr_html_()).words


def test_night_of_no_threats__has_a_summary():
    empty = CITY
    for name in ("drones", "decoys", "cruise", "ballistic"):
        empty = empty.with_value(f"raid.{name}.count", 0)
    outcome = himaya.simulate(empty, replications=10, effects=False)
    assert "No threats were launched." in outcome.summary()
    assert outcome.to_frame().empty


def test_frame_of_a_night__is_tidy(night):
    frame = night.to_frame()
    assert list(frame.columns) == COLUMNS
    assert not frame.duplicated(["class", "quantity"]).any()
    hit = frame.set_index(["class", "quantity"]).loc[("drones", "hit")]
    assert tuple(hit) == tuple(night.statistics("drones", "hit"))
    launched = frame[frame["quantity"] == "launched"]
    assert dict(zip(launched["class"], launched["p50"], strict=True)) == {
        "one_way_drone": 12, "decoy_drone": 4, "cruise_missile": 3, "ballistic_missile": 1,
        "drones": 16, "all": 20,
    }  # fmt: skip
    killed = frame.set_index(["quantity", "class"]).loc[("killed", "all"), "mean"]
    assert killed == float(night.dataset["killed"].sel(group="all", statistic="mean"))
    assert {"injured", "value_lost_total", "debris_places"} <= set(frame["quantity"])


def test_comparison__has_a_table_for_each_later_scenario():
    shown = Comparison(ROWS).summary()
    assert (
        shown
        == """b, c less a
Means over 400, and the mean of their difference with its 95 % interval.

                   a          b  Difference  95 % interval
All, hit           2          1          -1   -1.5 to -0.5
Cost, USD  1,234,567  1,234,568          +1        0 to +2

                   a          c  Difference   95 % interval
All, hit           2        2.5        +0.5  +0.25 to +0.75
Cost, USD  1,234,567  1,234,567           0          0 to 0"""
    )
    assert Page(Comparison(ROWS)._repr_html_()).tags.count("table") == 2


def test_comparison__is_a_sequence_and_a_frame():
    comparison = Comparison(ROWS)
    assert (comparison[0], len(comparison), tuple(comparison)) == (ROWS[0], 4, ROWS)
    frame = comparison.to_frame()
    assert list(frame.columns) == ["a", "b", "quantity", "mean_a", "mean_b", "mean", "low", "high", "n",
                                   "variance_ratio"]  # fmt: skip
    assert frame["mean"].tolist() == [-1.0, 1.0, 0.5, 0.0]
    assert himaya.compare([CITY, CITY], replications=8).summary().startswith("city less city\nMeans over 8,")


def test_comparison_of_nothing__shows_so():
    assert Comparison(()).summary() == "Nothing is compared"


def test_campaign__tells_the_answer_and_the_main_tables(months):
    ends = (np.percentile(months.total("value_lost"), q, method="inverted_cdf") for q in (5, 50, 95))
    text = f"""battery with test
9 of 15 threats leak in 5 nights, 9 to 9 in 90 % of 3 futures; seed 1. {READING}

                 Launched  Shot down  Leakers
One way drone  15 (15-15)    6 (6-6)  9 (9-9)
All            15 (15-15)    6 (6-6)  9 (9-9)

            Over all nights
Value lost  {band(*map(float, ends))}
Killed              0 (0-0)
Injured             0 (0-0)
Paid, USD           0 (0-0)

Rounds           Fired  Run out in  Median night
battery/round  6 (6-6)       100 %             4"""
    assert months.summary() == text


def test_frame_of_a_campaign__is_tidy(months):
    frame = months.to_frame().set_index(["class", "quantity"])
    assert frame.loc[("all", "launched")].tolist() == [15.0, 0.0, 15.0, 15.0, 15.0]
    assert frame.loc[("one_way_drone", "leakers"), "mean"] == months.leakers().sum() / 3
    assert frame.loc[("all", "shot_down"), "p50"] + frame.loc[("all", "leakers"), "p50"] == 15.0


def test_frame__says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(HimayaError, match=r"pip install 'himaya\[notebook\]'") as caught:
        frame(["a"], [])
    assert isinstance(caught.value, ImportError)
