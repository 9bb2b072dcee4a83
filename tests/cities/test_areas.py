"""What may be wrong in neighborhoods.toml: one line that says which neighborhood, and what."""

import pytest

from tests.cities.conftest import Write, complaints

AN_ID = "an id is 1 to 32 letters A to Z, digits, _ or -, and not city"
NO_OTHER = ", which is no other neighborhood"
TWO = "joins must be two neighborhoods that are here"
METRES = "must be more than 0 and at most 500, and not in touches"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("measured_m = 500", "", "measured_m must be a number"),
        ("measured_m = 500", "measured_m = 299", "measured_m must be at least the policy's border_m, 300"),
        ("measured_m = 500", "measured_m = 500\nunit = 1", "unit is not one of measured_m, neighborhoods, crossings"),
        ("[neighborhoods.market]", '[neighborhoods."the market"]', f"neighborhoods: the market: {AN_ID}"),
        ("[neighborhoods.market]", f"[neighborhoods.{'m' * 33}]", f"neighborhoods: {'m' * 33}: {AN_ID}"),
        ("[neighborhoods.market]", "[neighborhoods.city]", f"neighborhoods: city: {AN_ID}"),
        ('name = "Market"\n', "", "neighborhoods: market: name must be a text"),
        ('name = "Market"', f'name = "{"m" * 41}"', "neighborhoods: market: name is 41 long, at most 40"),
        (
            'name = "Market"',
            'label = "Market"',
            "neighborhoods: market: label is not one of name, part, aliases, touches, near_m",
        ),
        (
            'part = "south"',
            'part = "east"',
            "neighborhoods: harbor: part must be one of the city's (north, south), and is east",
        ),
        ('part = "south"', 'part = "north"', "neighborhoods: no neighborhood is in the part south"),
        ('["Uptown"]', '["Uptown", "Uptown"]', "neighborhoods: upper_town: aliases has Uptown twice"),
        ('["Uptown"]', '["market"]', "neighborhoods: market: Market is also what upper_town is called"),
        (
            'touches = ["market"]',
            'touches = ["mrket"]',
            f"neighborhoods: upper_town: touches or is near to mrket{NO_OTHER}",
        ),
        (
            'touches = ["market"]',
            'touches = ["upper_town"]',
            f"neighborhoods: upper_town: touches or is near to upper_town{NO_OTHER}",
        ),
        ('touches = ["market"]', "", "neighborhoods: market: upper_town is 0 m away, and from there it is not near"),
        (
            "{ harbor = 250.5 }",
            "{ harbor = 250 }",
            "neighborhoods: market: harbor is 250 m away, and from there it is 250.5 m",
        ),
        ("{ harbor = 250.5 }", "{ harbor = 501 }", f"neighborhoods: market: near_m: harbor {METRES}"),
        ("{ harbor = 250.5 }", "{ harbor = 0 }", f"neighborhoods: market: near_m: harbor {METRES}"),
        ("{ harbor = 250.5 }", "{ upper_town = 9 }", f"neighborhoods: market: near_m: upper_town {METRES}"),
        ("{ harbor = 250.5 }", "250.5", "neighborhoods: market: near_m must be a table"),
        (
            'kind = "bridge"',
            'kind = "ferry"',
            "crossings: ferry_bridge: kind must be one of bridge, tunnel, and is ferry",
        ),
        ('["upper_town", "harbor"]', '["harbor"]', f"crossings: ferry_bridge: {TWO}"),
        ('["upper_town", "harbor"]', '["harbor", "moon"]', f"crossings: ferry_bridge: {TWO}"),
        ('["upper_town", "harbor"]', '["harbor", "harbor"]', "crossings: ferry_bridge: joins has harbor twice"),
        ('name = "Ferry Bridge"', 'nmae = "F"', "crossings: ferry_bridge: nmae is not one of name, kind, joins"),
        ("[crossings.ferry_bridge]", "[crossings]", "crossings: name must be a table"),
    ],
)
def test_a_neighborhood_that_is_wrong_is_one_line(write: Write, old: str, new: str, complaint: str) -> None:
    assert f"neighborhoods.toml: {complaint}" in complaints(write("neighborhoods.toml", old, new))
