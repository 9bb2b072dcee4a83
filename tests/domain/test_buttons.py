"""What a button carries."""

import os
import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import BUTTONS, KINDS, LIMIT, WIRE, Button, Found, Speak, read
from bot.domain.ids import IncidentId, Language
from bot.domain.verification import Answer, Where

WORDS = st.from_regex(r"[A-Za-z0-9_-]{1,24}", fullmatch=True)
NUMBERS = st.integers(0, 10**10)


def buttons(kind: type[Button]) -> st.SearchStrategy[Button]:
    parts = [
        NUMBERS if plain is int else WORDS if plain is str else st.sampled_from(list(plain))
        for plain in WIRE[kind.prefix]
    ]
    return st.tuples(*parts).map(lambda values: kind(*values))


ANY_BUTTON = st.sampled_from(list(BUTTONS.values())).flatmap(buttons)


@given(ANY_BUTTON)
def test_what_was_packed_is_read_again(button: Button) -> None:
    assert read(button.pack()) == button


@given(ANY_BUTTON)
def test_every_button_fits_in_what_telegram_takes(button: Button) -> None:
    assert len(button.pack().encode()) <= LIMIT


@given(st.text(max_size=80))
def test_any_text_is_read_as_nothing_or_as_itself(payload: str) -> None:
    button = read(payload)

    assert button is None or button.pack() == payload


@given(ANY_BUTTON, st.data())
def test_a_changed_payload_is_refused_or_is_another_button_in_full(button: Button, data: st.DataObject) -> None:
    payload = bytearray(button.pack().encode())
    payload[data.draw(st.integers(0, len(payload) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    forged = payload.decode(errors="replace")

    again = read(forged)

    assert again is None or again.pack() == forged


FORGED = 10_000 if os.environ.get("AVISA_TEST_LONG") else 100
"""Payloads of which every bit is turned, and a hundred times as many made of chance."""


def valid(chance: random.Random) -> bytes:
    """What some button of ours carries."""
    kind = chance.choice(KINDS)
    values = [
        chance.randrange(10**6) if plain is int else "en" if plain is str else chance.choice(list(plain))
        for plain in WIRE[kind.prefix]
    ]
    return kind(*values).pack().encode()


def test_with_any_bit_turned_a_payload_is_refused_or_is_another_button_in_full() -> None:
    chance = random.Random(FORGED)  # noqa: S311  the same every time
    wrong = []
    for payload in [valid(chance) for _ in range(FORGED)]:
        for at, bit in product(range(len(payload)), range(8)):
            forged = payload[:at] + bytes([payload[at] ^ 1 << bit]) + payload[at + 1 :]
            button = read(forged.decode(errors="surrogateescape"))
            if button is not None and button.pack().encode() != forged:
                wrong.append(forged)

    assert wrong == []


def test_what_chance_makes_is_refused_or_is_a_button_in_full() -> None:
    chance = random.Random(FORGED)  # noqa: S311  the same every time
    letters = "".join(sorted(BUTTONS)) + "0123456789:::-_ \u0660\u200e"
    made = ["".join(chance.choices(letters, k=chance.randrange(1, 12))) for _ in range(100 * FORGED)]

    assert [one for one in made if (button := read(one)) is not None and button.pack() != one] == []


@pytest.mark.parametrize(
    "payload", ["", "c", "c:7", "c:07:3", "c:+7:3", "c:7:3:4", "c:7:-1", "f:7:3:seen:there", "zz:1", "l:" + "x" * 70]
)
def test_what_no_button_carries_is_nothing(payload: str) -> None:
    assert read(payload) is None


def test_a_finding_says_which_card_it_was_pressed_on() -> None:
    assert read("f:7:3:seen:on_scene") == Found(IncidentId(7), 3, Answer.SEEN, Where.ON_SCENE)


def test_a_payload_too_long_for_telegram_is_a_bug() -> None:
    with pytest.raises(ValueError, match="66 bytes"):
        Speak(Language("x" * 64)).pack()


def test_prefixes_are_not_shared() -> None:
    assert len(BUTTONS) == len(KINDS) == len({kind.__name__ for kind in Button.__subclasses__()})
