"""What is shown of results: so far the words of notes."""

from __future__ import annotations

from himaya.report.texts import text_of

__all__ = ["text_of"]
