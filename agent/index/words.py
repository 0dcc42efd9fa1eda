"""Search by words: BM25 over the catalogue's full-text index (Robertson & Zaragoza 2009, SQLite's FTS5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.index.database import Database
from agent.index.limits import EVERYTHING, Limits
from agent.text.segment import search_words

#: A word of the title counts so many times a word of the body.
TITLE = 2.0
#: What a question asks with, in either language; alone it finds nothing worth having.
_ASKING = re.compile(
    r"什么时候|什么时间|什么样|什么|哪里|哪儿|哪些|哪个|哪座|哪支|哪位|哪年|哪一|哪|谁|多少|多大|多长|多高|多久|几时|怎么样|怎么|怎样|"
    r"如何|为什么|为何|是否|有没有|请问|吗|呢|[?？]|\b(?:what|when|where|which|who|whom|whose|why|how|is|are|was|were|did|does|do|"
    r"the|a|an|of|in|on|at|to|for|and|or|by)\b",
    re.IGNORECASE,
)


def terms_of(query: str) -> list[str]:
    """The words to look for: those of the query without what it asks with, unless nothing else is left."""
    found = search_words(_ASKING.sub(" ", query)) or search_words(query)
    return sorted(set(found))


def best(
    database: Database, terms: Sequence[str], n: int, limits: Limits = EVERYTHING
) -> list[tuple[int, float]]:
    """(passage, score) of the `n` passages that match the terms best and pass the limits, best first."""
    if not terms or n < 1:
        return []
    match = " OR ".join('"' + term.replace('"', "") + '"' for term in terms)
    if limits.none:
        query = (
            "SELECT rowid, bm25(words, ?, 1.0) AS score FROM words WHERE words MATCH ? ORDER BY score LIMIT ?"
        )
        return [(row, -score) for row, score in database.execute(query, (TITLE, match, n)).fetchall()]
    where, values = [], []
    for clause, value in (
        ("s.day >= ?", limits.since),
        ("s.day <= ? AND s.day != ''", limits.until),
        ("s.publisher = ?", limits.publisher),
        ("s.id = ?", limits.source),
    ):
        if value is not None:
            where.append(clause)
            values.append(value)
    query = (  # clauses are ours, values are bound
        "SELECT words.rowid, bm25(words, ?, 1.0) AS score FROM words JOIN passages p ON p.row = words.rowid "
        f"JOIN sources s ON s.row = p.source WHERE words MATCH ? AND {' AND '.join(where)} ORDER BY score LIMIT ?"
    )
    found = database.execute(query, (TITLE, match, *values, n)).fetchall()
    return [(row, -score) for row, score in found]
