"""The words of every note, one catalogue a language, and what fills in their numbers."""

from __future__ import annotations

from himaya.report.texts.fill import text_of

__all__ = ["text_of"]
