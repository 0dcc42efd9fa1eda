"""draft.toml: every key documented, every mistake named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from agent.errors import DraftError, NewerSchema, NoDesk, SettingsError, UsageError
from agent.house import prompts_folder
from agent.settings import Settings, find_desk, load_settings


def keys_of(model: type[BaseModel]) -> set[str]:
    """The names of a settings model and of the tables in it."""
    out: set[str] = set()
    for name, field in model.model_fields.items():
        out.add(name)
        inner: Any = field.annotation
        for kind in (inner, *get_args(inner)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                out |= keys_of(kind)
    return out


def test_every_setting_is_documented_in_the_file_that_init_writes() -> None:
    text = (prompts_folder() / "desk.toml").read_text(encoding="utf-8")
    missing = {key for key in keys_of(Settings) if key not in text}
    assert not missing, f"draft.toml does not explain {missing}"


def write(folder: Path, text: str) -> Path:
    (folder / "draft.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_template_holds_the_defaults(tmp_path: Path) -> None:
    text = (prompts_folder() / "desk.toml").read_text(encoding="utf-8").format(house="xinzhi", today="")
    assert load_settings(write(tmp_path, text)) == Settings()


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("window = ", SettingsError, "TOML"),
        ("window = 0", SettingsError, "window"),
        ('timezone = "Mars/Base"', SettingsError, "时区"),
        ('today = "14.6.2026"', SettingsError, "today"),
        ("colour = 3", SettingsError, "colour"),
        ("[web]\ntimeout = -1", SettingsError, "web.timeout"),
        ('schema = "draft.desk/2"', NewerSchema, "升级"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, error: type[DraftError], says: str) -> None:
    with pytest.raises(error, match=says):
        load_settings(write(tmp_path, text))


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_bytes("\ufeffwindow = 3\r\n".encode())
    assert load_settings(tmp_path).window == 3


def test_the_desk_is_the_nearest_upward(tmp_path: Path) -> None:
    write(tmp_path, "")
    inner = tmp_path / "briefs" / "2026-06-14"
    inner.mkdir(parents=True)
    assert find_desk(None, inner) == tmp_path.resolve()
    with pytest.raises(NoDesk, match="draft init"):
        find_desk(inner)


def test_days() -> None:
    settings = Settings(today="2026-06-14")
    assert settings.day() == "2026-06-14"
    assert settings.day("2026-06-13") == "2026-06-13"
    for wrong in ("2026-13-01", "20260613", "昨天", "2026-6-1"):
        with pytest.raises(UsageError, match="2026-06-14"):
            settings.day(wrong)


def test_today_follows_the_desk_s_time_zone() -> None:
    """An issue of Shanghai's morning is not yesterday's because the machine runs on UTC."""
    assert str(Settings().now().tzinfo) == "Asia/Shanghai"
