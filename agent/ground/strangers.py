"""People and governments of a claim that no source has, though nothing announces them as names.

Who is plainly named (three characters of which the first is a frequent surname, a foreign name) and in no source is objected
to; what only may be a name is doubted: an invented person or body is told in passing as readily as with a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.ground.side import Findings, Side
from agent.models import Reason, Span
from agent.text.people import likely_people, possible_people

#: A government told by its level: 浙江省政府, 市人民政府.
_GOVERNMENT: Final = re.compile("[一-龥]{0,4}[省市县区州](?:人民)?政府")


def compare(claim: Side, sources: Sequence[Side]) -> Findings:
    """Objections to people named in passing, and doubts on those who may be and on governments, whom no source names."""
    surely = [span for span in likely_people(claim.folded) if not _held(claim, span, sources)]
    reasons = tuple(_reason(claim, span, "请核对这个名字。") for span in surely)
    maybe = [span for span in possible_people(claim.folded) if not _held(claim, span, sources)]
    unsure = [_reason(claim, span, "请核对这个名字。") for span in maybe if span not in surely]
    unsure += [_reason(claim, span, "请核对是哪一级政府。") for span in _governments(claim, sources)]
    return Findings(reasons=reasons, unsure=tuple(unsure))


def _held(claim: Side, span: Span, sources: Sequence[Side]) -> bool:
    """Whether a source has the name, or its first or last two characters."""
    own = claim.folded[slice(*span)]
    return any(part in side.folded for side in sources for part in (own, own[-2:], own[:2]))


def _governments(claim: Side, sources: Sequence[Side]) -> Iterator[Span]:
    """Governments of the claim, where no source speaks of any."""
    if any("政府" in text for side in sources for text in (side.folded, side.title, side.publisher)):
        return
    for m in _GOVERNMENT.finditer(claim.folded):
        yield m.span()


def _reason(claim: Side, span: Span, advice: str) -> Reason:
    message = f"来源中没有出现“{claim.text[slice(*span)]}”，{advice}"
    return Reason(kind="name", claim_span=span, message=message)
