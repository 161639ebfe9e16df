"""Help reads well: short summaries that no terminal cuts, commands in the order of their use."""

from __future__ import annotations

import pytest
from typer.main import get_command

from himaya.cli.main import MAIN_PATH, app

LONGEST = 55


def commands(group, before=("himaya",)):
    for name, each in group.commands.items():
        yield (*before, name), each
        if hasattr(each, "commands"):
            yield from commands(each, (*before, name))


COMMANDS = {" ".join(words): each for words, each in commands(get_command(app))}


@pytest.mark.parametrize("name", COMMANDS)
def test_summary__is_short_and_never_cut(name):
    summary = COMMANDS[name].get_short_help_str(limit=80)
    assert summary.endswith(".")
    assert not summary.endswith("..")
    assert len(summary) <= LONGEST


@pytest.mark.parametrize("name", COMMANDS)
def test_options__all_have_a_sentence(name):
    for each in COMMANDS[name].params:
        help_text = getattr(each, "help", None)
        assert help_text
        assert help_text[0].isupper() or "," in help_text
        assert "told" not in help_text.split()


def test_commands__stand_in_the_order_of_their_use():
    group = get_command(app)
    assert tuple(group.list_commands(None)) == MAIN_PATH
    assert set(group.commands) == set(MAIN_PATH)
