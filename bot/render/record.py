"""The record as files that other programs read: the same facts as a table and as points on a map.

The columns and their values are in English in every language: they are for programs, courts and newspapers. There is
nothing in them that subscribers were not told: the place's own point, and no number where someone was taken.
"""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from bot.domain.buttons import Record
from bot.domain.incident import Activity, Status
from bot.domain.record import LENGTH, Recorded
from bot.domain.screen import File, Key, Screen
from bot.render.reader import Reader
from locales import Html, plain

ENDED = {Status.ACTIVE: "", Status.OVER: "over", Status.EXPIRED: "expired"}
"""How it ended: seen no more, or nobody has looked again."""


COLUMNS = (
    "incident",
    "place",
    "neighborhood",
    "kind",
    "lat",
    "lon",
    "activity",
    "officers",
    "observed",
    "confirmed",
    "ended",
    "how",
)


def asking(reader: Reader) -> Screen:
    """For how long back?"""
    keys = [Key(plain(reader.length(length)), data=Record(span).pack()) for span, length in LENGTH.items()]
    return reader.screen("record.ask", tuple(keys))


def caption(reader: Reader, found: Sequence[Recorded]) -> Html:
    """How many there are."""
    return reader.words("record.holds", count=len(found))


def files(reader: Reader, found: Sequence[Recorded]) -> tuple[File, File]:
    """A table, and a map."""
    rows = [_row(reader, one) for one in found]
    table = StringIO()
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    points = {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}
    return (
        File("confirmed.csv", table.getvalue().encode("utf-8-sig")),
        File("confirmed.geojson", json.dumps(points, ensure_ascii=False, indent=1).encode()),
    )


def _row(reader: Reader, one: Recorded) -> dict[str, Any]:
    """One incident. A place that is no longer listed has a name and no point."""
    place = reader.city.places.get(one.place)
    return {
        "incident": one.incident,
        "place": reader.place(one.place),
        "neighborhood": reader.neighborhood(one.neighborhood),
        "kind": "" if place is None else place.kind.value,
        "lat": "" if place is None else place.lat,
        "lon": "" if place is None else place.lon,
        "activity": one.activity.value,
        "officers": "" if one.activity is Activity.DETENTION else one.number.value,
        "observed": _at(reader, one.observed),
        "confirmed": _at(reader, one.confirmed),
        "ended": _at(reader, one.ended),
        "how": ENDED[one.status],
    }


def _at(reader: Reader, at: datetime | None) -> str:
    """On the city's clock, to the minute."""
    return "" if at is None else at.astimezone(reader.city.zone).isoformat(timespec="minutes")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in ("lat", "lon")}
    point = None if row["lat"] == "" else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {"type": "Feature", "geometry": point, "properties": told}
