"""What residents are shown who report."""

from dataclasses import replace
from itertools import groupby

import pytest

from bot.domain.asking import ANSWERS, Asked, Said
from bot.domain.buttons import (
    Among,
    AreStill,
    Around,
    At,
    Back,
    Bare,
    Cancel,
    Elsewhere,
    Enough,
    HasVehicles,
    HowMany,
    KnownBy,
    More,
    OnVests,
    Seen,
    Send,
    What,
    read,
)
from bot.domain.details import Details, Source, Still, Vehicles
from bot.domain.ids import EVERYWHERE, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Status
from bot.domain.masking import Mask
from bot.domain.refusals import NotCityPlace, OutsideCity, TooLong
from bot.domain.report import Draft, OpenDraft, Remark, Submitted, When, whole
from bot.domain.screen import Screen
from bot.domain.where import MOST_NEAR
from bot.render import refusing, reporting
from bot.render.reader import Reader
from cities import City, PlaceKind
from locales import ENGLISH, Translator, plain
from locales.markup import Html
from tests.render.conftest import Reads
from tests.render.screens import NOW, SEEN

HARBOR, HILL, MILL = (NeighborhoodId(one) for one in ("harbor", "hill", "mill"))
LIBRARY, PARK = PlaceId("pier_library"), PlaceId("harbor_park")
TAG = 77
FULL = Draft(TAG, Activity.PATROL, HARBOR, LIBRARY, SEEN, Number.FEW)
THERE = replace(FULL, place=None, observed=None, number=None)
DORCHESTER = replace(THERE, neighborhood=NeighborhoodId("dorchester"))
ADD = "If you want, type a note for volunteers, or send one photo (📎)."
MOST_ROWS = 20
"""Under the question where it was: a phone shows eight to ten of them at once."""
WAYS = "Choose below, send your location (📎), or type the name of the place."


def shown(screen: Screen) -> list[str]:
    return plain(Html(screen.text)).split("\n")


def buttons(screen: Screen) -> list[object]:
    return [read(key.data) for row in screen.keys for key in row if key.data is not None]


def labels(screen: Screen) -> list[str]:
    return [key.says for row in screen.keys for key in row]


@pytest.mark.parametrize(
    ("draft", "asked", "choices"),
    [
        (Draft(TAG), ["What did you see?"], [What(TAG, one) for one in Activity]),
        (
            Draft(TAG, Activity.PATROL),
            ["Where was it?", WAYS],
            [At(TAG, PlaceId("hill_school")), Elsewhere(TAG)],
        ),
        (
            Draft(TAG, Activity.PATROL, anywhere=True),
            ["Where was it?", WAYS],
            [Around(TAG, NeighborhoodId(one)) for one in ("hill", "harbor", "mill", "quay")],
        ),
        (THERE, ["Where was it?", WAYS], [At(TAG, LIBRARY), At(TAG, PARK), Elsewhere(TAG)]),
        (replace(FULL, observed=None, number=None), ["When did you see it?"], [Seen(TAG, one) for one in When]),
        (replace(FULL, number=None), ["How many officers did you see?"], [HowMany(TAG, one) for one in Number]),
        (
            FULL,
            ["Is this right? Volunteers will check it before anyone is alerted.", ADD],
            [Send(TAG), More(TAG)],
        ),
        (replace(FULL, note="blue"), [], [Send(TAG), More(TAG), Bare(TAG)]),
        (replace(FULL, photo="A1"), [], [Send(TAG), More(TAG), Bare(TAG)]),
    ],
)
def test_each_question_offers_its_answers_and_a_way_back(
    reader: Reader, draft: Draft, asked: list[str], choices: list[object]
) -> None:
    screen = reporting.question(reader, OpenDraft(draft, frozenset([EVERYWHERE, HILL])))
    foot = [Cancel(TAG)] if draft.activity is None else [Back(TAG), Cancel(TAG)]

    assert shown(screen)[: len(asked)] == asked
    assert buttons(screen) == [*choices, *foot]


WHERE = Draft(TAG, Activity.PATROL)


@pytest.mark.parametrize("near", [(), (EVERYWHERE,)], ids=["nowhere", "in the whole city"])
def test_who_listens_in_no_neighborhood_chooses_one_first(reader: Reader, near: tuple[NeighborhoodId, ...]) -> None:
    screen = reporting.question(reader, OpenDraft(WHERE, frozenset(near)))

    assert buttons(screen)[:-2] == [Around(TAG, NeighborhoodId(one)) for one in ("harbor", "mill", "hill", "quay")]


def test_where_someone_listens_places_are_one_tap_away_and_the_rest_of_them_a_few(reads: Reads, boston: City) -> None:
    near = [NeighborhoodId(one) for one in ("chinatown", "dorchester", "roxbury")]
    screen = reporting.question(reads("es"), OpenDraft(WHERE, frozenset(near)))
    shown = [one.place for one in buttons(screen) if isinstance(one, At)]

    assert len(shown) == MOST_NEAR
    assert {place.id for place in boston.places_in(near[0])} < set(shown)
    assert all(set(near) & set(boston.neighborhoods_of(place)) for place in shown)
    assert buttons(screen)[MOST_NEAR:] == [
        Around(TAG, near[1]),
        Around(TAG, near[2]),
        Elsewhere(TAG),
        Back(TAG),
        Cancel(TAG),
    ]


@pytest.mark.parametrize("listens", [("east_boston",), ("dorchester",), ("dorchester", "east_boston", "roxbury")])
def test_they_stand_kind_by_kind_in_few_rows(reads: Reads, boston: City, listens: tuple[str, ...]) -> None:
    near = frozenset(NeighborhoodId(one) for one in listens)
    screen = reporting.question(reads("so"), OpenDraft(WHERE, near))
    kinds = [boston.places[one.place].kind for one in buttons(screen) if isinstance(one, At)]

    assert [kind for kind, _ in groupby(kinds)] == list(dict.fromkeys(kinds))
    assert len(screen.keys) <= MOST_ROWS


def test_the_place_of_an_alert_is_always_the_first_of_them(reads: Reads, boston: City) -> None:
    there = boston.places_in(NeighborhoodId("dorchester"))
    near = frozenset([NeighborhoodId("dorchester")])
    without = buttons(reporting.question(reads("en"), OpenDraft(WHERE, near)))
    left_out = next(one.id for one in there if At(TAG, one.id) not in without)

    known = buttons(reporting.question(reads("en"), OpenDraft(WHERE, near, alerted=(left_out, LIBRARY))))

    assert known[0] == At(TAG, left_out)
    assert At(TAG, LIBRARY) not in known
    assert len(known) == len(without)


def test_before_it_is_sent_the_whole_report_is_shown(reader: Reader) -> None:
    assert shown(reporting.question(reader, OpenDraft(FULL)))[1:] == [
        ADD,
        "",
        "Seen: 🚶 Patrol",
        "Place: Pier Library",
        "Neighborhood: Harbor",
        "Time: 3:45 PM",
        "Officers: A few",
        "I saw it myself",
    ]


TOLD = Details(Vehicles.SEVERAL, Said.POLICE, Source.HEARD, Still.GONE)


def test_what_was_told_beside_the_answers_stands_below_them(reader: Reader) -> None:
    draft = replace(FULL, details=TOLD, note="<b>blue</b> & white", photo="A1")

    assert shown(reporting.question(reader, OpenDraft(draft)))[-6:] == [
        "Someone told me",
        "Several vehicles",
        "Vests: Police",
        "They are gone",
        "Note for volunteers: <b>blue</b> & white",
        "With a photo, for the volunteer who looks",
    ]


def test_on_the_optional_screen_each_tap_says_something_or_takes_it_back(reader: Reader) -> None:
    screen = reporting.question(reader, OpenDraft(replace(FULL, details=TOLD), details=True))

    assert buttons(screen) == [
        *(KnownBy(TAG, one) for one in Source),
        *(HasVehicles(TAG, one, int(one is not Vehicles.SEVERAL)) for one in Vehicles),
        *(OnVests(TAG, one, int(one is not Said.POLICE)) for one in ANSWERS[Asked.VESTS]),
        *(AreStill(TAG, one, int(one is not Still.GONE)) for one in Still),
        Enough(TAG),
    ]
    assert [one for one in labels(screen) if one.startswith("✅")] == [
        "✅ Someone told me",
        "✅ Several vehicles",
        "✅ Vests: Police",
        "✅ They are gone",
    ]


def test_untouched_the_optional_screen_says_that_they_saw_it_and_nothing_else(reader: Reader) -> None:
    screen = reporting.question(reader, OpenDraft(FULL, details=True))

    assert [one for one in labels(screen) if one.startswith("✅")] == ["✅ I saw it myself"]


def test_whoever_wrote_a_note_hears_what_was_hidden_in_it(reader: Reader) -> None:
    asked = OpenDraft(replace(FULL, note="van •••"), masked=(Mask.PHONE, Mask.PLATE))

    assert shown(reporting.question(reader, asked))[0] == (
        "Hidden in your note before it was kept: phone number, license plate"
    )


@pytest.mark.parametrize(
    ("draft", "remark", "begins"),
    [
        (FULL, Remark.FIRST_PHOTO, ["Only the first photo of an album counts.", "Is this right?"]),
        (WHERE, Remark.PHOTO_LATER, ["A photo can be added at the end of a report", "Where was it?", "Choose below"]),
    ],
)
def test_a_photo_that_is_not_taken_gets_a_clear_answer_and_the_question_again(
    reader: Reader, draft: Draft, remark: Remark, begins: list[str]
) -> None:
    lines = shown(reporting.question(reader, OpenDraft(draft, remark=remark)))

    assert all(line.startswith(begin) for line, begin in zip(lines, begins, strict=False))


def test_places_that_may_be_meant_are_offered_with_their_neighborhoods_and_a_way_to_all(reader: Reader) -> None:
    asked = OpenDraft(Draft(TAG, Activity.PATROL), frozenset(), Remark.DID_YOU_MEAN, (LIBRARY, PlaceId("mill_park")))
    screen = reporting.question(reader, asked)

    assert shown(screen)[0] == "Did you mean one of these places?"
    assert labels(screen)[:3] == ["Pier Library, Harbor", "Mill Park, Mill", "Choose from the list"]
    assert buttons(screen) == [
        At(TAG, LIBRARY),
        At(TAG, PlaceId("mill_park")),
        Elsewhere(TAG),
        Back(TAG),
        Cancel(TAG),
    ]


def test_words_that_fit_nothing_are_answered_with_the_question(reader: Reader) -> None:
    screen = reporting.question(reader, OpenDraft(Draft(TAG, Activity.PATROL), frozenset(), Remark.NOT_FOUND))

    assert shown(screen)[:3] == ["No place was found by these words.", "Where was it?", WAYS]
    assert Around(TAG, HARBOR) in buttons(screen)


def test_what_was_said_long_ago_is_asked_with_its_time(reader: Reader) -> None:
    asked = OpenDraft(replace(FULL, observed=None, number=None), frozenset(), Remark.STILL_SO, since=SEEN)

    assert shown(reporting.question(reader, asked))[:2] == [
        "Time has passed since 3:45 PM. Is it still happening?",
        "When did you see it?",
    ]


def test_a_neighborhood_without_places_says_so_and_offers_those_next_to_it(harborton: City) -> None:
    without = {one: place for one, place in harborton.places.items() if place.neighborhood != MILL}
    reader = Reader(Translator(ENGLISH, strict=True), replace(harborton, places=without), NOW)
    screen = reporting.question(reader, OpenDraft(replace(THERE, neighborhood=MILL)))

    assert shown(screen)[0].startswith("We know no city place in Mill.")
    assert buttons(screen) == [Around(TAG, HARBOR), Elsewhere(TAG), Back(TAG), Cancel(TAG)]


def test_of_many_places_the_kinds_are_shown_first_in_the_readers_language(reads: Reads, boston: City) -> None:
    screen = reporting.question(reads("vi"), OpenDraft(DORCHESTER))
    there = {one.kind for one in boston.places_in(NeighborhoodId("dorchester"))}

    assert "Thư viện" in labels(screen)
    assert [one for one in buttons(screen) if isinstance(one, Among)] == [
        Among(TAG, kind, 0) for kind in PlaceKind if kind in there
    ]


def test_of_one_kind_there_is_a_page_after_the_other_and_none_is_left_out(boston: City) -> None:
    park = boston.places[PlaceId("franklin_park")]
    many = {PlaceId(f"park_{at}"): replace(park, id=PlaceId(f"park_{at}"), name=f"Park {at}") for at in range(40)}
    reader = Reader(Translator(ENGLISH, strict=True), replace(boston, places=many), NOW)

    def page(at: int) -> Screen:
        draft = replace(THERE, neighborhood=park.neighborhood, kind="park", page=at)
        return reporting.question(reader, OpenDraft(draft))

    pages = [[one.place for one in buttons(page(at)) if isinstance(one, At)] for at in range(3)]
    assert [len(one) for one in pages] == [16, 16, 8]
    assert [place for one in pages for place in one] == list(many)
    assert labels(page(1))[16:19] == ["1", "· 2 ·", "3"]
    assert page(99) == page(2)


@pytest.mark.parametrize(
    ("status", "known", "begins"),
    [
        (Status.UNVERIFIED, False, "Thank you. We have your report: Pier Library, 3:45 PM."),
        (Status.UNVERIFIED, True, "Thank you. Others have told us about this too: Pier Library."),
        (Status.ACTIVE, True, "Thank you. This is confirmed already, and people were alerted: Pier Library."),
    ],
)
def test_a_reporter_hears_at_once_that_it_arrived_and_how_it_stands(
    reader: Reader, status: Status, begins: str, *, known: bool
) -> None:
    report = whole(FULL)
    assert report is not None

    assert shown(reporting.submitted(reader, Submitted(report, status, known)))[0].startswith(begins)


def test_a_spot_that_is_not_the_citys_gets_the_hotline(reader: Reader) -> None:
    assert reader.city.hotline in refusing.refusal(reader, NotCityPlace())
    assert refusing.refusal(reader, OutsideCity()) == "That point is outside Harborton."
    assert "500" in refusing.refusal(reader, TooLong(500))


def test_people_may_call_a_place_by_its_kind_in_every_language() -> None:
    called = reporting.kinds()

    assert set(called) == set(PlaceKind)
    assert {"Library", "Biblioteca", "Bibliyotèk", "圖書館", "Библиотека"} <= set(called[PlaceKind.LIBRARY])
