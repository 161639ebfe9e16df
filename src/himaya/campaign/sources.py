"""What a campaign asks of the outside: raids to come, and what arrives."""

from __future__ import annotations

from typing import Protocol

from himaya.arrays import F8, I8


class RaidsToCome(Protocol):
    """Raids, night by night; a draw depends on seed, future and night, never on who else is asked about."""

    def counts(self, night: int, futures: range) -> I8:
        """Threats of a night, from 1: i8[future, group]."""


class Arrivals(Protocol):
    """What reaches some futures, and what it costs."""

    @property
    def arrivals(self) -> I8:
        """i8[future, night, depot, round]"""

    @property
    def unit_night(self) -> I8:
        """i8[future, unit]: first night of each unit; 0: it is there from the start."""

    @property
    def teams(self) -> I8:
        """i8[future, night, area]: teams beyond those of the start."""

    @property
    def paid_usd(self) -> F8:
        """f8[future, night]"""
