"""The ledger beside a slow plain twin, on supplies made at random."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from himaya.campaign.supply.entry import NEVER
from tests.campaign.supply.small import drawn
from tests.naive.supply import Future

START, NIGHTS = date(2025, 7, 1), 100
DEPOTS = ["east", "west"]


class Chance:
    """A supply made at random."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def whole(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def day(self, low=0, high=NIGHTS):
        return START + timedelta(days=self.whole(low, high))

    def one_of(self, *values):
        return values[self.whole(0, len(values) - 1)]

    def days(self):
        low = self.whole(0, 5)
        pert = {
            "low": low,
            "likely": low + self.whole(0, 10),
            "high": low + 10 + self.whole(0, 30),
            "source": "x",
        }
        lognormal = {"median": self.whole(1, 20), "sd_log": 0.4, "source": "x"}
        return self.one_of(0, self.whole(0, 20), 2.5, pert, lognormal)

    def goods(self, name, **more):
        item = {"round": "battery/round", "depot": self.one_of(*DEPOTS)}
        if self.rng.random() < 0.2:
            item = {"teams": "interceptors-kyiv"}
        return {"id": name, **item, "quantity": self.whole(1, 30), "source": "x", **more}

    def repeated(self, order):
        if "round" in order and self.rng.random() < 0.4:
            order["every"] = "month"
            if self.rng.random() < 0.5:
                order["until"] = order.get("date", order.get("ordered")) + timedelta(days=self.whole(0, 80))
        return order

    def tree(self):
        return {
            "stock": [], "units": [{"id": "battery-2", "type": "battery", "lat": 47.5, "lon": 34.1}],
            "suppliers": [{"id": "m", "capacity_per_month": self.whole(5, 40)}, {"id": "n"}],
            "deliveries": [
                *(self.delivery(k) for k in range(self.whole(1, 4))),
                {"id": "unit", "unit": "battery-2", "donor": "a", "date": self.day(), "source": "x",
                 "probability": 0.7, "delay_days": self.days()},
            ],
            "pauses": self.pauses(),
            "purchases": [self.purchase(k) for k in range(self.whole(0, 4))],
            "lines": [self.line(k) for k in range(self.whole(0, 2))],
            "backfills": [
                self.goods(f"f{k}", donor="z", pause="p0", delay_days=self.days(), probability=0.5)
                for k in range(self.whole(0, 2))
            ],
        }  # fmt: skip

    def delivery(self, k):
        more = {"donor": self.one_of("a", "b"), "date": self.day(0, 70), "delay_days": self.days()}
        return self.repeated(self.goods(f"d{k}", **more, probability=self.one_of(1, 0.4)))

    def pauses(self):
        found, day = [], 0
        for k in range(3):
            begins = day + self.whole(0, 20)
            day = begins + self.whole(1, 25)
            dates = {"begins": START + timedelta(days=begins), "ends": START + timedelta(days=day)}
            items = self.one_of([], ["battery/round"], ["interceptors-kyiv", "battery-2"])
            effect = self.one_of("delayed", "delayed", "cancelled")
            found.append({"id": f"p{k}", "donor": self.one_of("a", "m"), "items": items, **dates,
                          "effect": effect, "source": "x"})  # fmt: skip
        return found

    def purchase(self, k):
        more = {"supplier": self.one_of("m", "n"), "ordered": self.day(-10, 60), "lead_days": self.days(),
                "unit_price_usd": self.whole(0, 1000), "paid_up_front": self.one_of(0, 0.25, 1)}  # fmt: skip
        return self.repeated(self.goods(f"b{k}", **more))

    def line(self, k):
        return {"id": f"l{k}", "round": "battery/round", "depot": self.one_of(*DEPOTS), "source": "x",
                "begins": self.day(-20, 60), "ramp_months": self.one_of(0, 1, 2.5),
                "monthly_output": self.one_of(1, 7, 40, 100.5), "share_kept": self.one_of(1, 0.5, 0.3),
                "investment_usd": self.whole(0, 10**6), "unit_price_usd": self.whole(0, 100)}  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_ledger__has_what_its_twin_has(seed):
    tree = {key: part for key, part in Chance(seed).tree().items() if part}
    donors = {each["donor"] for each in tree["deliveries"]} | {each["id"] for each in tree["suppliers"]}
    tree["pauses"] = [each for each in tree["pauses"] if each["donor"] in donors]
    tree["backfills"] = [
        f for f in tree.get("backfills", []) if f["pause"] in {p["id"] for p in tree["pauses"]}
    ]
    found = drawn(tree, NIGHTS, range(5), seed=seed)
    for future in range(5):
        twin = Future({"start": START, **tree}, seed, future, NIGHTS)
        arrivals = np.zeros((NIGHTS, 2), np.int64)
        for (night, depot, _), quantity in twin.arrivals.items():
            arrivals[night - 1, DEPOTS.index(depot)] += quantity
        assert found.arrivals[future, :, :, 0].tolist() == arrivals.tolist()
        assert found.paid_usd[future].tolist() == pytest.approx(twin.paid)
        teams = [sum(q for first, _, q in twin.teams if first <= night) for night in range(1, NIGHTS + 1)]
        assert found.teams[future, :, 0].tolist() == teams
        comes = twin.units.get("battery-2")
        assert found.unit_night[future].tolist() == [0, NEVER if comes is None else comes]


def test_twins__are_of_many_kinds():
    """The random supplies have every part, and chance, pauses of both effects and queues among them."""
    trees = [Chance(seed).tree() for seed in range(40)]
    for part in ("purchases", "lines", "backfills"):
        assert sum(bool(tree[part]) for tree in trees) > 10
    effects = {pause["effect"] for tree in trees for pause in tree["pauses"]}
    assert effects == {"delayed", "cancelled"}
    assert any("until" in order for tree in trees for order in tree["deliveries"])
    assert any("teams" in order for tree in trees for order in tree["purchases"])
