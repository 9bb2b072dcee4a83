"""Someone tells the whole bot what they saw, on a phone: every way to say where, and every kind of bad input."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

import cities
from bot import app
from bot.clock import SystemClock
from bot.courier.pacing import Pace
from bot.domain.ids import NeighborhoodId, PlaceId
from bot.domain.incident import Activity
from bot.domain.people import Role
from bot.town import Town
from cities import City
from db.engine import Database
from db.tables import drafts, inbox, incidents, quarantine, reports
from simulator.cast import Someone
from simulator.engine import Engine
from simulator.files import Files
from simulator.in_process import InProcess
from simulator.people import rewrite, send
from simulator.phones import EnginePhone, EnginePhones
from tests.services.acts import joins, rows

LIBRARY, PARK = PlaceId("east_boston_library"), PlaceId("franklin_park")
POINT = {PlaceId("east_boston_library"): (42.37777, -71.02858)}
CEMETERY = PlaceId("dorchester_north_burying_ground")
SETTLES = 20.0
"""Real seconds within which everything that came in is answered."""


class Boston:
    """Boston with its bot at work."""

    def __init__(self, database: Database, city: City) -> None:
        clock = SystemClock()
        self.engine = Engine(clock)
        self.town = Town(city, city.policy, database, clock)
        self.avisa = app.build(self.town, InProcess(self.engine), Pace(None, clock), token=self.engine.token)
        self._phones = EnginePhones(self.engine)

    async def comes(self, name: str, language: str, *where: str, role: Role = Role.RESIDENT) -> Someone:
        """Someone with a phone who reads this language listens there."""
        phone = await self._phones.phone(name, language=language, has_started=True)
        await joins(self.town, phone.id, *where, role=role, language=language)
        return Someone(phone, language, self.town.city)

    async def settles(self) -> None:
        """Wait until everything that came in is answered."""
        async with asyncio.timeout(SETTLES):
            while await self._open() or len(self.engine.updates):
                pass

    async def _open(self) -> bool:
        return any(row.answered is None for row in await rows(self.town.database, inbox))

    async def reported(self) -> list[str]:
        """The places of all incidents."""
        return [row.place for row in await rows(self.town.database, incidents)]

    async def faults(self) -> list[str]:
        """The errors of what is in quarantine."""
        return [row.error for row in await rows(self.town.database, quarantine)]


@pytest.fixture(scope="module")
def city() -> City:
    """Boston, where for once nobody has to practise before their first duty."""
    boston = cities.load("boston")
    return replace(boston, policy=replace(boston.policy, training_first=False))


@pytest_asyncio.fixture
async def boston(database: Database, city: City) -> AsyncIterator[Boston]:
    """The bot at work; in the end nothing is in quarantine."""
    made = Boston(database, city)
    async with made.avisa.at_work() as tasks:
        yield made
        assert not [task for task in tasks if task.done()]
    assert await made.faults() == []


async def is_about_to_send(someone: Someone) -> None:
    """Someone who listens in East Boston has answered everything."""
    await is_asked_where(someone)
    await someone.phone.presses("East Boston Library")
    for tap in ("when.now", "number.few"):
        await someone.presses(tap)
    await someone.phone.hears(someone.says("report.may_add"))


async def is_asked_where(someone: Someone) -> None:
    """Someone has said what they saw."""
    await someone.phone.says("/report")
    await someone.presses(Activity.PATROL)
    await someone.phone.hears(someone.says("report.ask_where"))


def in_the_chat(someone: Someone) -> list[str]:
    """What kinds of messages of their own are still in their chat."""
    assert isinstance(someone.phone, EnginePhone)
    messages = someone.phone.chat.messages.values()
    return [one.content.kind for one in messages if one.sender is not None and not one.is_deleted]


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["en", "es", "ht", "zh_Hant", "vi", "ar", "ru"])
async def test_by_pin_it_is_what_a_pin_when_how_many_send(boston: Boston, language: str) -> None:
    ana = await boston.comes("Ana", language)

    await ana.reports_by_pin(42.3779, -71.0287)
    told = await ana.phone.hears(boston.town.city.places[LIBRARY].name)

    assert told.buttons == ()
    assert await boston.reported() == [LIBRARY]
    assert "location" not in in_the_chat(ana)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "franklin prk zoo"),
        ("es", "el parque franklin"),
        ("ht", "pak Franklin nan"),
        ("zh_Hans", "Franklin 公园"),
        ("vi", "công viên Franklin"),
        ("ar", "حديقة فرانكلين"),
        ("ru", "парк Франклин"),
        ("so", "Franklin Park"),
    ],
)
async def test_by_typing_it_is_one_of_the_places_that_are_offered(boston: Boston, language: str, text: str) -> None:
    ana = await boston.comes("Ana", language)

    await ana.reports_by_typing(text, PARK)
    await ana.phone.hears(boston.town.city.places[PARK].name)
    await boston.settles()

    assert await boston.reported() == [PARK]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("listens", "place"),
    [
        ((), LIBRARY),
        (("east_boston",), LIBRARY),
        (("mattapan",), LIBRARY),
        (("dorchester",), CEMETERY),
        (("dorchester", "roxbury", "city"), CEMETERY),
    ],
    ids=["listening nowhere", "in its own neighborhood", "from another one", "among many", "among those of several"],
)
async def test_by_list_every_place_can_be_reached(boston: Boston, listens: tuple[str, ...], place: PlaceId) -> None:
    ana = await boston.comes("Ana", "pt", *listens)

    await ana.reports(place)
    await ana.phone.hears(boston.town.city.places[place].name)
    await boston.settles()

    assert await boston.reported() == [place]


@pytest.mark.asyncio
@pytest.mark.parametrize("listens", [("east_boston",), ("dorchester", "east_boston", "roxbury")])
async def test_where_someone_listens_it_takes_five_taps(boston: Boston, listens: tuple[str, ...]) -> None:
    ana, taps = await boston.comes("Ana", "es", *listens), list[None]()

    async def tap() -> None:
        taps.append(None)

    await ana.reports(LIBRARY, between=tap)
    await ana.phone.hears(boston.town.city.places[LIBRARY].name)

    assert len(taps) == 5


@pytest.mark.asyncio
async def test_three_ways_to_say_where_are_one_incident(boston: Boston) -> None:
    ana, ben, cai = [await boston.comes(*who) for who in (("Ana", "es"), ("Ben", "vi"), ("Cai", "zh_Hant"))]
    park = boston.town.city.places[PARK]

    await ana.reports_by_pin(park.lat, park.lon)
    await ben.reports_by_typing("công viên Franklin", PARK)
    await cai.reports(PARK)
    await cai.phone.hears(cai.words.plain("report.known", place=park.name))
    await boston.settles()

    assert await boston.reported() == [PARK]
    assert len(await rows(boston.town.database, reports)) == 3


@pytest.mark.asyncio
async def test_a_pin_between_two_places_offers_those_that_are_near(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)

    await ana.phone.shares_location(42.3791, -71.0286)
    offered = await ana.phone.hears(ana.says("report.did_you_mean"))
    await ana.phone.presses("East Boston Library, East Boston")
    asked = await ana.phone.hears(ana.says("report.ask_when"))

    assert "East Boston Library, East Boston" in offered.labels
    assert "East Boston Library" in asked.text


@pytest.mark.asyncio
async def test_none_of_the_offered_places_leads_to_the_list(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)

    await ana.phone.says("mattapan library")
    await ana.phone.hears(ana.says("report.did_you_mean"))
    await ana.presses("button.from_list")
    asked = await ana.phone.hears(ana.says("report.ask_where"))

    assert "Mattapan" in asked.labels


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("where", "says"),
    [
        ((42.3656, -71.0096), "refusal.not_city_place"),
        ((42.3736, -71.1190), "refusal.not_city_place"),
        ((40.7128, -74.0060), "refusal.outside_city"),
        ((0.0, 0.0), "refusal.outside_city"),
        ((float("nan"), -71.0), "refusal.outside_city"),
        ((999.0, -71.0), "refusal.outside_city"),
    ],
    ids=["the airport", "across the river", "New York", "null island", "no number", "no latitude"],
)
async def test_a_pin_that_is_no_city_place_gets_an_honest_no_and_does_not_stay(
    boston: Boston, where: tuple[float, float], says: str
) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)

    await ana.phone.shares_location(*where)
    no = ana.words.plain(says, **({"phone": boston.town.city.hotline} if "place" in says else {"city": "Boston"}))
    await ana.phone.hears(no)
    await boston.settles()

    assert "location" not in in_the_chat(ana)
    await ana.phone.says("east boston library")
    await ana.phone.hears(ana.says("report.did_you_mean"))


@pytest.mark.asyncio
async def test_of_a_live_location_only_the_first_point_counts(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)
    assert isinstance(ana.phone, EnginePhone)

    live = {"latitude": 42.37777, "longitude": -71.02858, "live_period": 900}
    sent = send(boston.engine, ana.phone.chat, {"location": live})
    await ana.phone.hears(ana.says("report.stop_sharing"))
    asked = await ana.phone.hears(ana.says("report.ask_when"))
    moved = {"location": {**live, "latitude": 42.35479, "longitude": -71.06608}}
    boston.engine.updates.inject(
        {"edited_message": {**_facts(ana.phone), "message_id": sent.id, "edit_date": 1, **moved}}
    )
    await boston.settles()

    assert "East Boston Library" in asked.text
    assert (ana.phone.screen().text, in_the_chat(ana)[1:]) == (asked.text, [])


def _facts(phone: EnginePhone) -> dict[str, Any]:
    """The fields that a private message of theirs always has."""
    who = {"id": phone.id, "is_bot": False, "first_name": phone.name}
    return {"from": who, "chat": {"id": phone.id, "type": "private", "first_name": phone.name}, "date": 1}


ATTACHED: Mapping[str, dict[str, Any]] = {
    "file": {"document": {"file_id": "a", "file_unique_id": "b", "file_name": "names.pdf"}},
    "video": {"video": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "duration": 1}},
    "voice": {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    "sticker": {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "contact": {"contact": {"phone_number": "+16175550100", "first_name": "Canary"}},
}


@pytest.mark.asyncio
@pytest.mark.parametrize("content", ATTACHED.values(), ids=ATTACHED)
async def test_files_voices_and_contacts_are_refused_and_deleted(boston: Boston, content: dict[str, Any]) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_about_to_send(ana)
    before = [row.sealed for row in await rows(boston.town.database, drafts)]

    await ana.phone.sends(**content)
    await ana.phone.hears(ana.says("refusal.words_only"))
    await boston.settles()

    assert [row.sealed for row in await rows(boston.town.database, drafts)] == before
    assert in_the_chat(ana) == ["text"]


def photo(*names: str) -> list[dict[str, Any]]:
    """A photo in as many sizes, the largest last."""
    return [
        {"file_id": one, "file_unique_id": f"u{one}", "width": 90 * at, "height": 60 * at}
        for at, one in enumerate(names, start=1)
    ]


async def claims_what_has_a_photo(boston: Boston) -> Someone:
    """A volunteer looks at what someone reported with a photo."""
    ben = await boston.comes("Ben", "en", "east_boston", role=Role.VOLUNTEER)
    await ben.begins_duty()
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_about_to_send(ana)
    await ana.phone.sends(photo=photo("small", "large"))
    await ana.phone.hears(ana.says("label.photo"))
    await ana.presses("button.send")
    await ben.presses("button.claim")
    return ben


@pytest.mark.asyncio
async def test_a_photo_that_telegram_knows_no_more_is_too_old(boston: Boston) -> None:
    ben = await claims_what_has_a_photo(boston)
    boston.engine.contents.files = Files()

    await ben.phone.presses("Show the photo")
    await ben.phone.is_told(ben.says("refusal.expired"))

    assert "sendPhoto" in [entry.method for entry in boston.engine.log]


@pytest.mark.asyncio
async def test_whoever_looks_is_shown_the_photo_in_a_way_that_it_cannot_be_passed_on(boston: Boston) -> None:
    ben = await claims_what_has_a_photo(boston)

    await ben.phone.presses("Show the photo")
    shown = await ben.phone.hears(lambda message: message.kind == "photo")

    assert isinstance(ben.phone, EnginePhone)
    assert shown.is_protected
    assert "large" in str(ben.phone.chat.messages[shown.id].content.media)
    assert "getFile" not in [entry.method for entry in boston.engine.log]


@pytest.mark.asyncio
async def test_a_note_reaches_the_card_as_it_was_written_but_for_what_it_must_not_hold(boston: Boston) -> None:
    ben = await boston.comes("Ben", "en", "east_boston", role=Role.VOLUNTEER)
    await ben.begins_duty()
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_about_to_send(ana)

    await ana.presses("button.more")
    await ana.presses("vehicles.several")
    await ana.presses("button.done")
    await ana.phone.says("<b>white</b> vans, call 617-555-0100")
    await ana.hears("report.masked", kinds=ana.says("mask.phone"))
    await ana.presses("button.send")
    card = await ben.phone.hears("Note for volunteers: <b>white</b> vans, call •••")

    assert "Reported: Several vehicles (1)" in card.text


@pytest.mark.asyncio
async def test_a_photo_before_the_end_gets_a_clear_answer_and_so_does_one_without_a_report(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await ana.phone.sends(photo=photo("a"))
    alone = await ana.phone.hears(ana.says("report.photo_later"))
    await is_asked_where(ana)
    await ana.phone.sends(photo=photo("a"))
    asked = await ana.phone.hears(f"{ana.says('report.photo_later')}\n{ana.says('report.ask_where')}")

    assert alone.buttons == ()
    assert "East Boston Library" in asked.labels


@pytest.mark.asyncio
@pytest.mark.parametrize("reach", [is_asked_where, is_about_to_send], ids=["where", "note"])
async def test_a_text_beyond_the_limit_is_refused_with_the_limit(
    boston: Boston, reach: Callable[[Someone], Awaitable[None]]
) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await reach(ana)

    await ana.phone.says("library " * 63)
    told = await ana.phone.hears("500")

    assert told.buttons == ()


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["\u200b", " \u2060 ", "\u202e\u202d"])
async def test_a_text_that_nobody_can_see_is_answered_with_the_question(boston: Boston, text: str) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)

    await ana.phone.says(text)
    asked = await ana.phone.hears(ana.says("report.ask_where"))

    assert ana.says("report.not_found") not in asked.text


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["<b>vans</b> & </code>", "\u202evans", "{nowhere}", "'; DROP TABLE drafts; --"])
async def test_what_was_typed_is_never_said_back(boston: Boston, text: str) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)

    await ana.phone.says(text)
    asked = await ana.phone.hears(ana.says("report.not_found"))

    assert "vans" not in asked.text
    assert "DROP" not in asked.text


@pytest.mark.asyncio
async def test_words_at_another_question_ask_it_again_and_lose_nothing(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_asked_where(ana)
    await ana.phone.presses("East Boston Library")
    await ana.phone.hears(ana.says("report.ask_when"))

    await ana.phone.says("just now, hurry")
    asked = await ana.phone.hears(ana.says("report.ask_when"))
    for tap in ("when.now", "number.few", "button.send"):
        await ana.presses(tap)
    await ana.phone.hears("Thank you")

    assert "East Boston Library" in asked.text
    assert await boston.reported() == [LIBRARY]


@pytest.mark.asyncio
async def test_editing_what_one_wrote_changes_nothing(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    await is_asked_where(ana)
    assert isinstance(ana.phone, EnginePhone)
    await ana.phone.says("mattapan library")
    await ana.phone.hears(ana.says("report.did_you_mean"))
    before = ana.phone.heard()

    for message in [one for one in ana.phone.chat.messages.values() if one.sender is not None]:
        rewrite(boston.engine, message, "east boston library")
    await boston.settles()

    assert ana.phone.heard() == before
    assert len(await rows(boston.town.database, drafts)) == 1


@pytest.mark.asyncio
async def test_after_sending_edits_and_old_buttons_change_nothing(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_asked_where(ana)
    await ana.phone.says("east boston library")
    await ana.phone.hears(ana.says("report.did_you_mean"))
    await ana.phone.presses("East Boston Library, East Boston")
    for tap in ("when.now", "number.few", "button.send"):
        await ana.presses(tap)
    await ana.phone.hears("Thank you")
    [kept] = await rows(boston.town.database, reports)

    await ana.phone.presses("East Boston Library")
    await ana.phone.is_told(ana.says("refusal.already_sent"))
    await ana.phone.forges(ana.phone.screen().id, "rs:1:2:3")
    await ana.phone.is_told(ana.says("refusal.expired"))

    assert await rows(boston.town.database, reports) == [kept]


@pytest.mark.asyncio
async def test_a_draft_is_cancelled_and_its_buttons_say_that_nothing_was_sent(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_asked_where(ana)
    await ana.phone.says("east boston library")
    await ana.phone.hears(ana.says("report.did_you_mean"))
    await ana.presses("button.cancel")
    await ana.phone.hears(ana.says("report.cancelled"))

    await ana.phone.presses("East Boston Library")
    await ana.phone.is_told(ana.says("refusal.draft_gone"))

    assert await rows(boston.town.database, drafts) == []


@pytest.mark.asyncio
async def test_one_persons_buttons_do_nothing_in_another_hand(boston: Boston) -> None:
    ana, ben = await boston.comes("Ana", "en", "east_boston"), await boston.comes("Ben", "en")
    await is_asked_where(ana)
    [button] = [one for row in ana.phone.screen().buttons for one in row if one.text == "East Boston Library"]
    assert button.data is not None

    await ben.phone.says("/help")
    await ben.phone.hears("/report")
    await ben.phone.forges(ben.phone.screen().id, button.data)
    await ben.phone.is_told(ben.says("refusal.draft_gone"))

    assert len(await rows(boston.town.database, drafts)) == 1


@pytest.mark.asyncio
async def test_a_language_changed_half_way_goes_on_in_the_new_one(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en", "east_boston")
    await is_asked_where(ana)
    await ana.phone.says("/language")
    await ana.phone.presses("Español")
    ana = Someone(ana.phone, "es", boston.town.city)
    await ana.phone.hears(ana.says("join.where"))

    await ana.phone.presses("East Boston Library")
    for tap in ("when.now", "number.few", "button.send"):
        await ana.presses(tap)
    await ana.phone.hears("East Boston Library")

    assert await boston.reported() == [LIBRARY]


@pytest.mark.asyncio
async def test_a_report_begun_while_the_bot_was_away_asks_whether_it_is_still_so(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    assert isinstance(ana.phone, EnginePhone)
    facts = _facts(ana.phone)
    facts["date"] = int(boston.town.clock.now().timestamp()) - 2 * 3600
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": 7}]}

    boston.engine.updates.inject({"message": {**facts, "message_id": 900, "text": "/report", **command}})
    asked = await ana.phone.hears("Is it still happening?")

    assert asked.text.split("\n")[1] == ana.says("report.ask_what")


@pytest.mark.asyncio
async def test_without_a_draft_a_picture_is_none_of_a_reports_business(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    assert isinstance(ana.phone, EnginePhone)

    boston.engine.updates.inject({"message": {**_facts(ana.phone), "message_id": 900, **ATTACHED["voice"]}})
    await ana.phone.hears("/help")
    await boston.settles()

    assert "deleteMessage" not in [entry.method for entry in boston.engine.log]


@pytest.mark.asyncio
async def test_in_a_neighborhood_without_places_those_next_to_it_are_offered(boston: Boston) -> None:
    ana = await boston.comes("Ana", "en")
    without = next(one for one in boston.town.city.neighborhoods if not boston.town.city.places_in(NeighborhoodId(one)))
    await is_asked_where(ana)

    await ana.phone.presses(boston.town.city.neighborhoods[without].name)
    asked = await ana.phone.hears("We know no city place in")

    assert set(asked.labels) >= {boston.town.city.neighborhoods[one].name for one in boston.town.city.adjacent(without)}
