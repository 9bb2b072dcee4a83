"""The project's own numbers: what a city gets that changes nothing."""

from dataclasses import fields
from datetime import timedelta

import pytest

from bot.domain.policy import Policy, Scope

POLICY = Policy()


def test_no_single_phone_can_send_an_alert() -> None:
    assert POLICY.findings_with_one_on_scene >= 2
    assert POLICY.findings_remote > POLICY.findings_with_one_on_scene


def test_no_single_phone_can_bury_a_report() -> None:
    assert POLICY.findings_to_dismiss >= 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reports_open", 3),
        ("reports_apart", timedelta(minutes=10)),
        ("reports_a_day", 10),
        ("invitation_expires", timedelta(hours=24)),
        ("notices_apart", timedelta(minutes=30)),
        ("notices_a_day", 3),
        ("draft_expires", timedelta(hours=1)),
        ("border_m", 300.0),
        ("snap_m", 75.0),
        ("offer_m", 250.0),
        ("scope", Scope.CITY_PROPERTY),
    ],
)
def test_what_was_promised_is_the_default(name: str, value: object) -> None:
    assert getattr(POLICY, name) == value


def test_an_alert_names_an_hour_so_it_is_about_less_than_half_a_day() -> None:
    assert POLICY.confirm_within + POLICY.alert_expires < timedelta(hours=12)


def test_a_report_joins_only_what_could_still_be_alerted() -> None:
    assert POLICY.join_within <= POLICY.confirm_within


@pytest.mark.parametrize("field", fields(Policy), ids=lambda field: field.name)
def test_no_number_is_nothing(field: object) -> None:
    value = getattr(POLICY, field.name)  # type: ignore[attr-defined]

    assert isinstance(value, Scope) or value > type(value)(0)
