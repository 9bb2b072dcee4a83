"""What those who watch over the bot are told: numbers, and nothing about anyone."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.people import Role
from bot.metrics import SILENT, complaints, metrics
from db.engine import Database
from db.failing import Unavailable
from simulator.clock import VirtualClock
from simulator.faults import Refuses
from tests.services.acts import finds, goes_on_duty, is_made, joins, tells
from tests.watching.conftest import Client, Watched, until_settled

CLOSED = re.compile(r"[a-z][A-Za-z_]*|\+Inf|[0-9.]+|")
"""Labels come from closed lists of words, and from bounds: no number or name of anyone fits."""


async def numbers(client: Client) -> dict[str, float]:
    """Every sample, by its name and labels."""
    async with client.get("/metrics") as response:
        assert response.status == 200
        text = await response.text()
    return {
        sample.name + "".join(f" {label}" for label in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def an_alert_goes_out(watched: Watched) -> None:
    """Someone reports, two confirm, all five are told."""
    ana, *_ = [await watched.comes(name, "harbor") for name in ("Ana", "Ben", "Cai")]
    volunteers = [await goes_on_duty(watched.town, (await watched.comes(one)).id, "harbor") for one in ("Dee", "Eva")]
    await ana.says("/help")
    await ana.hears("/report")
    await tells(watched.town, await joins(watched.town, ana.id))
    for one in volunteers:
        await finds(watched.town, one)
    await until_settled(watched)


@pytest.mark.asyncio
async def test_what_came_in_and_what_went_out_is_counted(watched: Watched, client: Client) -> None:
    await an_alert_goes_out(watched)
    found = await numbers(client)

    assert found["avisa_updates_taken_total"] == found["avisa_updates_total handled"] >= 1
    assert found["avisa_updates_total quarantined"] == 0
    assert found["avisa_messages_total alert taken"] == 5
    assert found["avisa_first_message_seconds_count"] == 1
    assert found["avisa_request_seconds_count sendMessage"] == found["avisa_requests_total ok sendMessage"]
    assert found["avisa_incidents_open active"] == 1
    assert found["avisa_incidents_open unverified"] == 0
    assert found["avisa_volunteers_on_duty"] == 2
    assert found["avisa_inbox_waiting"] == found["avisa_letters_waiting"] == found["avisa_held_seconds bulk"] == 0
    assert found["avisa_broadcasts_under_way alert"] == 0
    assert found["avisa_database_answers"] == 1
    assert found["process_resident_memory_bytes"] > 0


@pytest.mark.asyncio
async def test_messages_that_are_not_taken_are_counted_by_what_that_meant(watched: Watched, client: Client) -> None:
    watched.engine.faults.next("sendMessage", Refuses(403, "Forbidden: bot was blocked by the user"))
    olga = await watched.comes("Olga", "harbor")
    await is_made(watched.town, await joins(watched.town, olga.id), Role.ORGANIZER)
    await tells(watched.town, await joins(watched.town, (await watched.comes("Ana")).id))
    await until_settled(watched)

    assert (await numbers(client))["avisa_messages_total card gone"] == 1


@pytest.mark.asyncio
async def test_nothing_in_them_is_about_anyone(watched: Watched, client: Client) -> None:
    await an_alert_goes_out(watched)
    async with client.get("/metrics") as response:
        text = await response.text()
    labels = [
        value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for value in sample.labels.values()
    ]

    assert all(CLOSED.fullmatch(one) for one in labels)
    for phone in watched.engine.chats:
        assert str(phone) not in text
    for one in ("Ana", "harbor", "Harbor", "library", watched.engine.token):
        assert one not in text


@pytest.mark.asyncio
async def test_every_name_says_what_it_counts_and_no_two_samples_are_one(watched: Watched, client: Client) -> None:
    async with client.get("/metrics") as response:
        families = list(text_string_to_metric_families(await response.text()))
        kind = response.headers["Content-Type"]

    assert all(one.documentation for one in families)
    assert len({one.name for one in families}) == len(families)
    assert kind.startswith("text/plain; version=0.0.4")


@pytest.mark.asyncio
async def test_all_is_well_as_long_as_telegram_and_the_database_answer(watched: Watched, client: Client) -> None:
    ana = await watched.comes("Ana")
    await ana.says("/help")
    await ana.hears("/report")

    async with client.get("/health") as response:
        assert (response.status, await response.text()) == (200, "ok\n")


class Locked(Database):
    """A database that another has locked."""

    def reading(self) -> Any:
        raise Unavailable("database is locked")


@pytest.mark.asyncio
async def test_a_database_that_cannot_be_used_is_said_and_the_rest_is_counted(watched: Watched) -> None:
    ana = await watched.comes("Ana")
    await ana.says("/help")
    await ana.hears("/report")
    town = watched.town
    locked = replace(watched.watch, town=replace(town, database=Locked(town.database.engine, town.database.keys)))
    text = (await metrics(locked)).decode()

    assert await complaints(locked) == ["the database cannot be used"]
    assert "avisa_database_answers 0.0" in text
    assert "avisa_updates_taken_total 1.0" in text
    assert "avisa_inbox_waiting" not in text


@pytest.mark.asyncio
@pytest.mark.parametrize(("polls", "wrong"), [(True, ["Telegram does not answer"]), (False, [])])
async def test_who_polls_and_hears_nothing_is_not_well(watched: Watched, polls: bool, wrong: list[str]) -> None:
    ana = await watched.comes("Ana")
    await ana.says("/help")
    await ana.hears("/report")
    later = VirtualClock()
    wire = watched.watch.wire
    wire._clock, wire._last = later, later.monotonic()
    await later.advance(SILENT)
    before = await complaints(replace(watched.watch, polls=polls))
    await later.advance(1)

    assert (before, await complaints(replace(watched.watch, polls=polls))) == ([], wrong)


@pytest.mark.asyncio
async def test_a_whole_night_is_logged_at_its_finest_without_a_word_about_anyone(
    watched: Watched, log: io.StringIO
) -> None:
    await an_alert_goes_out(watched)
    ana = await watched.comes("Canary Anahuac", "harbor")
    await ana.says("/report")
    await ana.presses("🚶 Patrol")
    await ana.says("77 Wharf Street, the blue door")
    await ana.hears("No place was found")
    watched.engine.faults.next("sendMessage", Refuses(400, f"Bad Request: {ana.id} said no"), times=2)
    await ana.says("/about me, the canary")
    await until_settled(watched)
    text = log.getvalue()

    assert re.search(r'level=error from=bot\.intake\.\w+ says="fault ', text)
    assert "from=telegram" in text
    for phone in watched.engine.chats:
        assert str(phone) not in text
    for one in ("Canary", "canary", "Anahuac", "Wharf", "blue door", "Pier Library", watched.engine.token):
        assert one not in text
