"""What a browser notices while somebody uses the portal: all of it is a fault, unless a test expects it."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response, WebError

ANSWERED = "Failed to load resource: the server responded with a status of"
"""What Chromium writes for every answer from 400 on; those are kept in `refused` instead."""


class Noticed:
    """Everything one browser context complained of, asked for and was refused."""

    def __init__(self, context: BrowserContext, *, home: str) -> None:
        self.home = home
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.refused: list[int] = []
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def expect(self, text: str) -> None:
        """Take back the complaints that hold `text`; there must be one."""
        expected = [complaint for complaint in self.complaints if text in complaint]
        assert expected, f"The browser did not complain of “{text}”, but of: {self.complaints}"
        self.complaints = [complaint for complaint in self.complaints if complaint not in expected]

    def forget(self) -> None:
        self.complaints.clear()
        self.refused.clear()

    def check(self, status: int) -> None:
        """Check that nothing was noticed but an answer of `status`."""
        refused, self.refused = self.refused, []
        assert refused == ([status] if status >= 400 else []), f"answers not expected: {refused}"
        assert not self.complaints, "\n".join(self.complaints)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        self.requests.append(f"{request.method} {request.url.removeprefix(self.home)}")
        if not request.url.startswith(f"{self.home}/"):
            self.complaints.append(f"left this portal: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.refused.append(response.status)
