"""One history of a site in plain Python, from docs/site-power.md: diesels, fuel and battery, event by event.

Lines are looked at moment by moment instead of swept; the next event is found by `min` over a list.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import pairwise
from math import exp, expm1, inf, log
from statistics import NormalDist

from scipy.special import gammaincinv

WORD = 2**64


def uniform(seed, purpose, history, occasion=0, step=0):
    """A number in (0, 1): SplitMix64 at a place of the sequence of seed, purpose and history."""
    text = seed.to_bytes(8, "little", signed=True) + f"/{purpose}".encode()
    key = int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
    own = mixed(key + 0x9E3779B97F4A7C15 * history)
    return ((mixed(own + 0x9E3779B97F4A7C15 * ((occasion << 22) | step)) >> 11) + 0.5) / 2.0**53


def mixed(z):
    z %= WORD
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % WORD
    return z ^ (z >> 31)


def quantile(law, u):
    """Hours; a law is ("exponential", mean), ("erlang", stages, mean) or ("lognormal", median, sigma)."""
    match law:
        case ("exponential", mean_h):
            return -mean_h * log(1.0 - u)
        case ("erlang", stages, mean_h):
            return float(gammaincinv(stages, u)) * mean_h / stages
        case ("lognormal", median_h, sigma):
            return exp(log(median_h) + sigma * NormalDist().inv_cdf(u))


def gaps(draw, name, per_year, law, horizon_h):
    """Times without: the next begins an exponential time after the last has ended."""
    found, now_h = [], 0.0
    while True:
        start_h = now_h - log(draw(f"{name} lost", len(found))) / (per_year / 8766.0)
        if start_h >= horizon_h:
            return found
        now_h = start_h + quantile(law, draw(f"{name} back", len(found)))
        found.append((start_h, now_h))


def outages(numbers, draw, given, horizon_h):
    """Times in which every line is down; given : [(line, loss, hour)]."""
    whole = gaps(draw, "all lines", *numbers["losses"], horizon_h)
    lines = [list(whole) for _ in range(numbers["lines"])]
    for k, line in enumerate(lines):
        if numbers["line_losses"]:
            line.extend(gaps(draw, f"line {k}", *numbers["line_losses"], horizon_h))
        for _, loss, hour in (each for each in given if each[0] == k):
            law = (numbers["line_losses"] or numbers["losses"])[1]
            line.append((hour, hour + quantile(law, draw("damage back", k, loss))))
    moments = sorted({0.0, horizon_h, *(min(m, horizon_h) for line in lines for gap in line for m in gap)})
    found = []
    for a, b in pairwise(moments):
        middle = (a + b) / 2
        if all(any(x < middle < y for x, y in line) for line in lines):
            if found and found[-1][1] == a:
                found[-1] = (found[-1][0], b)
            else:
                found.append((a, b))
    return found


def history(numbers, seed, number, horizon_h, given=()):
    """What becomes of the site: hours as `diesels.Course` names them."""
    p = numbers

    def draw(purpose, occasion=0, step=0):
        return uniform(seed, purpose, number, occasion, step)

    s = {"up": p["n"], "fuel_h": p["fuel_h"], "delivery_h": inf, "outage_h": 0.0, "diesel_h": 0.0,
         "burnt_h": 0.0, "delivered_h": 0.0, "too_few_h": inf, "dry_h": inf, "blackout_h": inf,
         "function_lost_h": inf}  # fmt: skip

    def deliver():
        taken = min(p["brings_h"], p["fuel_h"] - s["fuel_h"])
        s["fuel_h"] += taken
        s["delivered_h"] += taken
        s["delivery_h"] += p["every_h"]

    def powered():
        return s["up"] >= p["k"] and s["fuel_h"] > 0.0

    def rates():
        up, run = s["up"], p["run"]
        return up * (1 - p["beta"]) * run, p["beta"] * run if up else 0.0, (p["n"] - up) / p["repair_h"]

    def wait(occasion, jumps):
        return -log(draw("wait", occasion, jumps)) / sum(rates())

    def note(now_h):
        if s["up"] < p["k"]:
            s["too_few_h"] = min(s["too_few_h"], now_h)
        if s["fuel_h"] <= 0.0:
            s["dry_h"] = min(s["dry_h"], now_h)

    def close(gap_h, now_h):
        for name, limit_h in (
            ("blackout_h", p["battery_h"]),
            ("function_lost_h", p["battery_h"] + p["grace_h"]),
        ):
            if now_h - gap_h > limit_h:
                s[name] = min(s[name], gap_h + limit_h)

    last_h = 0.0
    for occasion, (start_h, end_h) in enumerate(outages(p, draw, given, horizon_h)):
        repaired = -expm1(-(start_h - last_h) / p["repair_h"])
        s["up"] += sum(draw("repaired", occasion, k) < repaired for k in range(p["n"] - s["up"]))
        while s["delivery_h"] <= start_h:
            deliver()
        s["up"] = sum(draw("comes", occasion, k) >= p["p_absent"] for k in range(s["up"]))
        if draw("none comes", occasion) < p["p_none"]:
            s["up"] = 0
        if p["first"]:
            come = draw("road", occasion) < p["comes_through"]
            if come:  # what is under way comes at its own time, or this one before it
                ordered_h = start_h + quantile(p["first"], draw("delivery", occasion))
                s["delivery_h"] = min(s["delivery_h"], ordered_h)
        now_h, jumps, gap_h = start_h, 0, None if powered() else start_h
        note(now_h)
        jump_h = now_h + wait(occasion, jumps)
        while now_h < end_h:
            burn = min(s["up"], p["k"]) / p["k"] if s["fuel_h"] > 0.0 else 0.0
            then_h, kind = min((end_h, "end"), (s["delivery_h"], "delivery"),
                               (now_h + s["fuel_h"] / burn if burn else inf, "dry"), (jump_h, "jump"),
                               key=lambda each: each[0])  # fmt: skip
            if powered():
                s["diesel_h"] += then_h - now_h
            burnt = s["fuel_h"] if kind == "dry" else burn * (then_h - now_h)
            s["burnt_h"] += burnt
            s["fuel_h"] -= burnt
            if kind == "delivery":
                deliver()
            if kind == "jump":
                fail, shock, repair = rates()
                u = draw("which", occasion, jumps) * (fail + shock + repair)
                s["up"] = s["up"] - 1 if u < fail else 0 if u < fail + shock else s["up"] + 1
                jumps += 1
                jump_h = then_h + wait(occasion, jumps)
            now_h = then_h
            if kind != "end":
                note(now_h)
            if gap_h is not None and (powered() or kind == "end"):
                close(gap_h, now_h)
            gap_h = None if powered() else now_h if gap_h is None else gap_h
        s["outage_h"] += end_h - start_h
        last_h = end_h
    while s["delivery_h"] <= horizon_h:
        deliver()
    return s
