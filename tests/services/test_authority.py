"""Every service tried by everyone: what the table of authority allows has an effect, and nothing else has one."""

import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.services
from bot.domain.authority import ALLOWED, May, Who
from bot.domain.people import Role
from bot.render.joining import ORGANIZER, RESIDENT, VOLUNTEER
from bot.render.menus import IN_MENU, TAKES
from bot.town import Town
from cities import City
from simulator.clock import VirtualClock
from tests.fresh import copied
from tests.services.acts import OWNER
from tests.services.trials import organizers, residents, volunteers, writers
from tests.services.trials.scene import BECOMES, TRIALS, Cast, effective, evening

FOR_ANYONE = {
    *("asking.offer", "wording.offer"),
    *("checking.check", "checking.check_at", "checking.check_point", "checking.check_words"),
    *("drafting.is_open", "duty.rouse", "forgetting.forget", "joining.listening", "pausing.hearing"),
    *("telling.about", "telling.asked"),
}
"""Services that tell what is public, or someone of themselves, or only look whether another service is meant."""

WITHOUT_A_SERVICE = {May.JOIN, May.READ, May.ASK_WHAT_IS_KNOWN, May.BE_FORGOTTEN}
"""What anyone may: no service asks for it."""

Tonight = tuple[asyncio.Runner, Town, Cast]


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory, empty: Path, city: City) -> Iterator[Tonight]:
    """The evening, for all that is tried: nothing of that is kept."""
    with asyncio.Runner() as runner:
        runner.get_loop()
        town = Town(city, city.policy, copied(empty, tmp_path_factory.mktemp("tonight")), VirtualClock(), owner=OWNER)
        yield runner, town, runner.run(evening(town))
        runner.run(town.database.close())


@pytest.mark.parametrize("name", TRIALS)
def test_exactly_those_whom_the_table_allows_get_something_done(tonight: Tonight, name: str) -> None:
    runner, town, cast = tonight
    found = runner.run(effective(town, cast, name))

    assert found == {one for one, (stands, _) in BECOMES.items() if stands in ALLOWED[TRIALS[name].may]}


def _services() -> Iterator[str]:
    """Every service that somebody asks for."""
    for module in pkgutil.iter_modules(bot.services.__path__):
        found = importlib.import_module(f"bot.services.{module.name}")
        for name, one in inspect.getmembers(found, inspect.isfunction):
            wants = inspect.signature(one).parameters
            is_own = one.__module__ == found.__name__ and not name.startswith("_")
            if is_own and "by" in wants and (hasattr(one, "__wrapped__") or "database" in wants):
                yield f"{module.name}.{name}"


def test_every_service_that_somebody_asks_for_is_tried() -> None:
    tried = {name.partition(":")[0] for name in TRIALS}

    assert tried | FOR_ANYONE == set(_services())
    assert not tried & FOR_ANYONE


def test_everything_that_somebody_may_is_tried() -> None:
    assert {one.may for one in TRIALS.values()} | WITHOUT_A_SERVICE == set(May) == set(ALLOWED)


def test_each_role_is_offered_the_commands_that_it_may_use() -> None:
    everything = {*RESIDENT, *VOLUNTEER, *ORGANIZER}

    assert set(TAKES) == everything
    for role in Role:
        assert set(IN_MENU[role]) == {one for one in everything if Who(role) in ALLOWED[TAKES[one]]}


MODULES = (residents, volunteers, organizers, writers)
"""They note what is tried when they are imported."""
