"""The first words of a section: the day and who says so."""

from __future__ import annotations

import re

from agent.models import Source
from agent.writer.days import Calendar, parse_day

_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚间?|凌晨|中午|傍晚|当天)?(?:\d{1,2}时(?:\d{1,2}分)?)?"
_STARTS = re.compile(rf"^(?:当地时间|北京时间)?{_DAY}(?![起至到前后以止之的、时\d])[，,]?")
_INSIDE = re.compile(
    rf"(?<![从自至到截在距以、的—\-])(?P<day>(?:于(?=[当北]))?(?:当地时间|北京时间)?(?<![于从]){_DAY})(?=[\u4e00-\u9fff《])"
    r"(?!起|至|到|前|后|以|止|的|、|之|电|举行的)"
)
#: The day on which the reporter learnt it, where nobody is named who told it.
_LEARNT = re.compile(r"记者(\d{1,2}月\d{1,2}日)获悉|(\d{1,2}月\d{1,2}日)[，,]?记者获悉")
_REPORTS = re.compile(rf"^(?:据|综合|根据)?[^，。]{{2,24}}?{_DAY}(?:报道|消息|电|发文)")
#: Verbs by which a body is the source of what it tells.
SPEAKS = re.compile(
    r"发布|公布|印发|宣布|通报|披露|公示|出台|下发|公告|表示|指出|称[，：]|介绍|征求意见|公开|消息|说[，：]|认为[，：]|透露"
)


#: Publishers that make known and do not report.
_OFFICE = re.compile(r"(?:部|委|委员会|局|司|厅|署|办|办公室|政府|法院|海关)$|^国务院")


def is_office(who: str) -> bool:
    """Whether a publisher is an office, that makes known and does not report."""
    return bool(_OFFICE.search(who))


def said_by(source: Source) -> str:
    """Who a source speaks for: the origin it names if its text bears that out, else its publisher, or ""."""
    if source.reprint_of and source.reprint_of in source.text[:200]:
        return source.reprint_of
    return source.publisher


def opened(text: str, source: Source, days: Calendar | None, quoted: str = "") -> str:
    """`text` opening with the day and the source: `8月8日，某局发布……`, else `某社8月8日报道，……`.

    `quoted` are the words the sentence will cite.
    """
    if _REPORTS.match(text):
        return text
    who = said_by(source)
    text = day_first(text)
    start = _STARTS.match(text)
    if start:
        rest = text[start.end() :]
        if SPEAKS.search("，".join(rest.split("，", 1)[:1]) + "，") or not who:
            return text
        return f"据{who}{'消息' if is_office(who) else '报道'}，{text}"
    return _undated(text, who, source, days, quoted)


def _reported(source: Source, days: Calendar | None, quoted: str) -> str:
    """The day of the report: the dateline's where the quoted words hold it, else that of publication."""
    day = parse_day(source.published)
    if days is None or day is None:
        return ""
    held = re.sub(r"\s", "", quoted[:80])
    return days.words(days.today if f"{days.today.month}月{days.today.day}日" in held else day)


def without_day(text: str) -> str:
    """`text` without the day it opens with."""
    return _STARTS.sub("", text, count=1).lstrip("，")


def day_first(text: str) -> str:
    """`某局8月8日发布……` → `8月8日，某局发布……`, where the day stands in one of the first two clauses."""
    if _STARTS.match(text):
        start = _STARTS.match(text)
        assert start is not None
        head = start[0].rstrip("，,")
        return f"{head}，{text[start.end() :]}"
    second = [m.start() for m in re.finditer("，", text)][:2]
    limit = second[-1] if second else len(text)
    match = _INSIDE.search(text, 0, min(limit, 60))
    if not match or match.start() < 2 or ("“" in text[: match.start()] and "”" not in text[: match.start()]):
        return text
    if text.startswith(("据", "根据", "截至")) or (
        "《" in text[: match.start()] and "》" not in text[: match.start()]
    ):
        return text
    day = match["day"].removeprefix("于").removeprefix("北京时间")
    return f"{day}，{text[: match.start()].rstrip()}{text[match.end() :]}"


def _undated(text: str, who: str, source: Source, days: Calendar | None, quoted: str) -> str:
    """A sentence that does not begin with a day, opened with that of its report."""
    if SPEAKS.search(re.split("，", text)[0] + "，") and re.search(_DAY, text[:50]):
        return text
    learnt = _LEARNT.search(re.sub(r"\s", "", quoted[:120]))
    if learnt:
        told = "消息" if who else "报道"
        return f"据{who}{learnt[1] or learnt[2]}{told}，{text}"
    when = _reported(source, days, quoted)
    if not when:
        return f"据{who}报道，{text}" if who else text
    if who and (who in "，".join(text.split("，")[:2]) or is_office(who)):
        return f"据{who}{when}消息，{text}"
    if who:
        return f"{who}{' ' if who[-1].isascii() else ''}{when}报道，{text}"
    return text if text.startswith("据") else f"据{when}报道，{text}"
