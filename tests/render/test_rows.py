"""Buttons side by side, as far as a narrow phone shows what they say."""

from bot.domain.screen import Key
from bot.render.reader import CHOSEN, SHORT, in_rows


def rows(*says: str, width: int = 2) -> list[list[str]]:
    return [[key.says for key in row] for row in in_rows([Key(one, data="x") for one in says], width)]


def test_short_buttons_share_a_row() -> None:
    assert rows("Map", "S" * SHORT, "Back") == [["Map", "S" * SHORT], ["Back"]]
    assert rows(*"abcde", width=3) == [["a", "b", "c"], ["d", "e"]]


def test_a_button_that_would_be_cut_off_has_a_row_of_its_own() -> None:
    assert rows("Map", "L" * (SHORT + 1), "Back") == [["Map"], ["L" * (SHORT + 1)], ["Back"]]


def test_a_chinese_character_takes_the_room_of_two_letters() -> None:
    assert rows("地" * (SHORT // 2), "圖") == [["地" * (SHORT // 2), "圖"]]
    assert rows("地" * (SHORT // 2 + 1), "圖") == [["地" * (SHORT // 2 + 1)], ["圖"]]


def test_no_button_moves_when_it_is_chosen() -> None:
    assert rows(CHOSEN + "S" * SHORT, "Map") == [[CHOSEN + "S" * SHORT, "Map"]]
