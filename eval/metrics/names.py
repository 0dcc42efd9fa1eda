"""Every title in 《》 and every listed name of the issue stands in a cited source, its title or its masthead."""

from __future__ import annotations

from agent.text.names import aliases, places, read_names
from agent.text.normalise import fold
from eval.literal import plain, titles
from eval.metrics.grounding import claims
from eval.score import Item, Score, digest, share
from eval.subject import Subject


def score(subject: Subject) -> Score:
    """One item a title or listed name. An issue without any is idle."""
    items: list[Item] = []
    for sentence in subject.report.sentences:
        if not claims(sentence):
            continue
        cited = subject.cited(sentence)
        text = plain("\n".join(f"{d.publisher}\n{d.title}\n{d.text}" for d in cited)).lower()
        found = [(f"《{title}》", [title]) for title in titles(sentence.text)]
        found += [
            (n.text, _forms(n.text))
            for n in read_names(fold(sentence.text).text)
            if n.listed and len(n.text) > 2
        ]
        for written, forms in found:
            ok = any(plain(form).lower() in text for form in forms)
            reason = "" if ok else f"“{written}”在所引来源中找不到"
            items.append(Item(digest(sentence.text, written), ok, sentence.text, reason, where=sentence.id))
    return share("names", items, "名称", empty="idle")


def _forms(name: str) -> list[str]:
    """A name and what else it is called."""
    return [name, *places().get(name, ()), *aliases().get(name.lower(), ())]
