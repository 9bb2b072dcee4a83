"""What findings add up to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import PersonNumber
from bot.domain.incident import Activity, Number
from bot.domain.policy import Policy
from bot.domain.verification import Agency, Answer, Detail, Finding, Verdict, Where, enough, independent, verdict

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
POLICY = Policy()


def found(by: int, answer: Answer = Answer.SEEN, where: Where = Where.ON_SCENE, minute: int = 0) -> Finding:
    return Finding(PersonNumber(by), answer, where, NOON + timedelta(minutes=minute))


HERE, AFAR = Where.ON_SCENE, Where.REMOTE
SEEN, NOTHING, UNSURE = Answer.SEEN, Answer.NOTHING_THERE, Answer.CANNOT_TELL


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param([], Verdict.OPEN, id="nobody has looked"),
        pytest.param([found(1)], Verdict.OPEN, id="one person is not enough"),
        pytest.param([found(1), found(2)], Verdict.CONFIRMED, id="two, both on the spot"),
        pytest.param([found(1), found(2, where=AFAR)], Verdict.CONFIRMED, id="two, one on the spot"),
        pytest.param([found(1, where=AFAR), found(2, where=AFAR)], Verdict.OPEN, id="two from afar are not enough"),
        pytest.param([found(n, where=AFAR) for n in (1, 2, 3)], Verdict.CONFIRMED, id="three from afar"),
        pytest.param([found(1), found(1, minute=1)], Verdict.OPEN, id="the same person twice is one"),
        pytest.param([found(1, NOTHING), found(2, NOTHING)], Verdict.DISMISSED, id="two found nothing"),
        pytest.param([found(1), found(2, NOTHING)], Verdict.DISPUTED, id="they disagree"),
        pytest.param([found(1), found(2), found(3, NOTHING)], Verdict.DISPUTED, id="a late no is heard too"),
        pytest.param([found(1), found(2, UNSURE)], Verdict.OPEN, id="cannot tell counts for neither side"),
    ],
)
def test_the_citys_policy_decides(findings: list[Finding], expected: Verdict) -> None:
    assert verdict(findings, POLICY) is expected


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param([found(1)], Verdict.OPEN, id="too few"),
        pytest.param([found(1), found(2)], Verdict.NEEDS_CONSENT, id="enough"),
        pytest.param([found(1, NOTHING), found(2, NOTHING)], Verdict.DISMISSED, id="nothing needs no consent"),
        pytest.param([found(1), found(2), found(3, NOTHING)], Verdict.DISPUTED, id="a dispute is decided anyway"),
    ],
)
def test_where_consent_is_needed_volunteers_alone_confirm_nothing(findings: list[Finding], expected: Verdict) -> None:
    assert verdict(findings, POLICY, needs_consent=True) is expected


ICE, FEDERAL, POLICE, UNKNOWN = Agency


def saw(by: int, agency: Agency | None = None, where: Where = HERE) -> Finding:
    return replace(found(by, where=where), agency=agency)


@pytest.mark.parametrize(
    ("findings", "expected", "would_be_enough"),
    [
        pytest.param([saw(1, ICE), saw(2, ICE)], Verdict.CONFIRMED, True, id="both saw ICE"),
        pytest.param([saw(1), saw(2)], Verdict.CONFIRMED, True, id="nobody has told the agency yet"),
        pytest.param([saw(1, FEDERAL), saw(2, UNKNOWN)], Verdict.CONFIRMED, True, id="other federal, and not sure"),
        pytest.param([saw(1, POLICE)], Verdict.OPEN, False, id="one saw the local police"),
        pytest.param([saw(1, POLICE), saw(2, POLICE)], Verdict.DISMISSED, False, id="both saw the local police"),
        pytest.param([saw(1, POLICE), found(2, NOTHING)], Verdict.DISMISSED, False, id="police, and nothing"),
        pytest.param([saw(1, POLICE), found(2, UNSURE)], Verdict.OPEN, False, id="police, and cannot tell"),
        pytest.param([saw(1, ICE), saw(2, POLICE)], Verdict.DISPUTED, False, id="one ICE, one police"),
        pytest.param([saw(1), saw(2, POLICE)], Verdict.DISPUTED, False, id="one untold, one police"),
        pytest.param([saw(1, ICE), saw(2, ICE), saw(3, POLICE)], Verdict.DISPUTED, True, id="two ICE, one police"),
        pytest.param(
            [saw(n, POLICE, where=AFAR) for n in (1, 2)], Verdict.OPEN, False, id="two saw the police in pictures"
        ),
        pytest.param(
            [saw(n, POLICE, where=AFAR) for n in (1, 2, 3)], Verdict.DISMISSED, False, id="three, in pictures"
        ),
    ],
)
def test_the_local_police_is_no_ice(findings: list[Finding], expected: Verdict, would_be_enough: bool) -> None:
    assert verdict(findings, POLICY) is expected
    assert enough(findings, POLICY) is would_be_enough


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ([HERE, HERE], Verdict.DISMISSED),
        ([HERE, AFAR], Verdict.DISMISSED),
        ([AFAR, AFAR], Verdict.OPEN),
        ([AFAR, AFAR, AFAR], Verdict.DISMISSED),
    ],
)
def test_nothing_in_pictures_says_less_than_nothing_on_the_spot(where: list[Where], expected: Verdict) -> None:
    assert verdict([found(by, NOTHING, one) for by, one in enumerate(where)], POLICY) is expected


@pytest.mark.parametrize(
    ("told", "asks"),
    [
        ({}, Detail.AGENCY),
        ({"agency": ICE}, Detail.ACTIVITY),
        ({"agency": ICE, "activity": Activity.PATROL}, Detail.NUMBER),
        ({"activity": Activity.PATROL}, Detail.AGENCY),
        ({"agency": POLICE, "activity": Activity.OTHER, "number": Number.UNKNOWN}, None),
    ],
)
def test_who_saw_it_is_asked_one_thing_after_the_other(told: dict[str, Any], asks: Detail | None) -> None:
    assert replace(found(1), **told).asks is asks


@pytest.mark.parametrize("answer", [NOTHING, UNSURE])
def test_who_saw_nothing_is_asked_nothing_more(answer: Answer) -> None:
    assert found(1, answer).asks is None


def test_who_reported_it_does_not_count() -> None:
    assert verdict([found(1), found(2)], POLICY, reporters={PersonNumber(2)}) is Verdict.OPEN


def test_a_dispute_can_be_enough_without_those_who_saw_nothing() -> None:
    disputed = [found(1), found(2), found(3, NOTHING)]

    assert enough(disputed, POLICY)
    assert not enough(disputed, POLICY, reporters={PersonNumber(1)})


A, B = 1, 4
"""Two volunteers who began a branch each."""


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        pytest.param({1: None, 4: None}, Verdict.CONFIRMED, id="organizers invited both"),
        pytest.param({1: None, 2: A}, Verdict.OPEN, id="one invited the other"),
        pytest.param(
            {2: A, 3: A}, Verdict.OPEN, id="the same volunteer invited both, or one of them through the other"
        ),
        pytest.param({1: None, 2: A, 3: A, 5: A}, Verdict.OPEN, id="a whole branch"),
        pytest.param({2: A, 5: B}, Verdict.CONFIRMED, id="two branches"),
        pytest.param({1: None, 2: A, 4: None}, Verdict.CONFIRMED, id="a branch and one more"),
    ],
)
@pytest.mark.parametrize("answer", [SEEN, NOTHING])
def test_a_branch_counts_as_one(branches: dict[int, int | None], expected: Verdict, answer: Answer) -> None:
    findings = [replace(found(by, answer), branch=branch) for by, branch in branches.items()]
    wanted = {Verdict.CONFIRMED: Verdict.DISMISSED}.get(expected, expected) if answer is NOTHING else expected

    assert verdict(findings, POLICY) is wanted


def test_of_a_branch_what_was_seen_on_the_spot_counts() -> None:
    findings = [replace(found(2, where=AFAR), branch=A), replace(found(3, minute=9), branch=A), found(4, where=AFAR)]

    assert verdict(findings, POLICY) is Verdict.CONFIRMED


FINDINGS = st.lists(
    st.builds(
        Finding,
        st.integers(1, 5).map(PersonNumber),
        st.sampled_from(Answer),
        st.sampled_from(Where),
        st.integers(0, 30).map(lambda minute: NOON + timedelta(minutes=minute)),
        agency=st.none() | st.sampled_from(Agency),
        branch=st.none() | st.integers(1, 5),
    ),
    unique_by=lambda finding: (finding.by, finding.at),
    max_size=8,
)


@given(FINDINGS, st.randoms())
def test_the_order_in_which_findings_arrive_changes_nothing(findings: list[Finding], chance: object) -> None:
    shuffled = sorted(findings, key=lambda _: chance.random())  # type: ignore[attr-defined]

    assert verdict(shuffled, POLICY) is verdict(findings, POLICY)


@given(FINDINGS)
def test_no_single_person_ever_confirms(findings: list[Finding]) -> None:
    alone = [finding for finding in findings if finding.by == 1]

    assert verdict(alone, POLICY) is not Verdict.CONFIRMED


@given(FINDINGS)
def test_nobody_who_saw_the_local_police_makes_an_alert(findings: list[Finding]) -> None:
    without = [finding for finding in findings if finding.agency is not POLICE or finding.answer is not SEEN]

    if enough(findings, POLICY):
        assert enough(without, POLICY)


@given(FINDINGS)
def test_of_two_of_one_branch_one_counts(findings: list[Finding]) -> None:
    counted = independent(findings)

    assert len({one.begins for one in counted}) == len(counted)
    assert {one.begins for one in counted} == {one.begins for one in findings}


@given(FINDINGS)
def test_no_single_branch_ever_confirms_or_dismisses(findings: list[Finding]) -> None:
    alone = [replace(one, branch=1) for one in findings]

    assert verdict(alone, POLICY) not in {Verdict.CONFIRMED, Verdict.DISMISSED}
    assert not enough(alone, POLICY)
