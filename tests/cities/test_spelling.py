"""What people type, made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.sounds import bare, chinese, latin, loose, skeleton
from cities.spelling import folded, is_little, words


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
        ("Mattapan的圖書館", ["mattapan", "的图书馆"]),
        ("St. James, Saint James", ["street", "james", "street", "james"]),
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


@pytest.mark.parametrize(
    ("signs", "name"),
    [
        ("羅克斯伯里", "Roxbury"),
        ("多切斯特", "Dorchester"),
        ("布莱顿", "Brighton"),
        ("富兰克林", "Franklin"),
        ("昆西", "Quincy"),
    ],
)
def test_chinese_signs_sound_like_the_name_that_they_write(signs: str, name: str) -> None:
    assert chinese(folded(signs)) == loose(folded(name))


@pytest.mark.parametrize("word", ["the", "هم", "وهم", "agentes", "есть", "附近"])
def test_what_people_tell_besides_the_place_says_nothing_about_where(word: str) -> None:
    assert is_little(word)


@pytest.mark.parametrize("word", ["library", "و", "park", "街"])
def test_what_names_are_made_of_says_something(word: str) -> None:
    assert not is_little(word)


@given(st.text(max_size=60))
def test_what_is_comparable_stays_as_it_is(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert all(words(text))
