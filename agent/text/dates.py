"""Dates and periods of a text, as intervals of days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from agent.models import Span

Granularity = Literal["minute", "hour", "day", "week", "month", "quarter", "half", "year", "years", "vague"]
DateKind = Literal["point", "period", "since", "until", "vague"]


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date or period as read: `start` and `end` are days, both inside; None where the text does not say.

    `relative` is true for readings that lean on the anchor (今年, 14日, 昨天), whose value is less sure.
    """

    span: Span
    start: datetime.date | None
    end: datetime.date | None
    granularity: Granularity
    kind: DateKind
    relative: bool


def read_dates(text: str, anchor: datetime.date | None) -> list[DateReading]:
    """The dates and periods of `text`, in order; `anchor` is the day the text was published, where known."""
    return []
