"""An invented record in the format and with the faults of the official one; its sources say `synthetic`.

What is neutralised follows an over-dispersed share that wanders from night to night, so that there is
something to forecast; nothing in it is of any night that was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from himaya.record.neutralised import LAST_SPLIT, SPLIT_FROM

COLUMNS = (
    "time_start", "time_end", "model", "launch_place", "target", "target_main", "launched", "destroyed",
    "not_reach_goal", "still_attacking", "border_crossing", "is_shahed", "num_hit_location",
    "num_fall_fragment_location", "carrier", "turbojet", "turbojet_destroyed", "affected region",
    "destroyed_details", "launched_details", "launch_place_details", "source",
)  # fmt: skip
"""Columns of the record's present version."""
LAST_DAY = datetime(2025, 9, 30)  # noqa: DTZ001 (Kyiv local)
"""Date on which the last night ends: 400 nights have some before kills and losses were told apart, and
some after they became one number again."""
_FIRST_PLACES = datetime(2025, 5, 25)  # noqa: DTZ001 (from then on the record has places of hits)
_REGIONS = ("south", "east", "north", "center", "west")
_SCOUTS = ("Orlan-10", "Supercam", "ZALA", "Lancet", "Unknown UAV", "Reconnaissance UAV")
_MISSILES = (
    (0.20, "X-101/X-555 and Kalibr", 20, 1.4), (0.15, "X-59/X-69", 3, 0.8), (0.08, "Iskander-K", 4, 0.6),
    (0.35, "Iskander-M/KN-23", 4, -2.0), (0.06, "X-47 Kinzhal", 2, -1.0), (0.05, "X-22", 4, -2.5),
    (0.03, "Iskander-M/KN-23 and Iskander-K", 6, -0.5), (0.06, "X-31P", 2, -3.0),
    (0.05, "C-300/C-400", 4, -4.0),
)  # fmt: skip
"""Chance of a night, model, mean number, logit of the share destroyed."""
_PLACES = {
    "Shahed-136/131": ("Primorsko-Akhtarsk", "Kursk oblast", "Bryansk oblast", "Oryol oblast", "Millerovo",
                       "Shatalovo", "Chauda, Crimea"),
    "X-101/X-555 and Kalibr": ("Saratov oblast", "Caspian Sea", "Black Sea"),
    "X-59/X-69": ("Belgorod oblast", "Zaporizhzhia oblast", "Black Sea"),
    "Iskander-K": ("Crimea", "Kursk oblast"),
    "Iskander-M/KN-23": ("Bryansk oblast", "Voronezh oblast", "Crimea", "Rostov oblast"),
    "X-47 Kinzhal": ("Lipetsk oblast", "Tambov oblast"),
    "X-22": ("Black Sea", "Bryansk oblast"),
    "Iskander-M": ("Crimea",),
}  # fmt: skip
"""Launch places by model, some of which a row names; a twentieth of rows name none."""
_Row = dict[str, object]


def synthesise(nights: int, seed: int) -> str:
    """Invent a record as CSV text, newest night first; the same for the same seed.

    Parameters
    ----------
    nights : how many, at least 1; the last ends on `LAST_DAY`.
    seed : at least 0.
    """
    rng, places = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    level, size = rng.normal(1.6, 0.4), np.log(60.0)
    rows: list[_Row] = []
    for k in range(nights):
        level += 0.03 * (1.6 - level) + 0.13 * rng.normal()
        size += 0.05 * (np.log(90.0) - size) + 0.15 * rng.normal()
        night = LAST_DAY - timedelta(days=nights - 1 - k)
        told = [*_drones(night, (level, size), rng), *_missiles(night, rng), *_notices(night, rng)]
        for row in told:
            account = row.pop("account")
            row["launch_place"] = _launch_place(str(row["model"]), places)
            row["source"] = f"synthetic/{account}/posts/{seed}-{night:%Y%m%d}"
        rows += told
        if rng.random() < 0.02:
            rows.append(dict(told[0]))
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"border_crossing": "{}", **row} for row in reversed(rows))
    return text.getvalue()


def _drones(night: datetime, state: tuple[float, float], rng: np.random.Generator) -> Iterator[_Row]:
    launched = 5 + int(rng.lognormal(state[1], 0.5))
    share = _logistic(state[0] + 0.15 * (np.log(launched) - state[1]))
    neutralised = int(rng.binomial(launched, rng.beta(25 * share, 25 * (1 - share))))
    killed = int(rng.binomial(neutralised, rng.beta(30, 18)))
    start, end = _hours(night, rng)
    merged = end > LAST_SPLIT
    row = _row((start, end), "Shahed-136/131", launched, neutralised if merged else killed)
    if end >= SPLIT_FROM:
        row["not_reach_goal"] = 0.0 if merged else float(neutralised - killed)
        told = {name: int(rng.integers(1, 9)) if rng.random() < 0.5 else None for name in _REGIONS[:3]}
        row["destroyed_details"] = str(told).replace("None", "NaN")
        row["affected region"] = str([f"{name} region" for name in rng.choice(_REGIONS, 2, replace=False)])
    if rng.random() < 0.1 and launched - neutralised > 3:
        row["still_attacking"] = float(rng.integers(1, 4))
    if end >= _FIRST_PLACES:
        row["num_hit_location"] = float(rng.binomial(launched - neutralised, 0.4))
        row["num_fall_fragment_location"] = float(rng.integers(0, 12))
    if rng.random() < 0.05:
        row["time_start"] = f"{night:%Y-%m-%d}"
    yield row
    if rng.random() < 0.1:  # the south tells its part of the same night
        yield _row((None, night), "Shahed-136/131", own := 1 + launched // 12, own, "PvKPivden")
    if rng.random() < 0.05:  # who commands gives another number
        yield _row((start, end), "Shahed-136/131", launched + int(rng.integers(1, 6)), killed, "CinCAFU")


def _missiles(night: datetime, rng: np.random.Generator) -> Iterator[_Row]:
    for chance, model, mean, level in _MISSILES:
        if rng.random() >= chance:
            continue
        launched = int(rng.geometric(1 / mean))
        share = rng.beta(5 * _logistic(level), 5 * (1 - _logistic(level)))
        destroyed = int(rng.binomial(launched, share))
        start, end = _hours(night, rng)
        row = _row((start, end), model, launched, destroyed)
        if " and " in model and launched > 2 and rng.random() < 0.5:
            first, second = model.split(" and ")
            row["launched_details"] = str({first: launched - 2, second: 2})
        missing = rng.random()
        if missing < 0.05:
            row["launched" if missing < 0.02 else "destroyed"] = ""
        yield row
        if model == "Iskander-M/KN-23" and rng.random() < 0.3:
            yield _row((start, end), "Iskander-M", min(launched, 2), 0, "PvKPivden")


def _notices(night: datetime, rng: np.random.Generator) -> Iterator[_Row]:
    """What a regional command shot down of scouts, and single missiles with a date alone."""
    for scout in rng.choice(_SCOUTS, rng.integers(0, 4), replace=False):
        yield _row((None, night), str(scout), own := int(rng.integers(1, 7)), own, "PvKPivden")
    if rng.random() < 0.1:
        yield _row((None, night), "Iskander-M", 1, 0, "PvKPivden")


def _launch_place(model: str, places: np.random.Generator) -> str:
    """Some of the model's launch places, in words; `places` draws nothing else, so that all else stays."""
    known = _PLACES.get(model, ())
    chosen = [name for name in known if places.random() < 0.7] or list(known[:1])
    return "" if places.random() < 0.05 else " and ".join(chosen)


def _hours(night: datetime, rng: np.random.Generator) -> tuple[datetime, datetime]:
    begun = night - timedelta(hours=6) + timedelta(minutes=30 * int(rng.integers(0, 9)))
    return begun, night + timedelta(hours=5, minutes=30 * int(rng.integers(1, 10)))


def _row(
    times: tuple[datetime | None, datetime],
    model: str,
    launched: int,
    destroyed: int,
    account: str = "kpszsu",
) -> _Row:
    start, end = times
    form = "%Y-%m-%d" if start is None else "%Y-%m-%d %H:%M"
    return {
        "time_start": f"{start or end:{form}}",
        "time_end": f"{end:{form}}",
        "model": model,
        "target": "Ukraine" if account == "kpszsu" else "south",
        "launched": float(launched),
        "destroyed": float(destroyed),
        "account": account,
    }


def _logistic(level: float) -> float:
    return float(1 / (1 + np.exp(-level)))
