"""Holding an issue against its sources on a desk: evidence found again, every sentence checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from agent.desk.folder import BriefFolder
from agent.desk.offers import Offer, offers
from agent.desk.primary import first_hand
from agent.desk.workspace import Workspace
from agent.ground.report import check_issue
from agent.models import Document, Evidence, Frozen, Issue, Report, Source
from agent.render.page import report_page
from agent.render.reader import Reading
from agent.writer.align import align


class Checked(Frozen):
    """What a check found: the file as read, the verdicts, the sources by key of evidence, and sources offered for
    sentences without support or with only a reprint's.
    """

    reading: Reading
    report: Report
    documents: Mapping[str, Document]
    offers: tuple[Offer, ...]


def check_brief(desk: Workspace, folder: BriefFolder, path: Path | None = None) -> Checked:
    """Check brief.md (or another file of its form) as it lies there; report.json and report.html are written anew."""
    reading = folder.read_brief(path)
    issue, documents = with_sources(desk, reading.issue)
    report = check_issue(issue, documents)
    offered = offered_for(desk, issue, report)
    folder.write_report(report)
    said = {offer.sentence: offer.message for offer in offered}
    folder.write("report.html", report_page(issue, report, desk.house, documents, reading.troubles, said))
    return Checked(reading=reading, report=report, documents=documents, offers=offered)


def offered_for(desk: Workspace, issue: Issue, report: Report) -> tuple[Offer, ...]:
    """Sources that sentences could cite, or could better cite."""
    return (*first_hand(desk, report, issue.evidence), *offers(desk, report))


def with_sources(desk: Workspace, issue: Issue) -> tuple[Issue, dict[str, Document]]:
    """The issue with spans valid today, and by key the document each piece of evidence stands in.

    The text that was cited is looked for under its hash; where an extractor has since read the page differently the
    quote is looked for in the new text. Evidence found in neither is left out of the documents.
    """
    documents: dict[str, Document] = {}
    moved: dict[str, Evidence] = dict(issue.evidence)
    known: dict[tuple[str, str], Source | None] = {}
    for key, evidence in issue.evidence.items():
        at = (evidence.source_id, evidence.text_sha256)
        if at not in known:
            known[at] = desk.catalogue.version(*at)
        source = known[at]
        if source is not None and source.text[slice(*evidence.span)] == evidence.quote:
            documents[key] = source.document()
            continue
        source = desk.catalogue.get([evidence.source_id]).get(evidence.source_id)
        place = align(evidence.quote, source.text) if source else None
        if source and place:
            documents[key] = source.document()
            moved[key] = evidence.model_copy(update={"span": place.span, "text_sha256": source.sha256})
    return issue.model_copy(update={"evidence": moved}), documents


def documents_of(issue: Issue, sources: Mapping[str, Source]) -> dict[str, Document]:
    """By key of evidence the document it stands in, for an issue that was just written from `sources`."""
    return {
        key: sources[evidence.source_id].document()
        for key, evidence in issue.evidence.items()
        if evidence.source_id in sources
    }
