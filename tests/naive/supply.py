"""What a supply brings to one future, order by order and night by night, from the texts of supply/file.py.

A supply is a plain tree, as YAML reads it; nights are numbers, 1 the first; None: never.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from hashlib import blake2b
from math import ceil, exp, floor
from statistics import NormalDist

from scipy.stats import beta

from tests.naive.raids import GOLDEN
from tests.naive.site import mixed


def uniform(seed, purpose, future):
    text = seed.to_bytes(8, "little", signed=True) + f"supply/{purpose}".encode()
    key = int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
    return ((mixed(mixed(key + GOLDEN * future)) >> 11) + 0.5) / 2.0**53


def middle(number):
    """Mean of a number, exactly: a range's is (low + 4 likely + high) / 6."""
    if isinstance(number, dict) and "median" in number:
        return Fraction(number["median"] * exp(number["sd_log"] ** 2 / 2))
    if isinstance(number, dict):
        low, likely, high = (Fraction(str(number[name])) for name in ("low", "likely", "high"))
        return (low + 4 * likely + high) / 6
    return Fraction(str(number))


def quantile(pert, u):
    if "median" in pert:
        return pert["median"] * exp(pert["sd_log"] * NormalDist().inv_cdf(u))
    low, likely, high = pert["low"], pert["likely"], pert["high"]
    if low == high:
        return low
    shapes = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
    return low + (high - low) * beta.ppf(u, *shapes)


class Future:
    def __init__(self, tree, seed, future, nights):
        self.tree, self.seed, self.future, self.nights = tree, seed, future, nights
        self.arrivals, self.paid, self.units, self.teams = {}, [0.0] * nights, {}, []
        for order in tree.get("deliveries", []):
            for k, day in enumerate(self.days_of(order, order["date"])):
                self.give(order, day, f"delivery/{order['id']}/{k}")
        self.buy()
        for order in tree.get("backfills", []):
            begins = next(each["begins"] for each in tree["pauses"] if each["id"] == order["pause"])
            key = f"backfill/{order['id']}/0"
            if self.comes(order, key):
                self.arrive(order, max(1, self.night(begins) + self.lasts(order.get("delay_days", 0), key)))
        for line in tree.get("lines", []):
            self.make(line)

    def night(self, day):
        return (day - self.tree["start"]).days + 1

    def days_of(self, order, first):
        """The first date and, if it comes every month, the same day of every month, or that month's last."""
        last = min(self.tree["start"] + timedelta(days=self.nights - 1), order.get("until", date.max))
        if "every" not in order:
            return [first] if first <= last else []
        found = []
        for month in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
            year, place = divmod(month, 12)
            found.append(date(year, place + 1, min(first.day, monthrange(year, place + 1)[1])))
        return [day for day in found if day <= last]

    def lasts(self, number, key):
        if isinstance(number, dict):
            return round(quantile(number, uniform(self.seed, f"days/{key}", self.future)))
        return round(number)

    def comes(self, order, key):
        share = float(middle(order.get("probability", 1)))
        return share >= 1 or uniform(self.seed, f"comes/{key}", self.future) < share

    def paused(self, who, item, night):
        """A later pause can catch what an earlier one delayed; None: cancelled."""
        for pause in sorted(self.tree.get("pauses", []), key=lambda each: each["begins"]):
            concerns = pause["donor"] == who and (not pause.get("items") or item in pause["items"])
            if concerns and night is not None and self.night(pause["begins"]) <= night:
                if night >= self.night(pause["ends"]):
                    continue
                delayed = pause.get("effect", "delayed") == "delayed"
                night = self.night(pause["ends"]) if delayed else None
        return night

    def give(self, order, day, key):
        if self.comes(order, key):
            due = self.paused(order["donor"], item_of(order), self.night(day))
            if due is not None:
                night = due + self.lasts(order.get("delay_days", 0), key)
                self.arrive(order, self.paused(order["donor"], item_of(order), night))

    def buy(self):
        """A supplier makes one order after the other, at its capacity for 30 days."""
        capacity = {each["id"]: each.get("capacity_per_month") for each in self.tree.get("suppliers", [])}
        orders = []
        for order in self.tree.get("purchases", []):
            orders += [
                (day, order["id"], k, order) for k, day in enumerate(self.days_of(order, order["ordered"]))
            ]
        free = {}
        for day, name, k, order in sorted(orders, key=lambda each: each[:3]):
            begins = Fraction(self.night(day))
            done, who = begins, order["supplier"]
            if capacity[who] is not None:
                done = max(begins, free.get(who, begins)) + order["quantity"] * 30 / middle(capacity[who])
                free[who] = done
            night = max(ceil(done), self.night(day) + self.lasts(order["lead_days"], f"purchase/{name}/{k}"))
            night = self.paused(who, item_of(order), night)
            night = None if night is None else max(night, 1)
            price = order["quantity"] * middle(order["unit_price_usd"])
            first = price * middle(order.get("paid_up_front", 1))
            self.pay(self.night(day), first)
            self.pay(night, price - first)
            self.arrive(order, night)

    def make(self, line):
        """Day by day: what is made by the end of a night is the area under its rate; whole rounds come."""
        rate = middle(line["monthly_output"]) / 30 * middle(line.get("share_kept", 1))
        ramp = middle(line.get("ramp_months", 0)) * 30
        begins = self.night(line["begins"])
        self.pay(begins, middle(line["investment_usd"]))

        def total(night):
            days = Fraction(max(0, night - begins + 1))
            if days <= ramp:
                return rate * days * days / (2 * ramp) if ramp else Fraction(0)
            return rate * (days - ramp / 2)

        for night in range(1, self.nights + 1):
            whole = floor(total(night)) - floor(total(night - 1))
            if whole:
                place = night, line["depot"], line["round"]
                self.arrivals[place] = self.arrivals.get(place, 0) + whole
                self.pay(night, whole * middle(line["unit_price_usd"]))

    def pay(self, night, usd):
        if night is not None and 1 <= night <= self.nights:
            self.paid[night - 1] += float(usd)

    def arrive(self, order, night):
        if "unit" in order:
            self.units[order["unit"]] = None if night is None else max(night, 0)
        elif night is not None and 1 <= night <= self.nights:
            if "round" in order:
                place = night, order["depot"], order["round"]
                self.arrivals[place] = self.arrivals.get(place, 0) + order["quantity"]
            else:
                self.teams.append((night, order["teams"], order["quantity"]))


def item_of(order):
    return order.get("round") or order.get("unit") or order["teams"]
