"""参考文献: every cited source has a line, every line is used, in order of first use with a source's kin together, and
purposes say 用于…."""

from __future__ import annotations

from eval.score import Item, Score, digest, failed, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a cited source and one a line. An issue that cites and lists nothing fails."""
    issue = subject.issue
    cited = dict.fromkeys(key for sentence in issue.sentences() for key in sentence.cites)
    if not cited:
        return failed("references", "整期没有引用")
    sources = dict.fromkeys(issue.evidence[key].source_id for key in cited if key in issue.evidence)
    listed = {
        issue.evidence[key].source_id
        for line in issue.references
        for key in line.keys
        if key in issue.evidence
    }
    items = [
        Item(
            f"cited:{id}",
            id in listed,
            subject.sources[id].title if id in subject.sources else id,
            "" if id in listed else "引用了却不在参考文献里",
        )
        for id in sources
    ]
    for line in issue.references:
        used = any(key in cited for key in line.keys)
        fault = "" if used else "没有一句引用它"
        if not line.purpose.startswith("用于"):
            fault = "没有写明用途（用于……）"
        items.append(
            Item(
                f"line:{digest(line.publisher, line.title, line.day, line.purpose)}",
                not fault,
                f"{line.publisher} | {line.title}",
                fault,
            )
        )
    items += _order(subject)
    return share("references", items, "参考文献项")


def _order(subject: Subject) -> list[Item]:
    """A source stands once, and those whose section comes first come first (kin of one section in any order)."""
    issue = subject.issue
    lines = [
        next((issue.evidence[key].source_id for key in line.keys if key in issue.evidence), "")
        for line in issue.references
    ]
    doubles = len(lines) - len(set(lines))
    section = {}
    for part in issue.sections:
        for sentence in part.sentences:
            for key in sentence.cites:
                if key in issue.evidence:
                    section.setdefault(issue.evidence[key].source_id, part.number)
    numbers = [section[id] for id in lines if id in section]
    straight = numbers == sorted(numbers)
    return [
        Item("once", not doubles, "一件来源一行", f"有 {doubles} 件来源列了两行" if doubles else ""),
        Item("order", straight, "按首次引用的栏目排列", "" if straight else f"次序乱了：{numbers}"),
    ]
