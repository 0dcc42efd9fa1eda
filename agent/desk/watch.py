"""Cited pages that changed afterwards: which sentences they touch, the words then and now, and a correction's draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from agent.desk.cited import briefs, evidence_of
from agent.desk.files import write_atomically
from agent.desk.folder import BriefFolder
from agent.desk.follow import follow
from agent.desk.ingest import fetcher_of
from agent.desk.intake import Intake
from agent.desk.publish import RECORD
from agent.desk.verify import with_sources
from agent.desk.workspace import Tell, Workspace, quiet
from agent.errors import DraftError
from agent.ground.report import FREE, check_issue
from agent.models import CheckedSentence, Document, Evidence, Issue, Source
from agent.sources.web import Fetcher
from agent.text.marks import in_title_marks
from agent.text.sentences import sentences
from agent.writer.align import align

#: Below this likeness the page no longer says anything like the words that were cited.
_LIKE = 0.5
CORRECTION = "correction.md"


@dataclass(frozen=True, slots=True)
class Touched:
    """A sentence that leans on words that are no longer there, and what the checker says of it by the page of today."""

    id: str
    text: str
    holds: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One citation of one issue whose words the page no longer says. `now` is "" where it says nothing like them."""

    day: str
    published: bool
    key: str
    publisher: str
    title: str
    url: str
    then: str
    now: str
    gone: bool  #: the page itself is no longer there
    sentences: tuple[Touched, ...]


def look_again(desk: Workspace, tell: Tell = quiet, fetcher: Fetcher | None = None) -> None:
    """Ask for the cited pages again; those that changed come in, and what they said before is kept."""
    fetcher = fetcher or fetcher_of(desk)
    try:
        with desk.lock("watch", tell):
            Intake(desk, lambda _done, _what: None).run((), lambda intake: follow(desk, (), intake, fetcher))
    finally:
        fetcher.close()


def changes(desk: Workspace, days: int | None = None, day: str = "") -> list[Change]:
    """What changed under the issues of the last `days` days (None: all), or under that of `day`; newest issue first."""
    out: list[Change] = []
    for name, folder in briefs(desk, days):
        if not day or name == day:
            out.extend(_of_issue(desk, name, folder))
    return out


def _of_issue(desk: Workspace, day: str, folder: BriefFolder) -> Iterator[Change]:
    changed = {
        key: (evidence, after)
        for key, evidence in evidence_of(folder).items()
        if (after := _after(desk, evidence)) is not None
    }
    if not changed:
        return
    try:
        issue, documents = with_sources(desk, folder.read_brief().issue)
    except (
        DraftError
    ):  # a brief that cannot be read is `draft check`'s business; what changed is told all the same
        issue, documents = None, {}
    told = _told(issue, documents, changed) if issue else {}
    published = (folder.path / RECORD).is_file()
    for key, (evidence, after) in changed.items():
        yield Change(
            day,
            published,
            key,
            evidence.publisher,
            evidence.title,
            evidence.url,
            evidence.quote,
            after.words,
            after.gone,
            tuple(told.get(key, ())),
        )


@dataclass(frozen=True, slots=True)
class _After:
    source: Source | None
    words: str
    gone: bool


def _after(desk: Workspace, evidence: Evidence) -> _After | None:
    """What became of cited words; None while they stand where they stood."""
    cited = desk.catalogue.version(evidence.source_id, evidence.text_sha256)
    if cited is None or not cited.origin.startswith(("http://", "https://")) or cited.line is not None:
        return None
    page = desk.visits.page(cited.origin)
    if page is not None and page.state == "gone":
        return _After(None, "", True)
    source = desk.catalogue.latest(cited.origin)
    if source is None or source.sha256 == cited.sha256 or align(evidence.quote, source.text):
        return None
    return _After(source, _nearest(evidence.quote, source.text), False)


def _nearest(words: str, text: str) -> str:
    """The sentence of a text most like `words`, "" where none is like them."""
    best, likeness = "", _LIKE
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    for start, end in sentences(text):
        said = text[start:end]
        matcher.set_seq1(said)
        if matcher.real_quick_ratio() > likeness and (ratio := matcher.ratio()) > likeness:
            best, likeness = said.strip(), ratio
    return best


def _told(
    issue: Issue, documents: dict[str, Document], changed: dict[str, tuple[Evidence, _After]]
) -> dict[str, list[Touched]]:
    """By key the sentences that cite it, each held against the pages of today."""
    evidence, today = dict(issue.evidence), dict(documents)
    newer = {old.source_id: after.source for old, after in changed.values()}
    for key, item in issue.evidence.items():
        if item.source_id in newer and key not in changed:  # words that stayed, on a page that changed
            _moved(key, item, newer[item.source_id], evidence, today)
    for key, (old, after) in changed.items():
        today.pop(key, None)
        if after.source is not None and after.words and key in evidence:
            at = after.source.text.find(after.words)
            span = (at, at + len(after.words))
            evidence[key] = old.model_copy(
                update={"span": span, "quote": after.words, "text_sha256": after.source.sha256,
                        "source_id": after.source.id}
            )  # fmt: skip
            today[key] = after.source.document()
    report = check_issue(issue.model_copy(update={"evidence": evidence}), today)
    out: dict[str, list[Touched]] = {}
    for sentence in report.sentences:
        for key in sentence.cites:
            if key in changed:
                out.setdefault(key, []).append(_touched(sentence))
    return out


def _moved(
    key: str, item: Evidence, source: Source | None, evidence: dict[str, Evidence], today: dict[str, Document]
) -> None:
    """Let a piece of evidence stand in the page of today, where its words still are."""
    today.pop(key, None)
    if source is not None and (place := align(item.quote, source.text)):
        today[key] = source.document()
        evidence[key] = item.model_copy(
            update={"span": place.span, "text_sha256": source.sha256, "source_id": source.id}
        )


def _touched(sentence: CheckedSentence) -> Touched:
    reasons = tuple(reason.message.rstrip("。") for reason in sentence.reasons)
    return Touched(sentence.id, sentence.text, sentence.verdict in FREE, reasons)


# -- a correction's draft ------------------------------------------------------------------------------------


def write_corrections(desk: Workspace, found: Sequence[Change]) -> list[str]:
    """A draft of a correction beside each published issue that is touched; the paths, relative to the desk.

    One that was edited is left as it is, and the new draft goes beside it.
    """
    out = []
    for day in dict.fromkeys(c.day for c in found if c.published and c.sentences):
        text = correction(day, [c for c in found if c.day == day and c.sentences])
        path = desk.brief(day) / CORRECTION
        if path.is_file() and path.read_text(encoding="utf-8") != text:
            path = path.with_name("correction.new.md")
        write_atomically(path, text)
        out.append(path.relative_to(desk.root).as_posix())
    return out


def correction(day: str, found: Sequence[Change]) -> str:
    """The draft: every touched sentence, the words then and now, and room for the editor's."""
    year, month, date = (int(part) for part in day.split("-"))
    when = f"{year}年{month}月{date}日"
    lines = [
        f"# 更正（草稿）：{when}一期",
        "",
        f"> 这一期刊出后，它引用的 {len(found)} 处原文在来源网页上有了变化。请逐句核定，补写后再发布。",
    ]
    for number, change in enumerate(found, 1):
        name = f"{change.publisher}{in_title_marks(change.title)}"
        lines += ["", f"## {number}. {name}", "", f"原文当时写：“{change.then}”", ""]
        lines += [_state(change), ""]
        if change.url:
            lines += [f"<{change.url}>", ""]
        for sentence in change.sentences:
            lines.append(f"- 第 {sentence.id} 句：{sentence.text}")
            if sentence.holds:
                lines.append("  - 按现在的原文核对，这一句仍然成立。")
                continue
            lines += [f"  - 按现在的原文核对：{'；'.join(sentence.reasons) or '没有依据'}。"]
            lines.append(f"  - 本刊{when}第 {sentence.id} 句，【编辑补写：更正为……】")
    return "\n".join(lines) + "\n"


def _state(change: Change) -> str:
    if change.gone:
        return "这个网页现在已经撤下，读者打不开了。"
    return f"原文现在写：“{marked(change)[1]}”" if change.now else "网页上现在没有与之相近的话了。"


def marked(change: Change) -> tuple[str, str]:
    """The words then and now, what differs in 〔brackets〕."""
    then, now = [], []
    for tag, a, b, c, d in SequenceMatcher(None, change.then, change.now, autojunk=False).get_opcodes():
        old, new = change.then[a:b], change.now[c:d]
        then.append(old if tag == "equal" or not old else f"〔{old}〕")
        now.append(new if tag == "equal" or not new else f"〔{new}〕")
    return "".join(then), "".join(now)
