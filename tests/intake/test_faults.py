"""What becomes of an update whose handling failed."""

from types import SimpleNamespace

import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import ApplicationHandlerStop

from bot.intake.faults import LETTERS, OUTAGE_TRIES, Again, GiveUp, after, reference, where
from db.failing import Unavailable, Unwritable
from db.inbox import Answered
from handlers import errors


@pytest.mark.parametrize("fault", [KeyError("x"), BadRequest("Can't parse entities"), Forbidden("Forbidden: kicked")])
def test_a_fault_of_the_updates_own_gets_one_more_try(fault: Exception) -> None:
    assert after(fault, failures=0, tries=1) == Again()
    assert after(fault, failures=1, tries=2) == GiveUp()


@pytest.mark.parametrize(
    "fault", [NetworkError("x"), TimedOut(), RetryAfter(3), InvalidToken(), Unavailable("database is locked")]
)
def test_an_outage_is_waited_out_and_not_held_against_the_update(fault: Exception) -> None:
    again = after(fault, failures=1, tries=1)

    assert isinstance(again, Again) and not again.counts and 0.75 <= again.wait <= 1
    assert after(fault, failures=1, tries=OUTAGE_TRIES) == GiveUp()


def test_while_the_disk_takes_nothing_an_update_waits_however_long_that_is() -> None:
    again = after(Unwritable("database or disk is full"), failures=1, tries=100 * OUTAGE_TRIES)

    assert isinstance(again, Again) and not again.counts


@pytest.mark.asyncio
async def test_what_another_process_has_answered_meanwhile_is_no_fault_and_nobody_is_told() -> None:
    noted = list[object]()
    failed = errors.handler(lambda *given: noted.append(given))

    with pytest.raises(ApplicationHandlerStop):
        await failed(Update(7), SimpleNamespace(error=Answered()))  # type: ignore[arg-type]
    assert noted == []


def test_a_reference_is_six_letters_that_are_not_mistaken_for_digits() -> None:
    assert all(len(one) == 6 and set(one) <= set(LETTERS) for one in (reference() for _ in range(100)))
    assert not set(LETTERS) & set("IO01")


def test_where_it_happened_tells_files_and_lines_and_no_words() -> None:
    with pytest.raises(ValueError, match="two vans") as raised:
        int("two vans")

    assert where(raised.value).startswith("test_faults.py:")
    assert "vans" not in where(raised.value)
    assert where(KeyError("never raised")) == "?"
