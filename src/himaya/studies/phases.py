"""How long each phase of a study takes."""

from __future__ import annotations

from time import perf_counter

PHASES = ("geometry", "compile", "simulate", "summarise")


class Phases:
    """Seconds by phase, from now on."""

    def __init__(self) -> None:
        self.elapsed_s = dict.fromkeys(PHASES, 0.0)
        self._begun = perf_counter()

    def end(self, phase: str) -> None:
        """Count the time since the last phase ended."""
        now = perf_counter()
        self.elapsed_s[phase] += now - self._begun
        self._begun = now
