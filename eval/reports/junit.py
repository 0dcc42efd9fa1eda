"""JUnit XML: a test suite for each subject and brief, a case for each metric; what the gate objects to is a failure."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eval.gate import Finding
from eval.metrics import known
from eval.reports import Reported
from eval.table import KINDS, title

#: What XML 1.0 does not allow in a text.
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), " ")


def junit(reported: Reported) -> str:
    """The document as text."""
    told: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in reported.ruling.findings:
        told[finding.subject, finding.day, finding.metric].append(finding)
    root = Element("testsuites", name="draft eval")
    for outcome in reported.run.outcomes:
        name = " ".join(part for part in (title(outcome.subject), outcome.day) if part)
        suite = SubElement(root, "testsuite", name=name)
        for metric, score in outcome.scores.items():
            case = SubElement(suite, "testcase", classname=name, name=known(metric).title)
            _case(case, told.pop((outcome.subject, outcome.day, metric), []))
            SubElement(case, "system-out").text = _clean(f"{score.value:.4f} {score.reason}")
    rest = [finding for findings in told.values() for finding in findings]
    suite = SubElement(root, "testsuite", name="全部金标日")
    for finding in rest:
        case = SubElement(suite, "testcase", classname=title(finding.subject), name=finding.metric or "基线")
        _case(case, [finding])
    for trouble in reported.run.troubles:
        case = SubElement(suite, "testcase", classname="输入", name=_clean(trouble.file))
        SubElement(case, "error", message=_clean(trouble.message))
    for suite in root:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", str(len(suite.findall("testcase/error"))))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(case: Element, findings: list[Finding]) -> None:
    if findings:
        failure = SubElement(case, "failure", message=_clean(findings[0].message))
        failure.text = _clean(
            "\n".join(
                "\n".join(part for part in (f"{KINDS[f.kind]}：{f.message}", f.text, f.source) if part)
                for f in findings
            )
        )


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").translate(_FORBIDDEN)
