"""What someone tells beside the five answers: on its own screen, in their summary, and on the volunteers' card."""

from collections.abc import Callable, Iterable

from bot.domain.asking import ANSWERS, Asked, Said
from bot.domain.buttons import AreStill, Button, Enough, HasVehicles, KnownBy, OnVests
from bot.domain.details import Reported, Source, Still, Vehicles
from bot.domain.report import Draft
from bot.domain.screen import Key, Screen
from bot.render.reader import CHOSEN, Reader, in_rows
from locales import Html, join, plain

Row = tuple[Key, ...]
Told = Vehicles | Said | Source | Still


def _says(reader: Reader, told: Told) -> Html:
    """One thing that can be told, so that it stands by itself."""
    match told:
        case Said():
            return reader.words("label.vests", answer=reader.words(f"reply.{told}"))
        case Vehicles():
            return reader.words(f"vehicles.{told}")
        case Source():
            return reader.words(f"source.{told}")
        case Still():
            return reader.words(f"still.{told}")


def details(reader: Reader, draft: Draft) -> Screen:
    """The optional screen: one tap says something, and another takes it back."""
    tag, told = draft.tag, draft.details
    choices: tuple[tuple[Iterable[Told], Told | None, Callable[..., Button]], ...] = (
        (Source, told.source, lambda one, _: KnownBy(tag, one)),
        (Vehicles, told.vehicles, lambda one, on: HasVehicles(tag, one, on)),
        (ANSWERS[Asked.VESTS], told.vests, lambda one, on: OnVests(tag, one, on)),
        (Still, told.still, lambda one, on: AreStill(tag, one, on)),
    )
    rows: list[Row] = []
    for family, chosen, button in choices:
        keys = [_box(reader, one, button(one, int(one is not chosen)), is_chosen=one is chosen) for one in family]
        rows += in_rows(keys, 2)
    text = join([reader.words("report.more"), Html(""), *summary(reader, draft)])
    return Screen(text, (*rows, (reader.key("button.done", Enough(tag)),)))


def _box(reader: Reader, told: Told, button: Button, *, is_chosen: bool) -> Key:
    return Key((CHOSEN if is_chosen else "") + plain(_says(reader, told)), data=button.pack())


def summary(reader: Reader, draft: Draft) -> list[Html]:
    """What was told beside the five answers, and first of all how the person knows: by sending they say so."""
    told = draft.details
    said = [_says(reader, one) for one in (told.source, told.vehicles, told.vests, told.still) if one is not None]
    if draft.note is not None:
        said.append(reader.words("label.note", note=draft.note))
    if draft.photo is not None:
        said.append(reader.words("label.photo"))
    return said


def on_card(reader: Reader, reported: Reported) -> list[Html]:
    """What all reports tell beside the facts, on the volunteers' card."""
    counts: tuple[tuple[Told, int], ...] = (*reported.vehicles, *reported.vests, *reported.still)
    return [
        *([reader.words("card.heard")] if reported.heard else []),
        *([reader.words("card.old")] if reported.old else []),
        *(reader.words("card.reported", answer=_says(reader, one), times=str(many)) for one, many in counts),
        *(reader.words("label.note", note=one) for one in reported.notes),
    ]
