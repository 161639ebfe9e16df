"""Progress on stderr: a bar on a terminal, one line before the first compile, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from himaya.raid.fly import Progress

_COMPILING = "Compiling the engine: about ten seconds, once for this version."


@contextmanager
def showing_progress(*, quiet: bool) -> Iterator[Progress | None]:
    """Give a progress callback for the length of a run; None if nothing is to be shown."""
    if quiet:
        yield None
    elif not sys.stderr.isatty():
        yield _announce_compile
    else:
        with _bar() as show:
            yield show


def _announce_compile(done: int, of: int) -> None:  # noqa: ARG001 (a progress callback)
    from himaya.kernels.jit import is_compiled

    if done == 0 and not is_compiled():
        sys.stderr.write(_COMPILING + "\n")
        sys.stderr.flush()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    text = TextColumn("{task.completed:,.0f} of {task.total:,.0f} replications")
    columns = (text, BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replications", total=None, visible=False)

        def show(done: int, of: int) -> None:
            _announce_compile(done, of)
            bar.update(task, completed=done, total=of, visible=done > 0)

        yield show
