"""Which places a long text tells of, such as a rumor that is passed on, in twelve languages."""

import pytest

from bot.domain.ids import NeighborhoodId
from bot.domain.where import by_told
from cities import City, load
from cities.finding import areas, mentioned
from tests.cities.test_finding import KINDS

BOSTON = load("boston")

TELLING = [
    (
        "Friends please share this with everyone you know, my cousin says that there were many vans this morning in "
        "front of the Mattapan library and they were asking for papers, do not go out alone",
        "mattapan_library",
    ),
    ("they are at the arboretum gate right now, two white vans, tell everyone you know please", "arnold_arboretum"),
    (
        "My aunt says ICE took someone at 690 Washington Street, the library in Codman Square, around noon, is it true",
        "codman_square_library",
    ),
    (
        "Compañeros, me avisan que la migra está en la biblioteca de East Boston pidiendo papeles, pasen la voz",
        "east_boston_library",
    ),
    (
        "Fanmi mwen yo, yo di m gen imigrasyon nan pak Franklin nan maten an, pase mesaj la bay tout moun",
        "franklin_park",
    ),
    (
        "各位街坊請注意，有人說今天早上移民局的人在唐人街圖書館門口查證件，請大家小心，轉發給家人朋友",
        "chinatown_library",
    ),
    ("朋友们 Franklin 公园那边有人看到移民官在查证件请转发", "franklin_park"),
    (
        "Bà con ơi, nghe nói sáng nay có cảnh sát di trú ở thư viện Fields Corner hỏi giấy tờ, mọi người cẩn thận",
        "fields_corner_library",
    ),
    (
        "Gente, passaram no grupo que a imigração está na biblioteca de East Boston parando carros, tomem cuidado",
        "east_boston_library",
    ),
    (
        "Соседи, мне переслали, что у парка Франклин стоят машины иммиграционной полиции и проверяют документы",
        "franklin_park",
    ),
    ("يا جماعة وصلتني رسالة أن شرطة الهجرة موجودة عند حديقة فرانكلين وتسأل الناس عن الأوراق", "franklin_park"),
    (
        "Walaalayaal waxaa la ii soo diray in socdaalka ay joogaan maktabadda Roxbury oo dadka waraaqaha weydiinayaan",
        "roxbury_library",
    ),
    (
        "Les amis, on me dit que la police de l'immigration est devant la bibliothèque de Mattapan ce matin",
        "mattapan_library",
    ),
    (
        "Nhos familia, es fla-m ma imigrasãu sta na biblioteka di Upham's Corner ta pidi dokumentu, toma kuidadu",
        "uphams_corner_library",
    ),
]

TELLING_NOTHING = [
    "Please everyone stay home today. They are taking people from work and from the bus. Pray for us",
    "Mucho cuidado hoy, dicen que hay redadas en toda la ciudad, en las paradas de bus. No abran la puerta a nadie",
    "Tanpri fè atansyon jodi a, yo di gen anpil machin polis nan lari a. Pa louvri pòt la pou moun ou pa konnen",
    "大家注意安全，听说今天很多地方都有检查，不要随便给陌生人开门，转发给亲友",
    "Cuidado pessoal, dizem que vão fazer batidas hoje em toda a região, nos pontos de ônibus e nas obras",
    "Друзья, будьте осторожны, говорят что сегодня проверяют документы на остановках. Не открывайте дверь незнакомым",
    "انتبهوا يا إخوان يقولون إن هناك تفتيش اليوم في محطات الحافلات وأماكن العمل لا تفتحوا الباب لأحد",
    "Walaalayaal iska ilaaliya maanta, waxaa la leeyahay waxaa jira baaritaan magaalada oo dhan, ha furina albaabka",
    "Faites attention, il paraît qu'il y a des contrôles partout en ville, dans les bus. N'ouvrez la porte à personne",
]


def told_of(city: City, text: str) -> tuple[str, ...]:
    found = by_told([(one.place.id, one.score) for one in mentioned(city, text, KINDS, near=areas(city, text))])
    return found.places if found else ()


@pytest.mark.parametrize(("text", "place"), TELLING)
def test_a_rumor_tells_of_its_place(text: str, place: str) -> None:
    assert told_of(BOSTON, text)[0] == place


@pytest.mark.parametrize("text", TELLING_NOTHING)
def test_a_rumor_without_a_place_tells_of_none(text: str) -> None:
    assert told_of(BOSTON, text) == ()


def test_each_of_two_places_is_found_before_what_is_only_called_alike() -> None:
    text = "dicen que la migra anda por el parque franklin y también por la biblioteca de mattapan, ¿es cierto?"

    assert set(told_of(BOSTON, text)[:2]) == {"franklin_park", "mattapan_library"}


def test_a_place_is_found_at_the_end_of_the_longest_message() -> None:
    text = f"{TELLING_NOTHING[0]} " * 40

    assert told_of(BOSTON, f"{text[:3950]} at the Mattapan library")[0] == "mattapan_library"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Somebody told me there is a raid in Eastie today, is it true? My husband works there", ["east_boston"]),
        ("Hyde Park and Roxbury, everybody says so", ["hyde_park", "roxbury"]),
        ("nobody knows where", []),
    ],
)
def test_the_neighborhoods_that_a_text_names_are_found(text: str, named: list[NeighborhoodId]) -> None:
    assert [*areas(BOSTON, text)] == named
