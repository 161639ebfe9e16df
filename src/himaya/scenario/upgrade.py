"""Reads scenario files of version 1: their sentences become notes of the author."""

from __future__ import annotations

from dataclasses import replace

from himaya.files.document import FileDocument, Keys, Tree

OLD = "himaya/scenario/1"
VERSION = 2
FORMAT = f"himaya/scenario/{VERSION}"
NEW_KEYS = ("fit", "gaps", "assumptions")
"""Keys that version 1 did not have."""


def upgraded(document: FileDocument) -> FileDocument:
    """A document of version 1 as version 2 states it; any other as it is.

    In version 1 `fit_note`, and in `leaves_out` what was assumed, were sentences. They stay sentences, the
    fit's first, for people alone: no program reads them.
    """
    tree = document.tree
    if not isinstance(tree, dict) or tree.get("format") != OLD:
        return document
    expected = f"`format: {FORMAT}` with it"
    stated = [key for key in NEW_KEYS if (key,) in document.marks]
    problems = [document.problem((key,), "is not a key of version 1", expected) for key in stated]
    made = _with_sentences({**tree, "format": FORMAT})
    moved = made.keys() != tree.keys()
    marks = {_moved(keys) if moved else keys: mark for keys, mark in document.marks.items()}
    return replace(document, tree=made, marks=marks, problems=(*document.problems, *problems))


def _with_sentences(tree: dict[str, Tree]) -> dict[str, Tree]:
    """A tree whose `fit_note` is the first of what it leaves out; a fit that it extends is not its own."""
    note, listed = tree.get("fit_note"), tree.get("leaves_out") or []
    if note is None or not isinstance(listed, list):
        return {key: part for key, part in tree.items() if key != "fit_note"}
    kept = {key: part for key, part in tree.items() if key not in {"fit_note", "fit"}}
    return {**kept, "leaves_out": [note, *listed]}


def _moved(keys: Keys) -> Keys:
    match keys:
        case ("fit_note", *rest):
            return ("leaves_out", 0, *rest)
        case ("leaves_out", int(place), *rest):
            return ("leaves_out", place + 1, *rest)
    return keys
