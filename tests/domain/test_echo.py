"""What those who got an alert tell back: which counts are worth drawing a card again."""

from bot.domain.echo import is_news


def test_the_first_few_are_news_and_then_ever_fewer() -> None:
    assert [count for count in range(1, 1001) if is_news(count)] == [
        *(1, 2, 3, 5),
        *(10, 20, 30, 50),
        *(100, 200, 300, 500),
        1000,
    ]


def test_nobody_is_no_news() -> None:
    assert not is_news(0)
