"""News of the next release: one sentence a fragment, in a file that towncrier finds."""

import re
import tomllib

from tests.house.test_source import ROOT

FRAGMENTS = {
    path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("changes/*") if path.name != "README.md"
}
SENTENCE = re.compile(r"(?=[A-Z`\[])(?:`[^`\n]+`|\.(?=\S)|[^.\n`])*\.\n")
"""Code may hold anything; a full stop only ends the line, or stands within a number or a name."""


def test_fragments__have_a_kind_that_towncrier_gathers():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = "|".join(kind["directory"] for kind in project["tool"]["towncrier"]["type"])
    wrong = [name for name in FRAGMENTS if not re.fullmatch(rf"(\d+|\+[a-z0-9-]+)\.({kinds})\.md", name)]
    assert wrong == []


def test_fragments__are_one_sentence_of_at_most_250_characters():
    wrong = [name for name, text in FRAGMENTS.items() if not SENTENCE.fullmatch(text) or len(text) > 251]
    assert wrong == []


def test_sentence__is_one_with_code_numbers_and_links():
    assert SENTENCE.fullmatch("`himaya a.b. C` exports [CAP 1.2](docs/warning.md), `x`.\n")
    for text in ("Two of them. And more.\n", "No stop\n", "Two\nlines.\n", "lower case.\n", "No line end."):
        assert not SENTENCE.fullmatch(text)
