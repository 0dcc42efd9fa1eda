"""What `draft check` says in the terminal: each sentence that needs an eye, with the words marked on both sides."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from agent.cli.show import say
from agent.desk.verify import Checked
from agent.models import CheckedSentence, Document, Reason
from agent.render.page import VERDICTS, pieces

#: Around marked words: escape codes in a terminal, brackets elsewhere (a log, a pipe, a screen reader).
_COLOURS = {"bad": ("\x1b[1;31m", "\x1b[0m"), "good": ("\x1b[32m", "\x1b[0m")}
_BRACKETS = {"bad": ("⟦", "⟧"), "good": ("", "")}
_CLEAR = 6  #: rank of verdicts that need no eye
_AROUND = 40


def checked(found: Checked, name: str) -> None:
    """The sentences that need an eye, by severity, then the count of each verdict. `name` is the file's."""
    documents = {document.id: document for document in found.documents.values()}
    offered = {offer.sentence: offer.message for offer in found.offers}
    rows = [s for s in found.report.sentences if VERDICTS[s.verdict][1] < _CLEAR]
    for sentence in sorted(rows, key=lambda s: VERDICTS[s.verdict][1]):
        line = found.reading.lines.get(sentence.id)
        say(f"\n{sentence.id} {VERDICTS[sentence.verdict][0]}" + (f"（{name} 第 {line} 行）" if line else ""))
        say(f"  稿子：{_sentence(sentence)}")
        for reason in sentence.reasons:
            say(f"  {reason.message}")
            shown = _said(reason, documents)
            if shown:
                say(f"    {shown}")
        if sentence.id in offered:
            say(f"  {offered[sentence.id]}")
    above = {sentence.id for sentence in rows}
    for id, message in offered.items():
        if id not in above:
            say(f"\n{id} {message}")
    counts = found.report.counts
    total = "，".join(f"{VERDICTS[kind][0]} {counts[kind]}" for kind in VERDICTS if kind in counts)
    say(f"\n合计 {len(found.report.sentences)} 句：{total or '没有可核对的句子'}。")


def _sentence(sentence: CheckedSentence) -> str:
    whole = (0, len(sentence.text))
    marks = [(*r.claim_span, "bad") for r in sentence.reasons if r.claim_span != whole]
    return _marked(sentence.text, marks + [(*m.claim_span, "good") for m in sentence.matched])


def _said(reason: Reason, documents: Mapping[str, Document]) -> str:
    """The source's own words with what is around them; "" where the reason points at none."""
    document = documents.get(reason.source_id or "")
    if document is None or reason.source_span is None:
        return ""
    start, stop = max(0, reason.source_span[0] - _AROUND), reason.source_span[1] + _AROUND
    inside = (reason.source_span[0] - start, reason.source_span[1] - start, "bad")
    text = document.text[start:stop].replace("\n", " ")
    return f"{document.publisher or '来源'}：……{_marked(text, [inside])}……"


def _marked(text: str, marks: list[tuple[int, int, str]]) -> str:
    signs = _COLOURS if sys.stderr.isatty() else _BRACKETS
    return "".join(
        words if not kind else signs[kind][0] + words + signs[kind][1] for words, kind in pieces(text, marks)
    )
