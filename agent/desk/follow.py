"""A pass over the followed sources: their lists looked at, what is new fetched, read and brought in.

The order of steps is what makes it resumable: an address is noted as wanted before its list's validators are kept, and
as had only when its text is in the catalogue. A kill at any moment costs some requests, never an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal

from agent.desk.cited import cited_addresses
from agent.desk.extraction import Extracted, Extraction, Task
from agent.desk.index_page import Index, as_feed
from agent.desk.intake import Intake, Outcome
from agent.desk.visits import MOVED, Page, Visit, Visits
from agent.desk.workspace import Workspace
from agent.settings import Follow
from agent.sources import Found, Raw, bundle
from agent.sources.lanes import Job, Lanes
from agent.sources.listing import Link
from agent.sources.robots import Robots
from agent.sources.validators import Validators
from agent.sources.web import Answer, Fetcher, Unfetched

#: Failures that another run will not mend.
_FINAL = frozenset({"404", "410", "451", "robots", "太大", "地址不对", "内网地址"})
#: Sources that are brought in before what was fetched is noted as had, and pages that may wait to be read.
_BATCH, _UNREAD = 128, 48


@dataclass(slots=True)
class _Group:
    """An article of several answers: its first page, then its further pages and attachments as they come."""

    first: Raw
    missing: int
    validators: Validators
    parts: dict[str, Raw] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tag:
    """What a request is for: a followed source's list, an article of it, a part of one, a cited page again."""

    role: Literal["index", "page", "part", "cited"]
    source: Follow
    depth: int = 0
    spare: Found | None = None  #: what a feed says of an article, for when the page cannot be had
    group: _Group | None = None
    validators: Validators = field(default_factory=Validators)


@dataclass(slots=True)
class _Look:
    """How this run's look at one source goes."""

    seen: int = 0
    asked: int = 0
    kind: str = "ok"
    short: str = ""
    message: str = ""


def follow(desk: Workspace, sources: Sequence[Follow], intake: Intake, fetcher: Fetcher) -> None:
    """Look at `sources` and at the web pages that recent issues cite; what is new goes into `intake`."""
    cited = cited_addresses(desk, desk.settings.web.watch)
    if not sources and not cited:
        return
    visits = desk.visits
    robots = visits.robots()
    settings = desk.settings.web
    extraction = Extraction(settings.workers)
    lanes = Lanes(fetcher, Robots(fetcher.attempt, robots), workers=settings.parallel, delay=settings.delay)
    try:
        with lanes:
            _Pass(desk, intake, visits, lanes, extraction).run(sources, cited)
    finally:
        extraction.close()
        visits.keep_robots(robots)


class _Pass:
    """One run's state."""

    def __init__(
        self, desk: Workspace, intake: Intake, visits: Visits, lanes: Lanes, extraction: Extraction
    ) -> None:
        self.desk, self.intake, self.visits, self.lanes, self.extraction = (
            desk, intake, visits, lanes, extraction,
        )  # fmt: skip
        self.now = intake.now
        reach = date.fromisoformat(desk.settings.day()) - timedelta(days=desk.settings.web.reach)
        self.since = reach.isoformat()
        self.looks: dict[str, _Look] = {}
        self.owner: dict[str, str] = {}  # origin of an outcome → the source it belongs to
        self.asked: set[str] = set()
        self.counts: Counter[str] = Counter()
        self._had: list[Page] = []

    def run(self, sources: Sequence[Follow], cited: Sequence[str]) -> None:
        """Until nothing is asked for and nothing is unread."""
        start = len(self.intake.result.outcomes)
        for source in sources:
            self._look(source)
        for url in cited:
            self._ask(url, _Tag("cited", Follow(name=url, url=url)), self.visits.known(url))
        while self.lanes.pending or self.extraction.pending:
            busy = self.extraction.pending > _UNREAD
            got = None if busy else self.lanes.get(0.2 if not self.extraction.pending else 0.02)
            if got is not None:
                self._answered(got[0].url, got[0].tag, got[1])
            for task, result in self.extraction.ready(0.2 if busy or not self.lanes.pending else 0.0):
                url, tag = task.tag
                if task.follow and (result.index is not None or not result.found):
                    self._listed(task.raw, url, tag, result, result.index or Index())
                else:
                    self._extracted(task.raw, url, replace(tag, role="page") if task.follow else tag, result)
            if len(self._had) >= _BATCH:
                self._commit()
        self._commit()
        self._record(sources, start)

    def _look(self, source: Follow) -> None:
        self.looks[source.url] = _Look()
        self._ask(source.url, _Tag("index", source), self.visits.known(source.url))
        for url in self.visits.wanted(source.url):
            self._ask(url, _Tag("page", source))

    def _ask(self, url: str, tag: _Tag, known: Validators | None = None) -> bool:
        """Fetch an address, once a run."""
        if url in self.asked:
            return False
        self.asked.add(url)
        self.counts["requests"] += 1
        self.lanes.add(Job(url, tag, known, obey=tag.source.robots))
        return True

    # -- answers ---------------------------------------------------------------------------------------------

    def _answered(self, url: str, tag: _Tag, answer: Answer | Unfetched) -> None:
        if isinstance(answer, Answer) and answer.moved and tag.role == "index" and tag.depth == 0:
            self.looks[tag.source.url].short = MOVED
            self.looks[tag.source.url].message = answer.moved
        if isinstance(answer, Unfetched):
            self._missed(url, tag, answer)
        elif answer.raw is None:
            self.counts["not_modified"] += 1
            if tag.role == "index":
                self.looks[tag.source.url].kind = "unchanged"
                self.intake.add(Outcome("unchanged", url, publisher=tag.source.name))
        elif tag.role == "index":
            self._index(url, tag, answer)
        elif tag.role == "part":
            self._part(url, tag, answer.raw)
        else:
            self._page(url, tag, answer)

    def _missed(self, url: str, tag: _Tag, error: Unfetched) -> None:
        if tag.role == "part":
            self._part(url, tag, None)
            return
        if tag.role == "cited":
            if error.short in ("404", "410"):
                self.visits.gone(url, self.now)
            return
        if tag.role == "index":
            if tag.depth == 0:
                look = self.looks[tag.source.url]
                look.kind, look.short, look.message = "failed", error.short, str(error)
                self.intake.add(Outcome("failed", url, message=f"{tag.source.name}：{error}"))
            return
        self.visits.missed(url, tag.source.url, self.now, final=error.short in _FINAL)
        if tag.spare is not None:
            self.intake.take(tag.spare, tag.source.url)
        else:
            self.intake.add(Outcome("failed", url, message=str(error)))

    def _page(self, url: str, tag: _Tag, answer: Answer) -> None:
        """An article's page: to be read, unless it is byte by byte what we have."""
        assert answer.raw is not None
        # an article is asked for once, when nothing is known of it yet
        known = self.visits.page(url) if tag.role != "page" else None
        if known and known.state == "have" and known.sha256 == _hash(answer.raw):
            self.counts["not_modified"] += 1
            self._had.append(replace(known, validators=answer.validators, at=self.now))
            return
        self._read(answer.raw, url, replace(tag, validators=answer.validators))

    def _read(self, raw: Raw, url: str, tag: _Tag) -> None:
        self.extraction.submit(Task(raw, url, self.now, self.intake.latest(), (url, tag)))

    def _part(self, url: str, tag: _Tag, raw: Raw | None) -> None:
        """A further page or an attachment came, or will not come; with the last one the article is whole."""
        group = tag.group
        assert group is not None
        if raw is not None:
            group.parts[url] = raw
        group.missing -= 1
        if group.missing == 0:
            parts = [group.first, *(group.parts[u] for u in group.order if u in group.parts)]
            whole = bundle.pack(parts) if len(parts) > 1 else group.first
            first = group.first.url
            self._read(
                whole,
                first,
                _Tag("page", tag.source, spare=tag.spare, group=group, validators=group.validators),
            )

    # -- lists -----------------------------------------------------------------------------------------------

    def _index(self, url: str, tag: _Tag, answer: Answer) -> None:
        """A followed address came: to be read, unless it is byte by byte what we have."""
        assert answer.raw is not None
        look = self.looks[tag.source.url]
        known = self.visits.page(url)
        if known and known.state == "have" and known.sha256 == _hash(answer.raw):
            self.counts["not_modified"] += 1
            look.kind = look.kind if tag.depth else "unchanged"
            self.intake.add(Outcome("unchanged", url, publisher=tag.source.name))
            return
        task = Task(
            answer.raw, url, self.now, self.intake.latest(), (url, replace(tag, validators=answer.validators))
        )
        self.extraction.submit(replace(task, follow=tag.source))

    def _listed(self, raw: Raw, url: str, tag: _Tag, result: Extracted, index: Index) -> None:
        """A followed address was read: what it lists is wanted, what it carries in full is taken."""
        source = tag.source
        if result.failures:
            if tag.depth == 0:
                look, message = self.looks[source.url], result.failures[0].message
                look.kind, look.short, look.message = "empty", "没认出文章", message
                self.intake.add(Outcome("empty", url, message=f"{source.name}：{message}"))
            return
        fresh = self._want(index, result, as_feed(raw), tag)
        self._had.append(
            Page(url, source.url, tag.validators, result.digest or _hash(raw), "have", 0, self.now)
        )
        for further in index.further(tag.depth, source, fresh, self.since):
            self._ask(further, replace(tag, depth=tag.depth + 1), self.visits.known(further))

    def _want(self, index: Index, result: Extracted, feed: Raw, tag: _Tag) -> int:
        """Ask for the articles of a list that are new; how many those are."""
        source, look = tag.source, self.looks[tag.source.url]
        links = [link for link in index.links if self._fits(link, source)]
        new = set(self.visits.new([link.url for link in links]))
        spares = {link: Found(spare, feed, notes) for link, (spare, notes) in index.spares.items()}
        look.seen += len(links) + len(result.found)
        self.counts["skipped"] += len(links) - len(new)
        chosen = [link.url for link in links if link.url in new][: max(0, source.limit - look.asked)]
        look.asked += len(chosen)
        self.visits.want(chosen, source.url, self.now)
        for url in chosen:
            self.owner[url] = source.url
            self._ask(url, _Tag("page", source, spare=spares.get(url)))
        for item, notes, cut in result.found[: source.limit]:
            self.intake.take(Found(item, feed, notes), source.url, cut=cut)
        if not new and not result.found:
            self.intake.add(Outcome("unchanged", source.url, publisher=source.name, count=max(1, len(links))))
        return len(new)

    def _fits(self, link: Link, source: Follow) -> bool:
        recent = not link.published or link.published[:10] >= self.since
        return recent and (not source.match or bool(re.search(source.match, link.url)))

    # -- what was read ---------------------------------------------------------------------------------------

    def _extracted(self, raw: Raw, url: str, tag: _Tag, result: Extracted) -> None:
        more = (*result.parts.pages, *result.parts.attachments)
        if tag.group is None and more:
            group = _Group(raw, 0, tag.validators, order=more)
            asked = [part for part in more if self._ask(part, replace(tag, role="part", group=group))]
            group.missing = len(asked)
            if asked:
                return
        for source, notes, cut in result.found:
            self.owner[url] = tag.source.url
            self.intake.take(Found(source, raw, notes), url, cut=cut)
        for failure in result.failures:
            if tag.spare is not None:
                self.intake.take(tag.spare, tag.source.url)
            elif tag.role != "cited":
                kind: Literal["empty", "failed"] = "empty" if failure.kind == "empty" else "failed"
                self.intake.add(Outcome(kind, url, message=failure.message))
        if result.found:
            digest = _hash(tag.group.first) if tag.group else result.digest or _hash(raw)
            self._had.append(Page(url, tag.source.url, tag.validators, digest, "have", 0, self.now))
        else:
            self.visits.missed(url, tag.source.url, self.now, final=True)

    def _commit(self) -> None:
        """What was taken goes into the catalogue; only then it is noted as had."""
        self.intake.settle()
        had, self._had = self._had, []
        self.visits.have(had)

    def _record(self, sources: Sequence[Follow], start: int) -> None:
        """One visit for each source: what it gave, or why it gave nothing."""
        fresh: Counter[str] = Counter()
        for outcome in self.intake.result.outcomes[start:]:
            if outcome.kind in ("new", "reprint", "updated"):
                fresh[self.owner.get(outcome.origin, outcome.origin)] += outcome.count
        self.visits.record(
            Visit(source.url, self.now, look.kind, look.short, look.message, look.seen, fresh[source.url])
            for source in sources
            if (look := self.looks.get(source.url)) is not None
        )
        self.intake.result.web.update(self.counts)


def _hash(raw: Raw) -> str:
    return sha256(raw.read()).hexdigest()
