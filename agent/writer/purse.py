"""What a run may cost, and what it has cost: tokens and money by stage."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from agent.errors import DraftError


class Overspent(DraftError):
    """The next call might cost more than is left."""


@dataclass(slots=True)
class Spent:
    """What one stage has used. `estimated`: calls whose tokens the endpoint did not count."""

    calls: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Prices:
    """Money per million tokens; None is unknown."""

    tokens_in: float | None
    tokens_out: float | None
    currency: str

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """What so many tokens cost, None where that is unknown."""
        if self.tokens_in is None or self.tokens_out is None:
            return None
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1_000_000


@dataclass
class Purse:
    """The accounts of a run; safe for several threads."""

    prices: Prices
    budget: float | None = None
    stages: dict[str, Spent] = field(default_factory=dict)
    _held: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def holding(self, tokens_in: int, tokens_out: int) -> Iterator[None]:
        """Keep back what a call may cost at most while it runs. Raises Overspent where less is left."""
        most = self.prices.cost(tokens_in, tokens_out)
        with self._lock:
            if self.budget is not None:
                spent = self._cost() or 0.0
                if most is None or spent + self._held + most > self.budget:
                    raise Overspent(
                        f"预算 {self.budget:g} {self.prices.currency}，已用 {spent:.4f}，下一次调用可能超出，没有再调用模型。"
                    )
            self._held += most or 0.0
        try:
            yield
        finally:
            with self._lock:
                self._held -= most or 0.0

    def pay(self, stage: str, tokens_in: int, tokens_out: int, seconds: float, *, counted: bool) -> None:
        """Book an answer, or a failed call that was counted."""
        with self._lock:
            spent = self.stages.setdefault(stage, Spent())
            spent.calls += 1
            spent.tokens_in += tokens_in
            spent.tokens_out += tokens_out
            spent.estimated += not counted
            spent.seconds += seconds

    def reuse(self, stage: str) -> None:
        """Book an answer that was there already."""
        with self._lock:
            self.stages.setdefault(stage, Spent()).cached += 1

    def account(self) -> dict[str, Any]:
        """Stage → calls, tokens, money, and their sum; money is "unknown" where a price is."""
        with self._lock:
            total = Spent()
            stages: dict[str, Any] = {}
            for name, spent in self.stages.items():
                for key in ("calls", "cached", "tokens_in", "tokens_out", "estimated"):
                    setattr(total, key, getattr(total, key) + getattr(spent, key))
                total.seconds += spent.seconds
                stages[name] = self._line(spent)
            return {
                "stages": stages,
                "total": self._line(total),
                "currency": self.prices.currency,
                "budget": self.budget,
            }

    def _line(self, spent: Spent) -> dict[str, Any]:
        cost = self.prices.cost(spent.tokens_in, spent.tokens_out)
        return {
            "calls": spent.calls,
            "cached": spent.cached,
            "tokens_in": spent.tokens_in,
            "tokens_out": spent.tokens_out,
            "estimated_calls": spent.estimated,
            "seconds": round(spent.seconds, 3),
            "cost": "unknown" if cost is None else round(cost, 6),
        }

    def _cost(self) -> float | None:
        tokens_in = sum(spent.tokens_in for spent in self.stages.values())
        tokens_out = sum(spent.tokens_out for spent in self.stages.values())
        return self.prices.cost(tokens_in, tokens_out)
