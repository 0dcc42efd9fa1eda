"""A language model as a further reader of the approved briefs. Optional: it can lower a score and never raise one.

Asked is only about sentences the checker supports, one at a time, `REPEATS` times. The answers are kept in
`golden/<day>/judged/<name>/answers/` under the hash of prompt, evidence, claim, model and parameters (and the scorer's
own version in the key's `take`), beside `model.toml`, the `[model]` table. Without the model (as in CI) they are played
back, and a sentence whose answer is missing is unverified: not a pass.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from agent.desk.authors import Terms, model_caller
from agent.desk.files import write_atomically
from agent.desk.workspace import Workspace
from agent.errors import DraftError
from agent.models import CheckedSentence, Document, Judge
from agent.settings import FILE
from agent.writer.answers import Answers
from agent.writer.judge import LlmJudge
from eval.days import Golden
from eval.metrics.grounding import claims
from eval.score import Item, Score, digest, failed, share
from eval.subject import Subject, with_model

if TYPE_CHECKING:
    from agent.writer.caller import Call, Caller

FOLDER = "judged"
REPEATS = 3
#: Raised when what this file makes of an answer changes: answers are then asked for again.
SCORER = 1
T = TypeVar("T")


@dataclass(slots=True)
class Asking:
    """A caller that puts every question as its `take`-th and notes whether it was answered."""

    caller: Caller
    take: int
    unanswered: int = 0

    def ask(self, call: Call, accept: Callable[[str], T]) -> T:
        """As `Caller.ask`."""
        try:
            return self.caller.ask(replace(call, take=SCORER * 100 + self.take), accept)
        except Exception:  # counted and raised again, whatever it is
            self.unanswered += 1
            raise


def names(golden: Golden) -> list[str]:
    """Who has judged a day's approved brief."""
    root = golden.folder / FOLDER
    return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def score(subject: Subject, space: Workspace, name: str, table: str = "") -> Score:
    """One item a sentence that the checker supports. With `table` the model is asked and its answers are kept."""
    folder = subject.golden.folder / FOLDER / name
    file = folder / "model.toml"
    try:
        if table:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(file, table)
        kept = space.state / FOLDER  # a copy: a desk throws old answers away
        if (folder / "answers").is_dir():
            shutil.copytree(folder / "answers", kept, dirs_exist_ok=True, copy_function=shutil.copyfile)
        caller = _caller(space, file.read_text(encoding="utf-8"), kept, live=bool(table))
    except (OSError, DraftError) as error:
        return failed("judge", f"评判 {name} 不能用：{error}")
    askings = [Asking(caller, take) for take in range(1, REPEATS + 1)]
    judges = [(LlmJudge(asking, subject.house), asking) for asking in askings]  # type: ignore[arg-type]  # asks as Caller does
    sentences = [s for s in subject.report.sentences if claims(s) and s.verdict == "supported"]
    items = [_item(subject, sentence, judges) for sentence in sentences]
    if table and kept.is_dir():
        shutil.copytree(kept, folder / "answers", dirs_exist_ok=True)
    return share("judge", items, "有据的句子")


def _caller(space: Workspace, table: str, answers: Path, *, live: bool) -> Caller:
    toml = (space.root / FILE).read_text(encoding="utf-8")
    (space.root / FILE).write_text(with_model(toml, table), encoding="utf-8")
    caller = model_caller(Workspace.open(space.root), Terms(pause=1.0 if live else 0.0))
    caller.answers = Answers(answers)
    return caller


def _item(subject: Subject, sentence: CheckedSentence, judges: Sequence[tuple[Judge, Asking]]) -> Item:
    quoted = subject.quoted(sentence)
    shown = [replace_text(document, quoted) for document in subject.cited(sentence)[:1]]
    against, said = 0, ""
    for judge, asking in judges:
        before = asking.unanswered
        found = judge.objections([(sentence.text, shown)])[0]
        if asking.unanswered > before:
            reason = "没有录下的回答，算拿不准"
            return Item(
                digest(sentence.kind, sentence.text), False, sentence.text, reason, quoted[:300], sentence.id
            )
        against += bool(found)
        said = said or "；".join(reason.message for reason in found)
    ok = against * 2 <= len(judges)
    split = f"{len(judges)} 遍里 {against} 遍有异议：{said}" if against else ""
    return Item(digest(sentence.kind, sentence.text), ok, sentence.text, split, quoted[:300], sentence.id)


def replace_text(document: Document, text: str) -> Document:
    """The document with only the words that were cited: the evidence put before the judge."""
    return document.model_copy(update={"text": text})
