"""Where a volunteer can be on duty, and how a button carries it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import LIMIT, OnDuty, read
from bot.domain.duty import offered, packed, unpacked
from bot.domain.ids import EVERYWHERE, NeighborhoodId

MENU = tuple(NeighborhoodId(f"n{one}") for one in range(100))
CHOICES = st.frozensets(st.sampled_from([EVERYWHERE, *MENU]))


@given(CHOICES)
def test_what_was_packed_is_unpacked_and_fits_a_button(chosen: frozenset[NeighborhoodId]) -> None:
    button = OnDuty(8, packed(chosen, MENU))

    assert unpacked(button.where, MENU) == chosen
    assert len(button.pack()) <= LIMIT
    assert read(button.pack()) == button


@given(st.text(alphabet="0123456789abcdefABCDEF_-+ xz", max_size=32))
def test_any_letters_are_nothing_or_a_choice_in_full(letters: str) -> None:
    chosen = unpacked(letters, MENU[:4])

    assert chosen is None or packed(chosen, MENU[:4]) == letters


def test_offered_is_what_one_listens_to_in_menu_order_and_the_whole_city() -> None:
    assert offered(frozenset({MENU[7], MENU[2]}), MENU) == (MENU[2], MENU[7], EVERYWHERE)


def test_whoever_listens_to_the_whole_city_is_offered_all_of_it() -> None:
    assert offered(frozenset({EVERYWHERE, MENU[2]}), MENU) == (*MENU, EVERYWHERE)


def test_whoever_listens_nowhere_is_offered_the_whole_city() -> None:
    assert offered(frozenset(), MENU) == (EVERYWHERE,)
