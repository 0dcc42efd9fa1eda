"""Near-duplicates: MinHash signatures of texts (rensa) and their bands for look-up.

Broder 1997: the share of equal minima estimates the Jaccard similarity of the two sets of shingles. 16 bands of 6
find a pair of similarity .8 with probability 1-(1-.8^6)^16 = .99, one of .5 with .22; candidates are then held
against `SAME`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from hashlib import blake2b
from operator import eq

from rensa import RMinHash

BANDS, ROWS = 16, 6
PERMUTATIONS = BANDS * ROWS
SEED = 20260614
#: Estimated Jaccard similarity from which two texts are one story reprinted.
SAME = 0.6
#: Likeness from which the later text adds nothing by which a third could be found.
COPY = 0.8
#: Texts of fewer shingles say too little to be compared.
LEAST = 12
_BYTES = 4
_PACKED = f"<{PERMUTATIONS}I"


def signatures(token_lists: Sequence[Sequence[str]]) -> list[bytes]:
    """The signature (PERMUTATIONS × 4 bytes) of each list of words, b"" where it is too short to compare."""
    runs = [_shingles(tokens) for tokens in token_lists]
    digests = RMinHash.digests_from_token_sets(runs, PERMUTATIONS, SEED)
    return [
        struct.pack(_PACKED, *digest) if _enough(shingles) else b""
        for shingles, digest in zip(runs, digests, strict=True)
    ]


def bands(signature: bytes) -> list[int]:
    """The signature's BANDS look-up keys as signed 64-bit integers; none for an empty signature."""
    width = ROWS * _BYTES
    return [
        int.from_bytes(
            blake2b(signature[i * width : (i + 1) * width], digest_size=8, salt=bytes([i])).digest(),
            "little",
            signed=True,
        )
        for i in range(len(signature) // width)
    ]


def likeness(a: bytes, b: bytes) -> float:
    """Estimated Jaccard similarity of two signatures, 0 where either is empty."""
    if not a or not b:
        return 0.0
    same: int = sum(map(eq, memoryview(a).cast("I"), memoryview(b).cast("I")))
    return same / PERMUTATIONS


def _shingles(tokens: Sequence[str]) -> list[str]:
    """The runs of three words; one that comes again has the same hash, so it may stay."""
    return list(map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False)))


def _enough(shingles: Sequence[str]) -> bool:
    return len(shingles) >= LEAST and (len(shingles) > 50 * LEAST or len(set(shingles)) >= LEAST)
