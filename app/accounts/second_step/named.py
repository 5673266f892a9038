"""One controller for both sides: the same pages, under names of their own."""

from typing import Any


class NamedPerSide:
    """Comes before `Controller`; the class of each side says its `path`, its `opt` and its `side`."""

    side: str

    def get_route_handlers(self) -> list[Any]:
        handlers: list[Any] = super().get_route_handlers()  # type: ignore[misc]  # of Controller, beside it
        for handler in handlers:
            handler.name = f"{self.side}.{handler.name}"
        return handlers
