"""The house's manner, measured: lengths, openings, headings of two clauses, words it never uses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from agent.errors import NewerSchema, SettingsError
from agent.house import House
from agent.models import DraftSection, DraftSentence, Frozen
from agent.writer.objection import Objection
from agent.writer.same import share

SCHEMA = "draft.style/1"
_ADDRESS = re.compile(
    r"https?:|www\.|[A-Za-z0-9.-]+\.(?:com|cn|net|org|io|invalid|example|xyz|top|info|gov|edu)\b|[\w.+-]+@[\w-]+|(?:微信号?|QQ|电话|热线)[:：]?\s*[\w-]{5,}",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[<>{}`|\\#*_]|\[[^\]]*\]|【|】|�|&\w+;")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_CLAUSE = re.compile(r"[，；：]")
#: A paragraph or 摘要 so many times the house's most is too long.
LONG = 1.15
#: Two sentences that share this much of their characters say the same.
_SAME = 0.92


class Exemplar(Frozen):
    """A section as the house would print it, with the evidence it rests on: shown to the model, and held by the checker."""

    columns: tuple[str, ...]
    heading: str
    day: str
    evidence: tuple[Mapping[str, str], ...]
    sentences: tuple[Mapping[str, Any], ...]


class Manner(Frozen):
    """`style.yaml` of a house. Patterns are regular expressions."""

    voice: str = ""
    opening: str = r"\d{1,2} ?月 ?\d{1,2} ?日"
    within: int = 40  #: characters of the first sentence in which the opening must stand
    person: tuple[str, ...] = ()
    filler: tuple[str, ...] = ()
    longest: int = 180  #: characters of a sentence
    update: str = "更新"  #: what a story that goes on says of itself
    exemplars: tuple[Exemplar, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a house writes: its measures and its manner."""

    house: House
    manner: Manner

    def sentence(self, sentence: DraftSentence) -> tuple[Objection, ...]:
        """What is wrong with a sentence's form, whatever it says."""
        text = sentence.text
        bare = _QUOTED.sub("", text)
        out: list[Objection] = []
        if _ADDRESS.search(text):
            out.append(Objection("address", "句中有网址或联系方式"))
        if mark := _MARKS.search(text):
            out.append(Objection("form", f"句中有标记“{mark[0][:12]}”"))
        words = [*self.house.style.avoid, *self.manner.filler, *self.manner.person]
        found = [word for word in words if re.search(word, bare)]
        if found:
            out.append(Objection("style", f"不用“{'”“'.join(found[:3])}”这样的词"))
        if len(text) > self.manner.longest:
            out.append(Objection("style", f"一句 {len(text)} 字太长，不超过 {self.manner.longest} 字"))
        if len([char for char in text if char.isalnum()]) < 6:
            out.append(Objection("form", "太短，不成一句话"))
        return tuple(out)

    def section(self, section: DraftSection) -> tuple[str, ...]:
        """What is wrong with a section's measures and opening, one phrase each."""
        out: list[str] = []
        facts = [s for s in section.facts if s.kind == "fact"]
        views = [s for s in section.judgements if s.kind == "judgement"]
        for name, sentences, measure in (
            ("事实段", facts, self.house.style.fact),
            ("研判段", views, self.house.style.judgement),
        ):
            length = sum(len(sentence.text) for sentence in sentences)
            if not measure[0] * 0.9 <= length <= measure[1] * LONG:
                out.append(f"{name} {length} 字，应在 {measure[0]} 到 {measure[1]} 字之间")
        if facts and not re.search(self.manner.opening, facts[0].text[: self.manner.within]):
            out.append("第一句要以日期和来源开头")
        return tuple(out)

    def heading(self, text: str) -> tuple[Objection, ...]:
        """What is wrong with a heading: its length, its clauses, its words."""
        least, most = self.house.style.heading
        out = list(self.sentence(DraftSentence(text=text, kind="heading")))
        if len(text) > most + 6 or len(text) < least * 0.6:
            out.append(Objection("style", f"标题 {len(text)} 字，应在 {least} 到 {most} 字之间"))
        if len(_CLAUSE.findall(_QUOTED.sub("", text))) != 1:
            out.append(Objection("style", "标题要恰好两个分句，中间一个逗号，前说事实、后说含义"))
        if text.endswith(("。", "！", "？")):
            out.append(Objection("form", "标题末尾不加句号"))
        return tuple(out)

    def summary(
        self, sentences: Sequence[DraftSentence], sections: Sequence[DraftSection]
    ) -> tuple[str, ...]:
        """What is wrong with 摘要 as a whole: its length, and sentences printed a second time."""
        out: list[str] = []
        least, most = self.house.style.summary
        length = sum(len(sentence.text) for sentence in sentences)
        if not least * 0.9 <= length <= most * LONG:
            out.append(f"摘要 {length} 字，应在 {least} 到 {most} 字之间")
        said = [s.text for section in sections for s in (*section.facts, *section.judgements)]
        if any(same(sentence.text, other) for sentence in sentences for other in said):
            out.append("摘要里有整句与正文相同")
        return tuple(out)

    def exemplar(self, column: str) -> Exemplar | None:
        """The exemplar nearest to a column."""
        fit = [e for e in self.manner.exemplars if column in e.columns]
        return (fit or list(self.manner.exemplars) or [None])[0]  # type: ignore[list-item]  # None where there is no exemplar


def same(text: str, other: str) -> bool:
    """Whether two sentences are one sentence printed twice."""
    return share(text, other) >= _SAME and share(other, text) >= _SAME


def load_style(house: House) -> Style:
    """The style of `house`; its own words where its folder has a style.yaml. Raises SettingsError for a malformed one."""
    path = house.folder / "style.yaml"
    return Style(house, _manner(path) if path.is_file() else Manner())


@lru_cache(maxsize=16)
def _manner(path: Path) -> Manner:
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        if data.pop("schema", None) != SCHEMA:
            raise NewerSchema(f"{path} 的 schema 不是 {SCHEMA}；请升级 draft 或改回旧格式。")
        manner = Manner(**data)
        for pattern in (manner.opening, *manner.person, *manner.filler):
            re.compile(pattern)
    except (yaml.YAMLError, ValidationError, re.error, AttributeError, TypeError) as error:
        raise SettingsError(f"{path} 的内容不对：{str(error).splitlines()[0]}。") from error
    return manner
