"""《》 titles: exact, and a final text not taken for its draft."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.ground.side import Findings, Side
from agent.models import Match, Reason, Span

_TITLE = re.compile(r"《([^《》\n]{1,120})》")
_DRAFT = re.compile(r"\(?(?:公开征求意见稿|征求意见稿|草案二次审议稿|草案|送审稿|讨论稿|试行|暂行)\)?")
_EDITION = re.compile(r"(?<=\d{4})年(?=版)")
_LOOSE = re.compile(r"[\s\"'“”‘’()（）,，、:：;；·—\-~《》]")


def _key(title: str) -> str:
    return _EDITION.sub("", _LOOSE.sub("", title)).lower()


def _titles(folded: str) -> list[tuple[str, Span]]:
    return [(m.group(1), m.span(1)) for m in _TITLE.finditer(folded)]


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Each 《》 of `claim` must be a title (or its defined short form, or plain words) of a source."""
    reasons: list[Reason] = []
    matched: list[Match] = []
    unsure: list[Reason] = []
    for title, span in _titles(claim.folded):
        if any(len(title) > 1 and title in source.publisher for source in sources):
            continue  # 《中国信息报》 is whose page it is
        here = _find(title, sources)
        if here is not None:
            source, at = here
            matched.append(Match(kind="title", claim_span=span, source_id=source.id, source_span=at))
            continue
        near = _nearest(title, sources)
        if near is None:
            reasons.append(
                Reason(kind="title", claim_span=span, message=f"来源中没有题为《{title}》的文件或作品。")
            )
            continue
        source, other, at = near
        said = source.text[at[0] : at[1]]
        if _DRAFT.sub("", other) == _DRAFT.sub("", title):
            message = f"来源写的是《{said}》，稿本与正式文本不能混同。"
        else:
            message = f"题名与来源不一致：来源写的是《{said}》。"
        reasons.append(
            Reason(kind="title", claim_span=span, message=message, source_id=source.id, source_span=at)
        )
    return Findings(tuple(reasons), tuple(matched), tuple(unsure))


def _find(title: str, sources: Sequence[Side]) -> tuple[Side, Span] | None:
    wanted = _key(title)
    for source in sources:
        for other, span in _titles(source.folded):
            key = _key(other)
            if (
                key == wanted
                or (len(wanted) > 3 and key.endswith(wanted))
                or (len(wanted) >= 3 and key.startswith(wanted) and not _DRAFT.search(other[len(title) :]))
            ):
                return source, span
        at = source.folded.find(title)
        if at >= 0 and not _DRAFT.match(source.folded[at + len(title) :]):
            return source, (at, at + len(title))
        if wanted and wanted in _key(source.title):
            return source, (0, 0)
    return None


def _nearest(title: str, sources: Sequence[Side]) -> tuple[Side, str, Span] | None:
    """The title of a source that shares most of its pairs of characters, if they are alike at all."""
    wanted = {title[i : i + 2] for i in range(len(title) - 1)}
    best: tuple[float, Side, str, Span] | None = None
    for source in sources:
        for other, span in _titles(source.folded):
            pairs = {other[i : i + 2] for i in range(len(other) - 1)}
            likeness = len(wanted & pairs) / (len(wanted | pairs) or 1)
            if likeness > 0.5 and (best is None or likeness > best[0]):
                best = (likeness, source, other, span)
    return best[1:] if best else None
