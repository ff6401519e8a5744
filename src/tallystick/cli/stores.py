"""Stores as a command line names them: a journal's file, or the folder it lies in."""

from pathlib import Path

import click
from typing_extensions import override

from tallystick.cli.showing import show
from tallystick.node.wiring import JOURNAL


class Store(click.ParamType[Path]):
    """A store that is there: given as its journal or as its folder, taken as its journal."""

    name = "STORE"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Find the journal."""
        path = Path(str(value))
        journal = path / JOURNAL if path.is_dir() else path
        if not journal.is_file():
            self.fail(f"{str(journal)!r} is no file: name a journal or its folder", param, ctx)
        return journal


def remark(text: str) -> None:
    """Tell people something beside the answer."""
    show(text, err=True)
