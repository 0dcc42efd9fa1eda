"""Where the model is: presets of known endpoints, and what was learned about the one in use."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from agent.errors import SettingsError
from agent.settings import Model, secret

Form = Literal["json_schema", "json_object", "text"]
#: From the strictest form of answer to the loosest.
FORMS: tuple[Form, ...] = ("json_schema", "json_object", "text")


@dataclass(frozen=True, slots=True)
class Preset:
    """A known endpoint: address, the variable its key is in ("" where none is needed), its structured output."""

    base_url: str
    key_env: str
    form: Form
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    name: str = ""


#: Addresses and abilities as the providers document them; what turns out otherwise is learned.
PRESETS = {
    "deepseek": Preset("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", "json_object", name="深度求索"),
    "qwen": Preset(
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        "DASHSCOPE_API_KEY",
        "json_object",
        name="通义千问",
    ),
    "glm": Preset("https://open.bigmodel.cn/api/paas/v4", "ZHIPUAI_API_KEY", "json_object", name="智谱"),
    "kimi": Preset("https://api.moonshot.cn/v1", "MOONSHOT_API_KEY", "json_object", name="月之暗面"),
    "doubao": Preset(
        "https://ark.cn-beijing.volces.com/api/v3", "ARK_API_KEY", "json_schema", name="火山方舟"
    ),
    "siliconflow": Preset(
        "https://api.siliconflow.cn/v1", "SILICONFLOW_API_KEY", "json_object", name="硅基流动"
    ),
    "openai": Preset(
        "https://api.openai.com/v1", "OPENAI_API_KEY", "json_schema", "max_completion_tokens", "OpenAI"
    ),
    "ollama": Preset("http://127.0.0.1:11434/v1", "", "json_schema", name="Ollama（本机）"),
    "vllm": Preset("http://127.0.0.1:8000/v1", "", "json_schema", name="vLLM（本机）"),
    "llama.cpp": Preset("http://127.0.0.1:8080/v1", "", "json_schema", name="llama.cpp（本机）"),
}


@dataclass(frozen=True, slots=True)
class Learned:
    """What an endpoint turned out to know; `ratio`: its tokens for each of our estimate, once it was `measured`."""

    form: Form | None = None
    limit: str = ""
    temperature: bool = True
    usage: bool = True
    stream: bool = True
    thinks: bool = False
    ratio: float = 1.0
    measured: bool = False


class Endpoint:
    """An endpoint as configured, and what is remembered of it. Safe for several threads."""

    def __init__(self, settings: Model, memory: Path | None = None) -> None:
        """`memory`: the file that remembers. Raises SettingsError where draft.toml names no model or no endpoint."""
        preset = _preset(settings)
        self.settings = settings
        self.base_url = (settings.base_url or preset.base_url).rstrip("/")
        self.model = settings.model
        self.key_env = settings.key_env or preset.key_env
        self._preset, self._memory = preset, memory
        self._lock = threading.Lock()
        self.learned = self._remembered()

    @property
    def key(self) -> str:
        """The key, "" where none is set."""
        return secret(self.key_env) if self.key_env else ""

    @property
    def host(self) -> str:
        """The address without path, user or query: what may be shown and logged."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")

    @property
    def form(self) -> Form:
        """The form of answer that is asked for now."""
        if self.settings.output != "auto":
            return self.settings.output
        return self.learned.form or self._preset.form

    @property
    def limit(self) -> str:
        """The name of the parameter that limits an answer's tokens."""
        return self.learned.limit or self._preset.limit

    def step_down(self, feature: str, used: Form, limit: str) -> bool:
        """The endpoint does not know `feature`: ask otherwise from now on. False where there is no other way.

        `used` and `limit` are what the refused request had: another thread may have stepped down meanwhile.
        """
        with self._lock:
            if feature in ("json_schema", "json_object"):
                if self.form != used:
                    return True
                at = FORMS.index(used) + 1
                return at < len(FORMS) and self.settings.output == "auto" and self._learn(form=FORMS[at])
            if feature == "max_tokens":
                other = "max_completion_tokens" if limit == "max_tokens" else "max_tokens"
                return self.limit != limit or (not self.learned.limit and self._learn(limit=other))
            if feature in ("temperature", "usage", "stream"):
                return bool(getattr(self.learned, feature)) and self._learn(**{feature: False})
            return False

    def note(self, **what: Any) -> None:
        """Remember more about the endpoint."""
        with self._lock:
            self._learn(**what)

    def _learn(self, **what: Any) -> bool:
        known = asdict(self.learned) | what
        self.learned = Learned(**known)
        if self._memory:
            self._remember(known)
        return True

    def _remembered(self) -> Learned:
        known: dict[str, Any] = self._file().get(self._name(), {})
        mine = {field.name for field in fields(Learned)}
        try:
            return Learned(**{key: value for key, value in known.items() if key in mine})
        except (TypeError, AttributeError):
            return Learned()

    def _remember(self, known: dict[str, object]) -> None:
        assert self._memory is not None
        data = self._file() | {self._name(): known}
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=".tmp", dir=self._memory.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(data, out, ensure_ascii=False, indent=1)
            Path(name).replace(self._memory)

    def _file(self) -> dict[str, dict[str, object]]:
        try:
            data = json.loads(self._memory.read_text(encoding="utf-8")) if self._memory else {}
        except (OSError, ValueError):
            return {}
        return cast(dict[str, dict[str, object]], data) if isinstance(data, dict) else {}

    def _name(self) -> str:
        return f"{self.host} {self.model}"


def _preset(settings: Model) -> Preset:
    if settings.preset and settings.preset not in PRESETS:
        raise SettingsError(
            f"draft.toml 的 [model] preset “{settings.preset}”不认得；可用的有：{'、'.join(PRESETS)}。"
        )
    if not settings.preset and not settings.base_url:
        raise SettingsError(
            'draft.toml 的 [model] 还没有写接口：请填 preset（例如 "deepseek"）或 base_url，再填 model；没有模型时可用 --writer embedded。'
        )
    if not settings.model:
        raise SettingsError("draft.toml 的 [model] 还没有写 model：请填接口里的模型名。")
    if not settings.preset:
        return Preset(settings.base_url, settings.key_env, "json_schema")
    return PRESETS[settings.preset]
