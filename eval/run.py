"""Running the harness: every subject on every golden day, two processes at a time, each piece kept as it is done."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from agent.desk.files import write_atomically
from agent.desk.workspace import Workspace
from agent.errors import DraftError
from agent.house import prompts_folder
from eval import handwritten, judge, planted, retrieval_set
from eval.days import GOLDEN, Golden, load
from eval.metrics import METRICS, measure
from eval.recordings import Recording, deaf, lay, recordings
from eval.score import Outcome, Score, Trouble, failed, from_json, to_json
from eval.subject import APPROVED, Subject, approved, desk_of, written

CLAIMS, SEARCH = "claims", "search"
#: The writer whose issues are always gated.
DEFAULT = "embedded"


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work: a subject on a day, or one of the sets that are of no day."""

    subject: str
    day: str = ""
    repeat: int = 1
    root: Path = GOLDEN
    only: tuple[str, ...] = ()
    table: str = ""  #: a `[model]` table for the writer or the judge
    judge: str = ""  #: the name of the model to be asked about approved briefs

    @property
    def key(self) -> str:
        """What makes its result, as a hash: code, data, writer, repetition."""
        parts = (
            code_hash(),
            data_hash(self.root),
            self.subject,
            self.day,
            str(self.repeat),
            self.table,
            self.judge,
            *self.only,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


@dataclass(slots=True)
class Run:
    """All outcomes of a run, what could not be used, and how long it took."""

    outcomes: list[Outcome] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    seconds: float = 0.0
    days: tuple[str, ...] = ()

    def of(self, subject: str) -> list[Outcome]:
        """The outcomes of one subject in order of days."""
        return [outcome for outcome in self.outcomes if outcome.subject == subject]

    @property
    def subjects(self) -> list[str]:
        """The subjects in order of appearance."""
        return list(dict.fromkeys(outcome.subject for outcome in self.outcomes))


def run(  # noqa: PLR0913
    writers: Sequence[str] = (DEFAULT,),
    *,
    root: Path = GOLDEN,
    only_days: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    repeat: int = 1,
    tables: dict[str, str] | None = None,
    judge: str = "",
    cache_folder: Path | None = None,
    workers: int | None = None,
    progress: Callable[[int, int, str], None] = lambda _done, _all, _what: None,
) -> Run:
    """Measure the approved briefs, `writers` (`repeat` times each), recordings, claims and search.

    `only`: metrics to compute. With `cache_folder` finished pieces are kept there and taken from there, so that an
    interrupted comparison goes on where it stopped. What cannot be used is in `troubles`; the rest runs.
    """
    start = time.perf_counter()
    days, troubles = load(root, only_days)
    unknown = [name for name in only if name not in _known()]
    troubles += [
        Trouble("--metric", f"没有叫“{name}”的指标；可用的有：{'、'.join(_known())}。") for name in unknown
    ]
    only = tuple(name for name in only if name in _known())
    if unknown and not only:
        return Run([], troubles, 0.0, tuple(golden.day for golden in days))
    tasks = list(_tasks(days, writers, root, only, repeat, tables or {}, bool(only_days), judge))
    for golden in days:
        found, bad = recordings(golden)
        troubles += bad
        tasks += [Task(f"recorded:{one.name}", golden.day, 1, root, only) for one in found]
    results = _all(tasks, cache_folder, workers, progress)
    outcomes = [outcome for outcome in results if isinstance(outcome, Outcome)]
    troubles += [trouble for trouble in results if isinstance(trouble, Trouble)]
    return Run(outcomes, troubles, time.perf_counter() - start, tuple(golden.day for golden in days))


def _known() -> list[str]:
    from eval.metrics import WHOLE

    return [*METRICS, *WHOLE]


def _tasks(
    days: Sequence[Golden], writers: Sequence[str], root: Path, only: tuple[str, ...], repeat: int,
    tables: dict[str, str], partial: bool, judge: str,
) -> Iterable[Task]:  # fmt: skip
    asked = any(golden.expectations.retrieval for golden in days if golden.expectations.sources != "sample")
    if asked and not partial and (not only or {"retrieval", "ranking"} & set(only)):
        yield Task(SEARCH, "", 1, root, only)
    sample = any(golden.expectations.sources == "sample" for golden in days)
    if sample and (not only or "claims" in only):
        yield Task(CLAIMS, "", 1, root, only)
    # The largest days first, so that no process is left alone with one at the end.
    for golden in sorted(days, key=lambda golden: (golden.expectations.sources != "sample", golden.day)):
        yield Task(APPROVED, golden.day, 1, root, only, tables.get(judge, ""), judge.partition(":")[2])
        for writer in writers:
            # The embedded writer says the same every time: once is enough.
            for at in range(1, (1 if writer == DEFAULT else repeat) + 1):
                yield Task(writer, golden.day, at, root, only, tables.get(writer, ""))


def _all(
    tasks: Sequence[Task], folder: Path | None, workers: int | None, progress: Callable[[int, int, str], None]
) -> list[Outcome | Trouble]:
    done: dict[int, Outcome | Trouble] = {}
    waiting: list[int] = []
    for at, task in enumerate(tasks):
        kept = _kept(task, folder)
        if kept:
            done[at] = kept
        else:
            waiting.append(at)
    count = workers or min(os.cpu_count() or 2, 4)
    if count == 1:
        for at in waiting:
            done[at] = _keep(tasks[at], perform(tasks[at]), folder)
            progress(len(done), len(tasks), _name(tasks[at]))
    elif waiting:
        with ProcessPoolExecutor(count) as pool:
            pending = {pool.submit(perform, tasks[at]): at for at in waiting}
            for future in as_completed(pending):
                at = pending[future]
                done[at] = _keep(tasks[at], future.result(), folder)
                progress(len(done), len(tasks), _name(tasks[at]))
    return [done[at] for at in _reading_order(tasks)]


def _reading_order(tasks: Sequence[Task]) -> list[int]:
    rank = {APPROVED: 0, DEFAULT: 1}
    return sorted(
        range(len(tasks)),
        key=lambda i: (rank.get(tasks[i].subject, 2), tasks[i].subject, tasks[i].day, tasks[i].repeat),
    )


def perform(task: Task) -> Outcome | Trouble:
    """Do one piece of work. A writer's or a reader's fault is failed scores, an unusable input a trouble."""
    start = time.perf_counter()
    try:
        outcome = _perform(task)
    except DraftError as error:
        outcome = _broken(task, str(error))
    except Exception as error:  # a fault of ours in one piece must not take the others along
        outcome = _broken(task, f"出错（{type(error).__name__}：{error}）")
    if isinstance(outcome, Outcome) and not outcome.seconds:
        outcome.seconds = time.perf_counter() - start
    return outcome


def _perform(task: Task) -> Outcome | Trouble:
    days, troubles = load(task.root, (task.day,) if task.day else ())
    if task.day and troubles:
        return troubles[0]
    if task.subject == SEARCH:
        return Outcome(SEARCH, "", _wanted(retrieval_set.score(days), task.only))
    if task.subject == CLAIMS:
        return _claims(next(golden for golden in days if golden.expectations.sources == "sample"))
    golden = days[0]
    with desk_of(golden, _table(golden, task)) as (space, files):
        if task.subject == APPROVED:
            subject = approved(golden, space, files)
            scores = measure(subject, task.only)
            if not task.only or {"planted", "verdicts"} & set(task.only):
                scores |= _wanted(planted.score(subject), task.only)
            if not task.only or "judge" in task.only:
                scores |= _judged(subject, space, task)
        else:
            subject = _by_writer(golden, task, space, files)
            scores = measure(subject, task.only)
            stale = _stale(task, subject)
            if stale:
                scores = {name: failed(name, stale) for name in scores}
    return Outcome(task.subject, task.day, scores, subject.seconds, subject.cost, task.repeat)


def _judged(subject: Subject, space: Workspace, task: Task) -> dict[str, Score]:
    """The judge asked now, or the one whose answers are recorded; nothing where there is neither."""
    if task.judge:
        return {"judge": judge.score(subject, space, task.judge, task.table)}
    known = judge.names(subject.golden)
    if not known:
        return {}
    with deaf():
        return {"judge": judge.score(subject, space, known[0])}


def _by_writer(golden: Golden, task: Task, space: Workspace, files: dict[str, str]) -> Subject:
    recording = _recording(golden, task)
    if recording:
        lay(space, recording)
        with deaf():
            return written(golden, space, files, "llm", name=task.subject)
    return written(golden, space, files, task.subject.partition(":")[0], name=task.subject)


def _recording(golden: Golden, task: Task) -> Recording | None:
    kind, _, name = task.subject.partition(":")
    if kind != "recorded":
        return None
    return next(one for one in recordings(golden)[0] if one.name == name)


def _table(golden: Golden, task: Task) -> str:
    recording = _recording(golden, task)
    return recording.table if recording else task.table


def _stale(task: Task, subject: Subject) -> str:
    """Why a replay does not count: it asked a model that is not there."""
    if not task.subject.startswith("recorded:"):
        return ""
    asked = subject.cost.get("calls", 0) + subject.cost.get("faults", []).count("offline")
    return f"有 {asked} 次提问没有录音：提示词或证据已变；请重新录制，或移走这份录音" if asked else ""


def _claims(golden: Golden) -> Outcome | Trouble:
    claims = []
    for name in handwritten.SETS:
        found, troubles = handwritten.read(name)
        if troubles:
            return troubles[0]
        claims += found
    with desk_of(golden) as (space, files):
        sources = space.catalogue.get(list(dict.fromkeys(files.values())))
        documents = {file: sources[id].document() for file, id in files.items() if id in sources}
        return Outcome(CLAIMS, "", {"claims": handwritten.score(claims, documents)})


def _broken(task: Task, reason: str) -> Outcome:
    names = {SEARCH: ("retrieval", "ranking"), CLAIMS: ("claims",)}.get(task.subject)
    if names is None:
        role = ("both", "approved") if task.subject == APPROVED else ("both", "writer")
        names = tuple(name for name, metric in METRICS.items() if metric.whose in role)
        names += ("planted", "verdicts") if task.subject == APPROVED else ()
    names = tuple(name for name in names if not task.only or name in task.only)
    return Outcome(task.subject, task.day, {name: failed(name, reason) for name in names}, repeat=task.repeat)


def _wanted(scores: dict[str, Score], only: tuple[str, ...]) -> dict[str, Score]:
    return {name: score for name, score in scores.items() if not only or name in only}


def _name(task: Task) -> str:
    return " ".join(part for part in (task.subject, task.day) if part)


def _kept(task: Task, folder: Path | None) -> Outcome | None:
    if folder is None:
        return None
    try:
        data = json.loads((folder / f"{task.key}.json").read_text(encoding="utf-8"))
        return from_json(data["outcome"], float(data["seconds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # not done yet, or half a file: done again


def _keep(task: Task, result: Outcome | Trouble, folder: Path | None) -> Outcome | Trouble:
    broken = isinstance(result, Outcome) and all(score.state == "failed" for score in result.scores.values())
    if folder is not None and isinstance(result, Outcome) and not broken:
        data = {"outcome": to_json(result), "seconds": result.seconds}
        write_atomically(folder / f"{task.key}.json", json.dumps(data, ensure_ascii=False))
    return result


@cache
def code_hash() -> str:
    """The program as it is: every file of `agent/`, `eval/` (data apart) and the prompts."""
    here = Path(__file__).resolve().parent
    roots = (here.parent / "agent", prompts_folder())
    files = [
        path
        for root in roots
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    files += [path for path in here.rglob("*.py") if "golden" not in path.parts]
    return _hash(sorted(set(files)))


@cache
def data_hash(root: Path = GOLDEN) -> str:
    """What is measured on: the golden days, the claims and the house's sample."""
    files = [path for path in root.rglob("*") if path.is_file()]
    files += sorted(handwritten.FOLDER.glob("*.jsonl"))
    files += [path for path in (prompts_folder() / "houses").glob("*/sample/**/*") if path.is_file()]
    return _hash(sorted(files))


def _hash(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
