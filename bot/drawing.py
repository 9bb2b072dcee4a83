"""A picture of the counts, drawn in a process of its own that ends with it: what draws takes more memory than the bot.

    python -m bot.drawing < PICTURE.json > PICTURE.png

The picture has digits alone, so that it needs no letters of anyone's script; the words are in its caption.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from bot.domain.stats import FEW, Picture

PICTURE = TypeAdapter(Picture)

WITHIN = 60.0
"""Seconds for a start, all that is imported, and the drawing, on a machine that has other things to do."""

NEEDS = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
"""What it is told of its surroundings: not the token."""

HERE = Path(__file__).parents[1]
"""Where it finds this module, whatever the bot's own folder is."""

DARK, LIGHT = "#08213a", "#ffffff"


class NotDrawn(Exception):
    """The process that draws ended without a picture."""


async def draw(picture: Picture) -> bytes:
    """The picture as PNG. Raises NotDrawn, or TimeoutError."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.drawing"),
        cwd=HERE,
        env={name: value for name, value in os.environ.items() if name in NEEDS},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(WITHIN):
            drawn, _ = await process.communicate(PICTURE.dump_json(picture))
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0 or not drawn:
        raise NotDrawn(f"exit code {process.returncode}")
    return drawn


def paint(picture: Picture, into: BinaryIO) -> None:
    """Rows are neighborhoods by number, columns are weeks; beside them two bars, in hundredths and in minutes."""
    from matplotlib.figure import Figure  # noqa: PLC0415  the bot itself never loads it

    rows = range(len(picture.rows))
    figure = Figure(figsize=(9, 1.2 + 0.45 * len(rows)), dpi=150, layout="constrained")
    cells, shares, minutes = figure.subplots(1, 3, sharey=True, width_ratios=(len(picture.weeks), 3, 3))
    amounts = [[_amount(cell) for cell in row.cells] for row in picture.rows]
    cells.imshow(amounts, cmap="Blues", aspect="auto", vmin=0)
    most = max(max(row) for row in amounts)
    for at, row in enumerate(picture.rows):
        for week, cell in enumerate(row.cells):
            is_dark = amounts[at][week] > most / 2
            cells.text(week, at, cell, ha="center", va="center", color=LIGHT if is_dark else DARK)
    cells.set_xticks(range(len(picture.weeks)), picture.weeks)
    cells.set_yticks(rows, [str(at + 1) for at in rows])
    for axes, values, mark in (
        (shares, [row.confirmed for row in picture.rows], "%"),
        (minutes, [row.minutes for row in picture.rows], "′"),
    ):
        bars = axes.barh(rows, [value or 0 for value in values], color=DARK)
        axes.bar_label(bars, ["" if value is None else f"{value} {mark}" for value in values], padding=3)
        axes.margins(x=0.4)
        axes.set_xticks([])
    figure.savefig(into, format="png")


def _amount(cell: str) -> float:
    """How dark it is: what is too few to be shown is all alike."""
    return float(FEW) / 2 if cell.startswith("<") else float(cell or 0)


if __name__ == "__main__":
    paint(PICTURE.validate_json(sys.stdin.buffer.read()), sys.stdout.buffer)
