"""What findings add up to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import PersonNumber
from bot.domain.policy import Policy
from bot.domain.verification import Answer, Finding, Verdict, Where, enough, verdict

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


def test_who_reported_it_does_not_count() -> None:
    assert verdict([found(1), found(2)], POLICY, reporters={PersonNumber(2)}) is Verdict.OPEN


def test_a_dispute_can_be_enough_without_those_who_saw_nothing() -> None:
    disputed = [found(1), found(2), found(3, NOTHING)]

    assert enough(disputed, POLICY)
    assert not enough(disputed, POLICY, reporters={PersonNumber(1)})


FINDINGS = st.lists(
    st.builds(
        Finding,
        st.integers(1, 5).map(PersonNumber),
        st.sampled_from(Answer),
        st.sampled_from(Where),
        st.integers(0, 30).map(lambda minute: NOON + timedelta(minutes=minute)),
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
