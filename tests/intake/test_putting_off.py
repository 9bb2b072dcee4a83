"""Whom intake tells that their updates wait."""

from bot.domain.ids import UpdateId
from bot.intake.putting_off import APART, CHATS_KEPT, PutsOff

ANA, BEN = 42, 43


def says_so(puts_off: PutsOff, update: int, at: float = 0.0, chat: int = ANA) -> bool:
    return puts_off.says_so(chat, UpdateId(update), at)


def test_a_chat_is_told_once_however_often_the_same_comes_again() -> None:
    puts_off = PutsOff()

    assert [says_so(puts_off, 7, at=30.0 * one) for one in range(100)] == [True, *[False] * 99]


def test_what_is_new_within_a_few_minutes_is_not_worth_saying_it_again() -> None:
    puts_off = PutsOff()
    says_so(puts_off, 7)

    assert [says_so(puts_off, 8, at=at) for at in (APART - 1, APART)] == [False, True]


def test_everyone_is_told() -> None:
    puts_off = PutsOff()

    assert [says_so(puts_off, one, chat=chat) for one, chat in ((7, ANA), (8, BEN))] == [True, True]


def test_of_those_beyond_the_bound_nothing_is_remembered() -> None:
    puts_off = PutsOff()
    for one in range(CHATS_KEPT + 1):
        says_so(puts_off, one, chat=1000 + one)

    assert [says_so(puts_off, 0, chat=chat) for chat in (1001, 1000)] == [False, True]
