"""Numbers of numbers."""

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil
from statistics import median

SECOND = 1.0 - 1e-9
"""What is exactly one second apart is not within one second, however the clock rounds."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least this share of them (0 to 1) does not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def spread(values: Sequence[float]) -> float:
    """Largest minus smallest, as a share of the median."""
    middle = median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def per_second(times: Sequence[float]) -> float:
    """How many a second, from the first to the last; 0 when that is no time at all."""
    took = max(times) - min(times) if times else 0.0
    return (len(times) - 1) / took if took > 0 else 0.0


def most_in_any_second(times: Sequence[float]) -> int:
    """The most of these moments that lie within one second, from any moment to just before one later."""
    ordered = sorted(times)
    return max((at - bisect_right(ordered, time - SECOND) + 1 for at, time in enumerate(ordered)), default=0)
