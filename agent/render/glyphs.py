"""Fonts at hand, and the characters none of them has: typst would leave those out without a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

from agent.errors import DraftError
from agent.render.cmap import NONE, Coverage, coverage, variable
from agent.render.look import Look

#: Packages that carry the fonts every installation has.
PACKAGES = ("pylopdf_fonts_zh_cn", "manimgx_fonts_cjk", "manimgx_fonts")


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of one look: for typst, by family, and what is missing as sentences."""

    fonts: typst.Fonts
    serif: tuple[str, ...]
    sans: tuple[str, ...]
    warnings: tuple[str, ...]


def font_folders(look: Look) -> list[Path]:
    """Folders fonts are looked for in: those of the house or the desk, then the packaged ones."""
    own = [base / name for name in look.fonts.folders for base in look.folders if (base / name).is_dir()]
    return own + [path for name in PACKAGES if (path := _package(name))]


def find_faces(look: Look) -> Faces:
    """The families that are there of those the look asks for. Raises DraftError where none of a kind is."""
    fonts = _fonts(tuple(str(folder) for folder in font_folders(look)))
    there = set(fonts.families())
    warnings = [
        f"字体“{family}”找不到，PDF 里由下一种代替；请把它放进 edition.yaml 的 fonts.folders 所指的文件夹。"
        for family in dict.fromkeys((*look.fonts.serif, *look.fonts.sans))
        if family not in there
    ]
    serif = tuple(f for f in look.fonts.serif if f in there)
    sans = tuple(f for f in look.fonts.sans if f in there)
    if not serif or not sans:
        asked = "、".join(look.fonts.sans if serif else look.fonts.serif)
        raise DraftError(
            f"PDF 要的字体（{asked}）一种也找不到；请改 edition.yaml 的 fonts，或重装 draft 的字体包。"
        )
    if not _has_bold(fonts, sans[0]):
        warnings.append(
            f"字体“{sans[0]}”没有粗体，标题印不出粗体；请在 edition.yaml 的 fonts.sans 最前面换一种有粗体的。"
        )
    return Faces(fonts=fonts, serif=serif, sans=sans, warnings=tuple(warnings))


def missing(faces: Faces, families: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Characters of `texts` that no font at hand has, in order of appearance; `families` are asked first.

    White space does not count.
    """
    wanted = dict.fromkeys("".join(texts))
    left = [c for c in wanted if not (c.isspace() or _ignorable(c))]
    for family in dict.fromkeys((*families, *faces.fonts.families())):
        if not left:
            break
        has = _coverage(faces.fonts, family)
        left = [c for c in left if ord(c) not in has]
    return left


def said(chars: Sequence[str]) -> str:
    """Missing characters as one sentence."""
    shown = "、".join(f"{c}（U+{ord(c):04X}）" for c in chars[:12]) + ("等" if len(chars) > 12 else "")
    advice = "请换字，或在 edition.yaml 的 fonts 里加一种有它的字体"
    return f"有 {len(chars)} 个字在 PDF 的字体里没有，印出来是空框：{shown}；{advice}。"


def _ignorable(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc") or 0xFE00 <= ord(char) <= 0xFE0F


@cache
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _has_bold(fonts: typst.Fonts, family: str) -> bool:
    faces = [info for info in fonts.fonts() if info.family == family and info.path]
    return any(info.weight >= 600 or variable(Path(info.path), info.index) for info in faces if info.path)


@cache
def _coverage(fonts: typst.Fonts, family: str) -> Coverage:
    """The characters of a family's first face that can be read."""
    found = (
        coverage(Path(info.path), info.index) for info in fonts.fonts() if info.family == family and info.path
    )
    return next((has for has in found if has.firsts), NONE)


@cache
def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
