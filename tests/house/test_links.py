"""Every relative link of the pages leads to a file of the repository, every #anchor to a heading."""

import re

import pytest
from tests.house.test_source import ROOT

PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")})
FRAGMENTS = [path for path in sorted(ROOT.glob("changes/*.md")) if path.name != "README.md"]
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|^ {4}.*?$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: +(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} +(.+?)[ #]*$", re.MULTILINE)


def targets(page):
    """What the links of a page name, code left out: those within the repository."""
    found = ("".join(each) for each in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))))
    return [each for each in found if not re.match(r"[a-z]+:", each)]


def anchors(page):
    """Names of a page's headings as GitHub and PyPI make them; a repeated one gets -1, -2 and so on."""
    names = []
    for heading in HEADING.findall(re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        names.append(re.sub(r"[^\w\- ]", "", shown).replace(" ", "-"))
    return {f"{name}-{names[:i].count(name)}" if name in names[:i] else name for i, name in enumerate(names)}


def broken(page, folder):
    """Links of a page that lead nowhere, or out of the repository; relative to a folder."""
    for target in targets(page):
        path, _, anchor = target.partition("#")
        file = (folder / path).resolve() if path else page
        lost = path and not (file.is_relative_to(ROOT) and file.exists())
        if lost or (anchor and anchor not in anchors(file)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links__lead_to_a_file_and_a_heading(page):
    assert list(broken(page, page.parent)) == []


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.name)
def test_links_of_a_news_fragment__hold_in_the_changelog(fragment):
    assert list(broken(fragment, ROOT)) == []


def test_broken__finds_what_leads_nowhere(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One `two`, three\n## One two three\n[a](#one-two-three) [b](#one-two-three-1) [c](#four) "
        "[d](README.md#install) [e](README.md#setup) [f](lost.md) [g](../secret.md) `[h](x.md)` [i]\n\n"
        "    [j](code.md)\n\n```\n[k](code.md)\n```\n\n[i]: gone.md\n",
        encoding="utf-8",
    )
    assert list(broken(page, ROOT)) == ["#four", "README.md#setup", "lost.md", "../secret.md", "gone.md"]
