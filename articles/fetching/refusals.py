"""Why an address was not fetched: a closed set of reasons, each one sentence for an editor."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """The keys are stored and sent by the API: they may grow but not change."""

    BAD_ADDRESS = "bad_address"
    SCHEME = "scheme"
    PORT = "port"
    PRIVATE_ADDRESS = "private_address"
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    BAD_ANSWER = "bad_answer"
    CONTENT_TYPE = "content_type"
    ROBOTS = "robots"
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    BUSY = "busy"
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    PAYWALL = "paywall"
    LEGAL = "legal"
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"


_SENTENCES = {
    Reason.BAD_ADDRESS: "This is not a web address that can be fetched.",
    Reason.SCHEME: "Only addresses that begin with http:// or https:// are fetched.",
    Reason.PORT: "Only the usual ports of the web, 80 and 443, are fetched.",
    Reason.PRIVATE_ADDRESS: "The address leads into a private network and is not fetched.",
    Reason.UNKNOWN_HOST: "The site's name is not known on the internet.",
    Reason.UNREACHABLE: "The site could not be reached.",
    Reason.TLS: "The site could not prove who it is: its certificate is not valid.",
    Reason.TOO_MANY_REDIRECTS: "The site sends us from one address to the next without end.",
    Reason.TOO_SLOW: "The site took too long to answer.",
    Reason.TOO_BIG: "The page is larger than we read.",
    Reason.BAD_ANSWER: "The site's answer was broken.",
    Reason.CONTENT_TYPE: "The address is neither a web page, a plain text nor a PDF.",
    Reason.ROBOTS: "The site asks programs not to read this page (robots.txt); paste its text.",
    Reason.ROBOTS_UNAVAILABLE: "The site did not say whether programs may read it (robots.txt).",
    Reason.BUSY: "We asked this site for another page just now; try again in a moment.",
    Reason.NOT_FOUND: "The site has no such page (404).",
    Reason.GONE: "The site has removed this page (410).",
    Reason.FORBIDDEN: "The site does not show this page to us; paste its text.",
    Reason.PAYWALL: "The site asks for payment for this page (402); paste its text.",
    Reason.LEGAL: "The site may not show this page for legal reasons (451).",
    Reason.TOO_MANY_REQUESTS: "The site asks us to come back later (429).",
    Reason.SERVER_ERROR: "The site has a fault of its own at the moment.",
    Reason.REFUSED: "The site refused to answer.",
}

_TEMPORARY = frozenset(
    {
        Reason.UNREACHABLE,
        Reason.TOO_SLOW,
        Reason.BAD_ANSWER,
        Reason.ROBOTS_UNAVAILABLE,
        Reason.BUSY,
        Reason.TOO_MANY_REQUESTS,
        Reason.SERVER_ERROR,
    }
)


class FetchRefused(Exception):
    """An address that was not fetched.

    reason_key: of `Reason`; sentence: for the editor; is_temporary: whether a later attempt may
    succeed; status: the HTTP status that led here, or 0.
    """

    def __init__(
        self,
        reason: Reason,
        sentence: str = "",
        *,
        is_temporary: bool | None = None,
        status: int = 0,
    ) -> None:
        self.reason_key = reason
        self.sentence = sentence or _SENTENCES[reason]
        self.is_temporary = reason in _TEMPORARY if is_temporary is None else is_temporary
        self.status = status
        super().__init__(self.sentence)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.reason_key, self.sentence, self.is_temporary, self.status)


def _again(reason: Reason, sentence: str, is_temporary: bool, status: int) -> FetchRefused:
    return FetchRefused(reason, sentence, is_temporary=is_temporary, status=status)


_BY_STATUS = {
    401: Reason.FORBIDDEN,
    402: Reason.PAYWALL,
    403: Reason.FORBIDDEN,
    404: Reason.NOT_FOUND,
    408: Reason.TOO_SLOW,
    410: Reason.GONE,
    429: Reason.TOO_MANY_REQUESTS,
    451: Reason.LEGAL,
}


def of_status(status: int) -> FetchRefused:
    """Return the refusal that a status other than success means."""
    if status in _BY_STATUS:
        return FetchRefused(_BY_STATUS[status], status=status)
    if status >= 500:
        return FetchRefused(Reason.SERVER_ERROR, status=status)
    return FetchRefused(
        Reason.REFUSED, f"The site did not send the page; its answer was {status}.", status=status
    )
