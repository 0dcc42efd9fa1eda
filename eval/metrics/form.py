"""brief.md as CONTRACT.md describes it: written again from what was read it is the same file, its footnotes show
publisher, title, date and words, its placeholders show words that stand in a source, its sentences end."""

from __future__ import annotations

import re

from agent.models import Sentence
from agent.render.markdown import to_markdown
from eval.literal import plain
from eval.score import Item, Score, digest, share
from eval.subject import Subject

_HEAD = re.compile(
    r"\A---\nschema: draft\.issue/1\nhouse: (?P<house>\S+)\ndate: (?P<date>\S+)\nwriter: \S+\n(?:sample: true\n)?---\n\n# (?P<title>.+)\n"
)
_PLACEHOLDER = "【编辑补写"
_WORDS = re.compile(r"[“\"]([^”\"]{12,})[”\"]")
_END = re.compile(r"[。！？][”」』）]?$|[”」』]$")
_NUMERALS = "一二三四五六七八九"


def score(subject: Subject) -> Score:
    """Items: the head, the round trip, the sections' numbers, each footnote in use, placeholder, sentence and note."""
    text = subject.text
    head = _HEAD.match(text)
    golden = subject.golden
    named = bool(head) and (head["house"], head["date"]) == (golden.expectations.house, golden.day)  # type: ignore[index]  # named and titled ask for `head` first
    titled = bool(head) and head["title"] == subject.house.title  # type: ignore[index]  # named and titled ask for `head` first
    same = plain(to_markdown(subject.issue)) == plain(text)  # a space more or less is the editor's
    numbers = re.findall(r"(?m)^## (.)、", text)
    counted = numbers == list(_NUMERALS[: len(subject.issue.sections)])
    items = [
        Item("head", named, "文件头", "" if named else "文件头不合 CONTRACT.md，或不是这一天、这份刊物"),
        Item("title", titled, "刊名", "" if titled else "刊名不对"),
        Item("round-trip", same, "读回再写", "" if same else "读回再写出来就变了"),
        Item("numbers", counted, "".join(numbers), "" if counted else "栏目没有从一起顺次编号"),
    ]
    items += [_footnote(subject, key) for key in _used(subject)]
    items += [
        _placeholder(subject, s.text) for s in subject.issue.sentences() if s.text.startswith(_PLACEHOLDER)
    ]
    items += [_ending(s) for s in subject.issue.sentences() if not s.text.startswith(_PLACEHOLDER)]
    items += [Item(f"said:{digest(note)}", bool(note.strip()), note) for note in subject.issue.notes]
    return share("form", items, "格式要求")


def _ending(sentence: Sentence) -> Item:
    """A sentence ends as sentences do, a heading does not."""
    whole = bool(_END.search(sentence.text.rstrip()))
    ok = whole != (sentence.kind == "heading")
    reason = "" if ok else "标题末尾有句号" if whole else "句子没有收尾"
    return Item(f"end:{digest(sentence.kind, sentence.text)}", ok, sentence.text, reason, where=sentence.id)


def _used(subject: Subject) -> list[str]:
    return list(dict.fromkeys(key for s in subject.issue.sentences() for key in s.cites))


def _footnote(subject: Subject, key: str) -> Item:
    evidence = subject.issue.evidence.get(key)
    found = re.search(rf"(?m)^\[\^{re.escape(key)}\]: (.+)$", subject.text)
    shown = plain(found[1]) if found else ""
    wanted = (
        [evidence.publisher, evidence.title, evidence.published[:10], evidence.quote, evidence.url]
        if evidence
        else [""]
    )
    missing = [part for part in wanted if plain(part) not in shown] if found else ["整条脚注"]
    return Item(
        f"note:{key}",
        not missing,
        found[0] if found else key,
        f"脚注缺少：{'；'.join(missing)}" if missing else "",
    )


def _placeholder(subject: Subject, text: str) -> Item:
    """What a placeholder quotes stands in a source of the day; one that quotes nothing only says what is to be done."""
    known = "\n".join(plain(f"{s.title}\n{s.text}") for s in subject.sources.values())
    strange = [words for words in _WORDS.findall(text) if plain(words).rstrip("…") not in known]
    return Item(
        f"placeholder:{digest(text)}",
        not strange,
        text,
        f"占位里引的话不在来源里：{strange[0]}" if strange else "",
    )
