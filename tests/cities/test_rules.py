"""What may be wrong in city.toml: one line that says which entry, and what."""

import pytest

from tests.cities.conftest import Write, complaints

KINDS = (
    "library, school, park, playground, community_center, senior_center, pool, city_building, city_hall, "
    "police_station, fire_station, parking_lot, garage, cemetery"
)
TOP = "name, zone, languages, parts, box, policy, order, contacts"
ZONE = "zone must be a time zone such as America/New_York, and is"
DAY = "must be a day such as 2026-02-05, without quotes"
HIDDEN = "hidden characters, accents not composed (NFC), or space around it"
LINES = "closed_without_court_order, nonpublic_areas_need_judicial_warrant"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('name = "Salem"', "", "name must be a text"),
        ('name = "Salem"', "name = 7", "name must be a text"),
        ('name = "Salem"', 'name = ""', "name must be a text"),
        ('name = "Salem"', 'name = " Salem"', f"name has {HIDDEN}"),
        ('name = "Salem"', 'name = "Sa\u200blem"', f"name has {HIDDEN}"),
        ('name = "Salem"', 'name = "Sa\\nlem"', f"name has {HIDDEN}"),
        ('name = "Salem"', f'name = "{"S" * 61}"', "name is 61 long, at most 60"),
        ('name = "Salem"', 'nmae = "Salem"', f"nmae is not one of {TOP}"),
        ("America/New_York", "America/Atlantis", f"{ZONE} America/Atlantis"),
        ("America/New_York", "America", f"{ZONE} America"),
        ("America/New_York", "../zone", f"{ZONE} ../zone"),
        ('"zh_Hant"]', '"zh-TW"]', "languages must be codes such as en, kea, zh_Hant, and has zh-TW"),
        ('"zh_Hant"]', '"en"]', "languages has en twice"),
        ('["en", "es", "zh_Hant"]', "[]", "languages must name one at least"),
        ('["en", "es", "zh_Hant"]', '"en"', "languages must be a list of texts"),
        ('["en", "es", "zh_Hant"]', '["en", 7]', "languages must be a text"),
        (
            '["north", "south"]',
            '["north", "uphill"]',
            "parts must be of downtown, north, east, south, west, center, and has uphill",
        ),
        ('["north", "south"]', "[]", "parts must name one at least"),
        ("box = {", "bxo = {", f"bxo is not one of {TOP}"),
        ("north = 42.6, ", "", "box: north must be a number"),
        ("north = 42.6", "north = true", "box: north must be a number"),
        ("north = 42.6", "north = inf", "box: north must be a number"),
        ("north = 42.6", f"north = 1{'0' * 400}", "box: north must be a number"),
        ("north = 42.6", "up = 42.6", "box: up is not one of south, west, north, east"),
        ("north = 42.6", "north = 42.3", "box: south must be below north, and west below east, in degrees"),
        ("north = 42.6", "north = 91", "box: south must be below north, and west below east, in degrees"),
        (
            "north = 42.6",
            "north = 44",
            "box: no city is larger than 1 degree from south to north and 2 from west to east",
        ),
        ("checked_on = 2026-03-01", 'checked_on = "2026-03-01"', f"order: checked_on {DAY}"),
        ("checked_on = 2026-03-01", "checked_on = 2026-03-01T10:00:00", f"order: checked_on {DAY}"),
        ("date = 2026-02-05\n", "", f"order: date {DAY}"),
        ('source = "https://example.org/order"\n', "", "order: source must be a text"),
        ('title = "An order"', f'title = "{"a" * 301}"', "order: title is 301 long, at most 300"),
        (
            'title = "An order"',
            'headline = "An order"',
            "order: headline is not one of title, date, source, checked_on, reach, lines",
        ),
        ('reach = "city_property_only"\n', "", "order: reach must be a text"),
        ('"city_property_only"', '"all"', "order: reach must be of city_property_only, and is all"),
        ('"city_hall"]', '"castle"]', f"order: lines: closed_without_court_order must be of {KINDS}, and has castle"),
        ('["library"]', '["library", "park"]', "order: lines: park is in two lines"),
        ("closed_without_court_order =", "closed =", f"order: lines: closed is not one of {LINES}"),
        ("[contacts.hotline]", "[contacts.helpline]", "contacts must have hotline, with a phone"),
        ('phone = "617-555-0100"', 'link = "https://example.org"', "contacts must have hotline, with a phone"),
        ('phone = "617-555-0100"', "", "contacts: hotline: neither phone nor link"),
        (
            'phone = "617-555-0100"',
            'phone = "(617) 555-0100"',
            "contacts: hotline: phone must be digits and hyphens, and is (617) 555-0100",
        ),
        (
            'link = "https://example.org/form"',
            'link = "http://example.org/form"',
            "contacts: form: link must be an https link, and is http://example.org/form",
        ),
        ('source = "https://example.org/forms"\n', "", "contacts: form: source must be a text"),
        ("checked_on = 2026-03-02\n", "", f"contacts: form: checked_on {DAY}"),
        ("agreed_on = 2026-03-04", 'agreed_on = "soon"', f"contacts: hotline: agreed_on {DAY}"),
        (
            "[contacts.form]\n",
            '[contacts.form]\nfax = "1"\n',
            "contacts: form: fax is not one of name, phone, link, source, checked_on, agreed_on",
        ),
        ("[order]\n", "[disorder]\n", f"disorder is not one of {TOP}"),
        ("[contacts.hotline]\n", "[contacts]\nhelp = 7\n[contacts.hotline]\n", "contacts: help must be a table"),
    ],
)
def test_a_rule_that_is_wrong_is_one_line(write: Write, old: str, new: str, complaint: str) -> None:
    assert f"city.toml: {complaint}" in complaints(write("city.toml", old, new))
