"""What may be wrong in a policy: a city changes any of the numbers, and invents none."""

from dataclasses import fields

import pytest

from bot.domain.policy import Policy
from tests.cities.conftest import Write, complaints

KNOWN = ", ".join(field.name for field in fields(Policy))
SPAN = 'must be a time such as "10 minutes", "2 hours", "1 day"'


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("findings_remote = 4", "findings = 4", f"policy: findings is not one of {KNOWN}"),
        ("findings_remote = 4", "findings_remote = 1", "policy: findings_remote must be a whole number, at least 2"),
        (
            "findings_remote = 4",
            "findings_with_one_on_scene = 1",
            "policy: findings_with_one_on_scene must be a whole number, at least 2",
        ),
        (
            "findings_remote = 4",
            "findings_to_dismiss = 1.5",
            "policy: findings_to_dismiss must be a whole number, at least 1",
        ),
        ("findings_remote = 4", "findings_remote = true", "policy: findings_remote must be a number"),
        ("findings_remote = 4", 'findings_remote = "4"', "policy: findings_remote must be a number"),
        ('claim = "5 minutes"', 'claim = "5 min"', f"policy: claim {SPAN}"),
        ('claim = "5 minutes"', 'claim = "0 minutes"', f"policy: claim {SPAN}"),
        ('claim = "5 minutes"', "claim = 5", "policy: claim must be a text"),
        ("offer_m = 200", 'notices_apart = "0 minutes"', f"policy: notices_apart {SPAN}"),
        ("offer_m = 200", "offer_m = -1", "policy: offer_m must be more than 0"),
        ("offer_m = 200", "offer_m = nan", "policy: offer_m must be a number"),
        ("offer_m = 200", "training_first = 1", "policy: training_first must be true or false"),
        ('scope = "everywhere"', 'scope = "elsewhere"', "policy: scope must be one of city_property, everywhere"),
    ],
)
def test_a_policy_that_is_wrong_is_one_line(write: Write, old: str, new: str, complaint: str) -> None:
    assert f"city.toml: {complaint}" in complaints(write("city.toml", old, new))
