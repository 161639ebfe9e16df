"""Progress on stderr: a bar on a terminal, one line before the first compile, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from himaya.raid.fly import Progress

_COMPILING = "Compiling the engine: about ten seconds, once for this version."


@contextmanager
def showing_progress(*, quiet: bool, of: str = "replications") -> Iterator[Progress | None]:
    """Give a progress callback for the length of a run; None if nothing is to be shown.

    Parameters
    ----------
    of : what is counted; only replications need the engine compiled.
    """
    if quiet or (of != "replications" and not sys.stderr.isatty()):
        yield None
    elif not sys.stderr.isatty():
        yield _announce_compile
    else:
        with _bar(of) as show:
            yield show


def _announce_compile(done: int, of: int) -> None:  # noqa: ARG001 (a progress callback)
    if done > 0:
        return
    from himaya.kernels.jit import is_compiled

    if not is_compiled():
        sys.stderr.write(_COMPILING + "\n")
        sys.stderr.flush()


@contextmanager
def _bar(of: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    text = TextColumn(f"{{task.completed:,.0f}} of {{task.total:,.0f}} {of}")
    columns = (text, BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(of, total=None, visible=False)

        def show(done: int, total: int) -> None:
            _announce_compile(done, total)
            bar.update(task, completed=done, total=total, visible=done > 0)

        yield show
