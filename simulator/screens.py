"""What a person sees of the bot's messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from simulator.keyboards import Button, Rows


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message showed until it was edited."""

    text: str
    buttons: Rows
    at: float


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the bot's, as a person sees it now."""

    id: int
    kind: str
    """`text`, `photo`, `document` or `venue`."""
    text: str
    """What is read: the text, the caption, or a venue's title and address."""
    entities: tuple[Mapping[str, Any], ...]
    buttons: Rows
    at: float
    """On the engine's monotonic clock: when it came, or was last edited."""
    sent: datetime
    reply_to: int | None
    is_silent: bool
    is_protected: bool
    edits: tuple[Edit, ...]
    """What it showed before, oldest first; empty if it was never edited."""
    change: int
    """Grows with everything that happens in any chat."""

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> Self:
        """A message from the simulator's facts."""
        return cls(
            facts["id"],
            facts["kind"],
            facts["text"],
            tuple(facts["entities"]),
            _rows(facts["buttons"]),
            facts["at"],
            datetime.fromtimestamp(facts["date"], UTC),
            facts["reply_to"],
            facts["silent"],
            facts["protected"],
            tuple(Edit(one["text"], _rows(one["buttons"]), one["at"]) for one in facts["edits"]),
            facts["change"],
        )

    @property
    def labels(self) -> list[str]:
        """What its buttons say, row by row."""
        return [button.text for row in self.buttons for button in row]


def _rows(rows: Iterable[Iterable[Mapping[str, Any]]]) -> Rows:
    return tuple(tuple(Button(one["text"], one["data"], one["url"]) for one in row) for row in rows)
