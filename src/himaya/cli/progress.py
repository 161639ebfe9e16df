"""Progress on stderr: a bar on a terminal, one line before the first compile, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from himaya.raid.fly import Progress


@contextmanager
def showing_progress(*, quiet: bool) -> Iterator[Progress | None]:
    """Give a progress callback for the length of a run; None if nothing is to be shown."""
    if quiet:
        yield None
        return
    from himaya.kernels.jit import is_compiled

    if not is_compiled():
        sys.stderr.write("Compiling the engine: about ten seconds, once for this version.\n")
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    text = TextColumn("{task.completed:,.0f} of {task.total:,.0f} replications")
    columns = (text, BarColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replications", total=None, visible=False)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, visible=True)

        yield show
