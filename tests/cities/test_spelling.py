"""What people type, made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.spelling import bare, folded, latin, skeleton, words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Biblioteca de East Boston", ["biblioteca", "east", "boston"]),
        ("thư viện Đông", ["thu", "vien", "dong"]),
        ("L'École", ["lecole"]),
        ("Upham's Corner", ["uphams", "corner"]),
        ("D-14", ["d", "14"]),
        ("d14", ["d", "14"]),
        ("L St.", ["l", "street"]),
        ("in a park", ["park"]),
        ("Centre Street", ["center", "street"]),
        ("Mattapan的圖書館", ["mattapan", "的圖書館"]),
        ("Ｆｒａｎｋｌｉｎ", ["franklin"]),
        ("مَكْتَبَة", ["مكتبه"]),
        ("в парке", ["парке"]),
        ("\u200b \u202e", []),
    ],
)
def test_only_the_telling_words_are_left(text: str, told: list[str]) -> None:
    assert words(text) == told


@pytest.mark.parametrize("word", ["mattapan", "Маттапан", "ماتابان", "Matapan"])
def test_a_name_has_the_same_skeleton_in_every_script(word: str) -> None:
    assert skeleton(folded(word)) == "mtbn"


@pytest.mark.parametrize(
    ("word", "left"), [("المكتبه", "مكتبه"), ("بالمدرسه", "مدرسه"), ("للبيت", "بيت"), ("الم", "الم")]
)
def test_what_arabic_writes_together_is_taken_apart(word: str, left: str) -> None:
    assert bare(word) == left


def test_russian_is_heard_as_latin() -> None:
    assert latin(folded("Роксбери")) == "roksberi"


@given(st.text(max_size=60))
def test_what_is_comparable_stays_as_it_is(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert all(words(text))
