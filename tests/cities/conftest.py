"""A small city elsewhere, to be spoiled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cities import CityError, load

CITY = """\
name = "Salem"
zone = "America/New_York"
languages = ["en", "es", "zh_Hant"]
parts = ["north", "south"]
box = { south = 42.4, west = -71.0, north = 42.6, east = -70.8 }

[policy]
findings_remote = 4
claim = "5 minutes"
offer_m = 200
scope = "everywhere"

[order]
title = "An order"
date = 2026-02-05
source = "https://example.org/order"
checked_on = 2026-03-01
reach = "city_property_only"

[order.lines]
closed_without_court_order = ["park", "city_hall"]
nonpublic_areas_need_judicial_warrant = ["library"]

[contacts.hotline]
name = "The hotline"
phone = "617-555-0100"
source = "https://example.org/hotline"
checked_on = 2026-03-01
agreed_on = 2026-03-04

[contacts.form]
name = "The form"
link = "https://example.org/form"
source = "https://example.org/forms"
checked_on = 2026-03-02
"""

NEIGHBORHOODS = """\
measured_m = 500

[neighborhoods.upper_town]
name = "Upper Town"
part = "north"
aliases = ["Uptown"]
touches = ["market"]
near_m = { harbor = 310 }

[neighborhoods.market]
name = "Market"
part = "north"
touches = ["upper_town"]
near_m = { harbor = 250.5 }

[neighborhoods.harbor]
name = "Harbor"
part = "south"
near_m = { upper_town = 310, market = 250.5 }

[crossings.ferry_bridge]
name = "Ferry Bridge"
kind = "bridge"
joins = ["upper_town", "harbor"]
"""

PLACES = """\
id,name,kind,neighborhood,also,lat,lon,address,aliases,same_building_as,source,checked_on
upper_library,Upper Library,library,upper_town,market,42.51,-70.9,1 Main Street,Uptown Library;Books,,Map,2026-03-01
town_hall,"Town Hall, Market",city_hall,market,,42.5,-70.89,,,,City data,2026-03-01
reading_room,Reading Room,library,market,,42.50009,-70.89,,,town_hall,City data,2026-03-02
harbor_park,Harbor Park,park,harbor,,42.49123,-70.88123,,,,City data,2026-03-01
"""

OUTLINES = """\
{
  "source": "City dataset",
  "license": "Public domain",
  "checked_on": "2026-03-01",
  "neighborhoods": {
    "upper_town": [[[[42.5050, -70.9100], [42.5150, -70.9100], [42.5150, -70.8900], [42.5050, -70.8900]]]],
    "market": [
      [[[42.4950, -70.9100], [42.5050, -70.9100], [42.5050, -70.8900], [42.5050, -70.8800], [42.4950, -70.8800]]]
    ],
    "harbor": [
      [[[42.4850, -70.8900], [42.4920, -70.8900], [42.4920, -70.8750], [42.4850, -70.8750]],
       [[42.4860, -70.8880], [42.4870, -70.8880], [42.4870, -70.8860], [42.4860, -70.8860]]],
      [[[42.4850, -70.8700], [42.4870, -70.8700], [42.4870, -70.8680]]]
    ]
  },
  "places": {"harbor_park": [[[[42.4900, -70.8820], [42.4920, -70.8820], [42.4920, -70.8800]]]]}
}
"""
"""Upper Town and the Market meet exactly; the Harbor has a basin in it, and an island."""

FILES = {
    "city.toml": CITY,
    "neighborhoods.toml": NEIGHBORHOODS,
    "places.csv": PLACES,
    "outlines.json": OUTLINES,
}

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the city, with one text of one file replaced, and returns the path to load it from."""

    def write(file: str = "city.toml", old: str = "", new: str = "") -> str:
        folder = tmp_path / "salem"
        folder.mkdir(exist_ok=True)
        for name, body in FILES.items():
            spoiled = body.replace(old, new, 1) if name == file else body
            assert name != file or old == new or spoiled != body, f"{old} is not in {file}"
            (folder / name).write_text(spoiled, encoding="utf-8")
        return str(folder)

    return write


def complaints(folder: str) -> list[str]:
    """What is wrong with the city, each without the path of the folder."""
    with pytest.raises(CityError) as refused:
        load(folder)
    assert "\n" not in "".join(refused.value.findings)
    return [finding.removeprefix(f"{folder}/") for finding in refused.value.findings]
