"""Every example of the docs is run: python blocks, and ``$ himaya ...`` lines of console blocks.

Examples of one page share names and a working directory. A block is left out only by
``<!-- skip: next "reason" -->`` before it.
"""

from __future__ import annotations

import shlex
import subprocess
import sysconfig
from collections.abc import Callable
from contextlib import ExitStack, chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

HIMAYA = Path(sysconfig.get_path("scripts"), "himaya")


def run_console(example: Example) -> str | None:
    """Run the commands of a console block; the text of what went wrong, or None."""
    lines = example.parsed.replace("\\\n", " ").splitlines()
    commands = [shlex.split(line[2:], comments=True) for line in lines if line.startswith("$ ")]
    if not commands:
        return "a console block without a `$ ` line"
    for program, *arguments in commands:
        if program != "himaya":
            return f"only `$ himaya ...` is run in console blocks, not {program}: use a sh block"
        done = subprocess.run(
            [HIMAYA, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            return f"himaya {shlex.join(arguments)}: exit {done.returncode}\n{done.stderr}"
    return None


def enter(namespace: dict[str, object]) -> None:
    """Work in a new directory while the page's examples run."""
    stack = ExitStack()
    stack.enter_context(chdir(stack.enter_context(TemporaryDirectory(prefix="himaya-docs-"))))
    namespace["leave"] = stack.close


def leave(namespace: dict[str, Callable[[], None]]) -> None:
    """Return to where pytest was started and remove the page's directory."""
    namespace["leave"]()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", run_console), SkipParser()],
    pattern="*.md",
    setup=enter,
    teardown=leave,
).pytest()
