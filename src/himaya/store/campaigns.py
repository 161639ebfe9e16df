"""A campaign's directory: begun at once, blocks of futures written as they are done, taken up again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout
from pydantic import ValidationError

from himaya.campaign.block import Story
from himaya.campaign.outcome import CampaignOutcome
from himaya.campaign.supply.file import Supply
from himaya.campaign.variables import NIGHTLY
from himaya.documents.campaign import CampaignDocument
from himaya.errors import OutputError, Problem, ProblemsError
from himaya.files.json_object import read_json_object
from himaya.files.kept_arrays import read_arrays, save_arrays
from himaya.files.netcdf import read_netcdf
from himaya.files.whole import cannot_write, write_text, write_whole
from himaya.scenario import Scenario, dump
from himaya.store.begun import Begun
from himaya.store.manifest import refuse_damaged, write_manifest
from himaya.store.runs import refuse_taken, store_run

BEGUN, BLOCKS, LOCK = "campaign.json", "blocks", "lock"
INPUTS = ("scenario.yaml", "supply.yaml", BEGUN)
RESULTS = ("run.json", "outcome.nc")
REMEDY = "what `himaya campaign --out` wrote; fly it again"


class Inputs(NamedTuple):
    """What a campaign can be taken up with."""

    scenario: Scenario
    supply: Supply
    begun: Begun
    """What was asked, and on which record."""


@dataclass(frozen=True)
class Kept:
    """A directory that holds a campaign."""

    directory: Path

    @classmethod
    def begin(cls, directory: Path, inputs: Inputs, *, force: bool) -> Kept:
        """Make the directory with all that a campaign can be taken up with.

        Raises
        ------
        OutputError
            If it is in use or cannot be written.
        """
        scenario, supply, begun = inputs
        refuse_taken(directory, force)
        text = begun.model_dump_json(indent=1) + "\n"
        writers = {
            "scenario.yaml": lambda path: dump(scenario, path),
            "supply.yaml": lambda path: dump(supply, path),
            BEGUN: lambda path: path.write_text(text, encoding="utf-8"),
        }
        store_run(directory, writers, force=force)
        return cls(directory)

    @classmethod
    def found(cls, directory: Path) -> tuple[Kept, Begun]:
        """A directory in which a campaign was begun, and what it was begun with.

        Raises
        ------
        ProblemsError
            If it is none, or `campaign.json` is not what a campaign wrote.
        """
        expected = "a directory that `himaya campaign --out` wrote"
        try:
            if not all((directory / name).is_file() for name in INPUTS):
                raise OSError("a file is missing")
            return cls(directory), Begun.model_validate(read_json_object(directory / BEGUN))
        except OSError as error:
            raise ProblemsError(
                [Problem("no campaign was begun here", str(directory), expected=expected)]
            ) from error
        except ValidationError as error:
            message, file = "is not what a campaign wrote", str(directory / BEGUN)
            places = [".".join(map(str, each["loc"])) for each in error.errors()]
            raise ProblemsError(
                [Problem(message, file, path=place, expected=REMEDY) for place in places]
            ) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the campaign while its blocks are written: nobody else flies it meanwhile.

        Raises
        ------
        OutputError
            If another process flies it, or nothing can be written there.
        """
        try:
            (self.directory / BLOCKS).mkdir(exist_ok=True)
            with FileLock(self.directory / BLOCKS / LOCK, timeout=0):
                yield
        except Timeout as error:
            message = "another process flies this campaign"
            expected = "wait until it ends, or stop it"
            raise OutputError([Problem(message, str(self.directory), expected=expected)]) from error
        except OSError as error:
            raise cannot_write(self.directory, error) from error

    @property
    def is_finished(self) -> bool:
        """Whether all is done."""
        return all((self.directory / name).is_file() for name in RESULTS)

    def document(self) -> CampaignDocument:
        """What was told of a finished campaign.

        Raises
        ------
        ProblemsError
            If the file is broken.
        """
        file = self.directory / "run.json"
        try:
            return CampaignDocument.model_validate(read_json_object(file))
        except (OSError, ValueError) as error:
            raise ProblemsError(
                [Problem("is no document of a campaign", str(file), expected=REMEDY)]
            ) from error

    def outcome(self) -> CampaignOutcome:
        """Every night of every future of a finished campaign.

        Raises
        ------
        ProblemsError
            If the file is broken.
        """
        refuse_damaged(self.directory, "outcome.nc", REMEDY)
        stored = read_netcdf(self.directory / "outcome.nc", "is no outcome of a campaign", REMEDY)
        return CampaignOutcome(stored)

    def blocks(
        self, wanted: list[range], shapes: dict[str, tuple[int, ...]]
    ) -> Iterator[tuple[range, Story]]:
        """Blocks that are there whole; one that cannot be read is flown again."""
        for block in wanted:
            try:
                arrays = read_arrays(self._file(block))
                story = {name: arrays[name] for name in NIGHTLY}
            except (OSError, KeyError):
                continue
            if all(story[name].shape == (len(block), *shapes[name]) for name in NIGHTLY):
                yield block, story

    def keep(self, block: range, story: Story) -> None:
        """Write a block beside its place and rename it: there is all of it or nothing.

        Raises
        ------
        OutputError
            If it cannot be written, as where the disk is full; blocks before it stay.
        """
        file = self._file(block)
        expected = f"room, then `himaya campaign --resume {self.directory}`: finished blocks are kept"
        write_whole(file, lambda path: save_arrays(path, story), expected=expected)

    def finish(self, text: str, write_outcome: Callable[[Path], object]) -> None:
        """Write the results, then drop the blocks, and what a process that was killed left half-written."""
        write_whole(self.directory / "outcome.nc", write_outcome)
        write_text(self.directory / "run.json", text)
        write_manifest(self.directory, [*INPUTS, *RESULTS])
        shutil.rmtree(self.directory / BLOCKS, ignore_errors=True)
        for name in RESULTS:
            for left in self.directory.glob(f".{name}-*"):
                left.unlink(missing_ok=True)

    def _file(self, block: range) -> Path:
        return self.directory / BLOCKS / f"{block.start:07}.npz"
