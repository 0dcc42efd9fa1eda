"""LangChain's chat model for an OpenAI-compatible endpoint, as we use it. Importing this takes seconds: do it late."""

from __future__ import annotations

import logging
from typing import Any

import httpx
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai.chat_models.base import BaseChatOpenAI

from agent.writer.endpoint import Endpoint

#: Loggers of the libraries below us that write requests, prompts included, when told to.
_TALKERS = ("openai", "httpx", "httpcore", "httpx2", "httpcore2", "langchain_openai", "langsmith")


class EndpointChat(BaseChatOpenAI):
    """BaseChatOpenAI that keeps what reasoning models think beside their answer (`reasoning_content`)."""

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        choices = chunk.get("choices") or []
        delta = (choices[0].get("delta") or {}) if choices else {}
        thought = delta.get("reasoning_content") or delta.get("reasoning") or ""
        if made is not None and isinstance(thought, str) and thought:
            made.message.additional_kwargs["thought"] = len(thought)
        if made is not None and delta.get("refusal"):
            made.message.additional_kwargs["refusal"] = True
        return made


def chat_model(endpoint: Endpoint) -> BaseChatModel:
    """A chat model for `endpoint`; retries, formats and limits are the caller's business, not the library's."""
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    seconds = endpoint.settings.timeout
    return EndpointChat(
        model=endpoint.model,
        base_url=endpoint.base_url,
        api_key=endpoint.key or "none",  # type: ignore[arg-type]  # a plain key is taken as well as a SecretStr
        timeout=httpx.Timeout(seconds, connect=min(10.0, seconds)),
        max_retries=0,
        use_responses_api=False,
        http_socket_options=(),
    )
