"""What was seen has a picture beside its word, the same wherever it is chosen and shown."""

import pytest

from bot.domain.incident import Activity, Status
from bot.domain.report import Draft, OpenDraft
from bot.render import reporting, volunteering
from bot.render.icons import ICONS
from bot.render.reader import Reader
from locales import ENGLISH, plain
from locales.catalog import read
from locales.markup import Html
from tests.render.screens import card

ALARMING = "🚨🚓🚔👮🕵🔫🔪💣⛓🚫🆘🧊🥷🪖⚠❗"
"""What belongs to chases and wars, laughs at somebody, or heads an alert."""


def test_every_activity_has_a_picture_of_its_own() -> None:
    assert set(ICONS) == set(Activity)
    assert len(set(ICONS.values())) == len(Activity)


def test_no_picture_alarms() -> None:
    assert [icon for icon in ICONS.values() if set(icon) & set(ALARMING)] == []


def test_no_picture_means_something_else_in_a_text() -> None:
    texts = "".join(form for entry in read(ENGLISH).entries.values() for form in entry.forms)

    assert [icon for icon in ICONS.values() if icon in texts] == []


@pytest.mark.parametrize("activity", Activity)
def test_it_is_the_same_on_the_button_and_on_the_card(reader: Reader, activity: Activity) -> None:
    shown = f"{ICONS[activity]} {reader.words.plain(f'activity.{activity}')}"
    buttons = [key.says for row in reporting.question(reader, OpenDraft(Draft(1))).keys for key in row]
    seen = plain(Html(volunteering.card(reader, card(reader, status=Status.UNVERIFIED, activity=activity)).text))

    assert shown in buttons
    assert f"Seen: {shown}" in seen.split("\n")
