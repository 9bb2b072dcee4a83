"""The record: a table and a map of the same facts, and nobody in them."""

import csv
import json
from datetime import timedelta
from io import StringIO

from bot.domain.ids import IncidentId, NeighborhoodId, PlaceId
from bot.domain.incident import Activity, Number, Status
from bot.domain.record import Recorded
from bot.render.reader import Reader
from bot.render.record import COLUMNS, files
from tests.render.screens import NOW

LIBRARY = Recorded(
    IncidentId(7),
    PlaceId("pier_library"),
    NeighborhoodId("harbor"),
    Activity.PATROL,
    Number.FEW,
    Status.OVER,
    observed=NOW - timedelta(minutes=25),
    confirmed=NOW,
    ended=NOW + timedelta(hours=1),
)
TAKEN = Recorded(
    IncidentId(8),
    PlaceId("old_mill, gone"),
    NeighborhoodId("mill"),
    Activity.DETENTION,
    Number.MANY,
    Status.ACTIVE,
    observed=NOW,
    confirmed=NOW,
    ended=None,
)


def test_the_table_says_where_when_what_and_how_it_ended(reader: Reader) -> None:
    table, _ = files(reader, [LIBRARY, TAKEN])
    first, second = csv.DictReader(StringIO(table.content.decode("utf-8-sig")))
    place = reader.city.places[LIBRARY.place]

    assert tuple(first) == COLUMNS
    assert (first["place"], first["lat"], first["lon"]) == (place.name, str(place.lat), str(place.lon))
    assert (first["activity"], first["officers"], first["how"]) == ("patrol", "few", "over")
    assert (first["observed"], first["ended"]) == ("2026-03-02T15:45-05:00", "2026-03-02T17:10-05:00")
    assert (second["lat"], second["officers"], second["ended"], second["how"]) == ("", "", "", "")


def test_the_map_has_each_place_at_its_own_point(reader: Reader) -> None:
    _, points = files(reader, [LIBRARY, TAKEN])
    first, second = json.loads(points.content)["features"]
    place = reader.city.places[LIBRARY.place]

    assert first["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}
    assert first["properties"]["incident"] == 7
    assert second["geometry"] is None
