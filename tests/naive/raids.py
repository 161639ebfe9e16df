"""Bootstrap and growth of raids in one future, night by night, from docs/raids-to-come.md."""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b
from math import comb

from tests.naive.site import mixed

GOLDEN = 0x9E3779B97F4A7C15


def uniform(seed, purpose, future, occasion):
    text = seed.to_bytes(8, "little", signed=True) + f"raids/{purpose}".encode()
    key = int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
    return ((mixed(mixed(key + GOLDEN * future) + GOLDEN * (occasion << 22)) >> 11) + 0.5) / 2.0**53


def resampled(seed, future, window, blocks, nights):
    """Which night of the window each night repeats: whole blocks after one another, the last cut off."""
    least, most = blocks
    made, block = [], 0
    while len(made) < nights:
        length = least + int(uniform(seed, "length", future, block) * (most - least + 1))
        start = int(uniform(seed, "start", future, block) * (window - length + 1))
        made += range(start, start + length)
        block += 1
    return made[:nights]


def binomial(u, n, p):
    """The smallest k with F(k) >= u, exactly."""
    p, total = Fraction(p), Fraction(0)
    for k in range(n + 1):
        total += comb(n, k) * p**k * (1 - p) ** (n - k)
        if total >= Fraction(u):
            return k
    return n


def grown(seed, future, night, count, factor, key):
    """Every threat as often as the factor's whole part, and once more with its fraction."""
    whole = int(factor)
    return whole * count + binomial(uniform(seed, f"growth {key}", future, night), count, factor - whole)


def divided(seed, future, night, count, weights):
    """A class over its groups, by id: each takes its share of what those before it have left."""
    left, weight, made = count, sum(weights.values()), {}
    for name, own in weights.items():
        last = weight == own
        u = uniform(seed, f"group {name}", future, night)
        made[name] = left if last else binomial(u, left, own / weight)
        left, weight = left - made[name], weight - own
    return made
