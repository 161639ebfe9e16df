"""A campaign's directory: begun at once, blocks of futures written as they are done, taken up again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import xarray as xr

from himaya.campaign.block import Story
from himaya.campaign.outcome import CampaignOutcome
from himaya.campaign.supply.file import Supply
from himaya.campaign.variables import NIGHTLY
from himaya.documents.campaign import CampaignDocument
from himaya.errors import Problem, ProblemsError
from himaya.files.kept_arrays import read_arrays, save_arrays
from himaya.files.whole import cannot_write, write_text, write_whole
from himaya.scenario import Scenario, dump
from himaya.store.runs import MANIFEST, refuse_taken, store_run

BEGUN, BLOCKS = "campaign.json", "blocks"
INPUTS = ("scenario.yaml", "supply.yaml", BEGUN)
RESULTS = ("run.json", "outcome.nc")
BEGUN_WITH = {"asked", "record", "record_sha256", "provenance", "attribute", "attribute_futures", "breakeven"}
"""What `campaign.json` says."""
REMEDY = "what `himaya campaign --out` wrote; fly it again"


class Inputs(NamedTuple):
    """What a campaign can be taken up with."""

    scenario: Scenario
    supply: Supply
    begun: dict[str, Any]
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
        text = json.dumps(begun, indent=1, sort_keys=True) + "\n"
        writers = {
            "scenario.yaml": lambda path: dump(scenario, path),
            "supply.yaml": lambda path: dump(supply, path),
            BEGUN: lambda path: path.write_text(text, encoding="utf-8"),
        }
        store_run(directory, writers, force=force)
        return cls(directory)

    @classmethod
    def found(cls, directory: Path) -> tuple[Kept, dict[str, Any]]:
        """A directory in which a campaign was begun, and what it was begun with.

        Raises
        ------
        ProblemsError
            If it is none.
        """
        try:
            begun = json.loads((directory / BEGUN).read_text(encoding="utf-8"))
            whole = isinstance(begun, dict) and begun.keys() >= BEGUN_WITH
            if not whole or not all((directory / name).is_file() for name in INPUTS):
                raise ValueError
        except (OSError, ValueError) as error:
            expected = "a directory that `himaya campaign --out` wrote"
            raise ProblemsError(
                [Problem("no campaign was begun here", str(directory), expected=expected)]
            ) from error
        return cls(directory), begun

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
            return CampaignDocument.model_validate_json(file.read_bytes())
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
        file = self.directory / "outcome.nc"
        try:
            with xr.open_dataset(file, engine="h5netcdf") as stored:
                return CampaignOutcome(stored.load())
        except (OSError, ValueError, KeyError) as error:
            raise ProblemsError(
                [Problem("is no outcome of a campaign", str(file), expected=REMEDY)]
            ) from error

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
        try:
            file.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise cannot_write(file.parent, error, expected) from error
        write_whole(file, lambda path: save_arrays(path, story), expected=expected)

    def finish(self, text: str, write_outcome: Callable[[Path], object]) -> None:
        """Write the results, then drop the blocks."""
        write_whole(self.directory / "outcome.nc", write_outcome)
        write_text(self.directory / "run.json", text)
        manifest = json.loads((self.directory / MANIFEST).read_text(encoding="utf-8"))
        manifest["files"] = sorted([*INPUTS, *RESULTS])
        write_text(self.directory / MANIFEST, json.dumps(manifest, indent=1) + "\n")
        shutil.rmtree(self.directory / BLOCKS, ignore_errors=True)

    def _file(self, block: range) -> Path:
        return self.directory / BLOCKS / f"{block.start:07}.npz"
