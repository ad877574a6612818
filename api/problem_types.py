"""Every type of problem: what it means and how to mend it. The page of a `type` is made from this.

A slug is the last part of a problem's `type`; it keeps its meaning (docs/api.md).
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE = "/api/problems/"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One type. status: that it comes with; title: as problems of it say; meaning, mending:
    sentences for who wrote the program that met it."""

    slug: str
    status: int
    title: str
    meaning: str
    mending: str

    @property
    def address(self) -> str:
        return f"{TYPE}{self.slug}"


_UNREAD = "The request cannot be read"
_BODY = "Send a JSON object in UTF-8; the reference at /api/ lists the fields of each address."

_EVERY = (
    ProblemType(
        "bad-parameter", 400, _UNREAD,
        "A parameter of the address is unknown, or its value cannot be read.",
        "`errors` names each parameter, what was given and what is known; mend all of them.",
    ),
    ProblemType(
        "bad-field", 400, _UNREAD,
        "A field of the body is unknown, or its value cannot be read.",
        "`errors` names each field by its JSON pointer; mend all of them.",
    ),
    ProblemType(
        "bad-header", 400, _UNREAD,
        "A header, such as `If-Match` or `Idempotency-Key`, cannot be read.",
        "`errors` names the header and how it is written.",
    ),
    ProblemType(
        "bad-request", 400, _UNREAD,
        "The request has too many parts, a host that is not served here, or a NUL character.",
        "Ask for less at once and send text without NUL characters.",
    ),
    ProblemType("parse-error", 400, _UNREAD, "The body is no JSON, or not in UTF-8.", _BODY),
    ProblemType(
        "invalid", 400, _UNREAD, "A value was refused.", "`detail` says which and why."
    ),
    ProblemType(
        "not-authenticated", 401, "Sign in first",
        "This address answers only to a token, and none was sent.",
        "Make a token in the admin and send it as `Authorization: Token dyad_…`.",
    ),
    ProblemType(
        "authentication-failed", 401, "Sign in first",
        "The token is unknown, expired or revoked, or its person's account is closed.",
        "Make a new token, or leave the header away where reading needs none.",
    ),
    ProblemType(
        "permission-denied", 403, "Not allowed",
        "The token's scopes do not name this, or its person's role does not reach so far.",
        "Use a token with the scope named in `detail`, or ask an administrator for the role.",
    ),
    ProblemType(
        "not-found", 404, "Not found",
        "There is nothing at this address, or nothing that is public.",
        "Look at the number, pair or code; /api/v1/ lists the addresses.",
    ),
    ProblemType(
        "method-not-allowed", 405, "Not allowed at this address",
        "The address does not take this method.",
        "The header `Allow` lists those it takes.",
    ),
    ProblemType(
        "not-acceptable", 406, "This form is not served",
        "The form named in `Accept` or `format` is not served here.",
        "Ask for application/json, or send no `Accept`.",
    ),
    ProblemType(
        "idempotency-key-in-use", 409, "Another state or request is in the way",
        "A request with this `Idempotency-Key` is still running.",
        "Wait as long as `Retry-After` says, then send the same request again.",
    ),
    ProblemType(
        "export-not-ready", 409, "Another state or request is in the way",
        "The export is not finished, or failed, so that it has no file.",
        "Ask the export's own address for its `state` until it is `done`.",
    ),
    ProblemType(
        "retracted", 410, "Withdrawn",
        "The fact was public and has been withdrawn; `detail` gives the reason.",
        "Remove it from your copy. With `as_of` it is still there for the moments before.",
    ),
    ProblemType(
        "export-expired", 410, "Withdrawn",
        "The export's file was thrown away after its days.",
        "Order it again.",
    ),
    ProblemType(
        "stale-revision", 412, "Changed since you read it",
        "The fact has changed since the revision that `If-Match` names.",
        "Read the fact again, look at what changed, and propose on its present `revision`.",
    ),
    ProblemType(
        "body-too-large", 413, "The body is too large",
        "The body has more bytes than this address reads.",
        "Send less; `detail` says how much is read.",
    ),
    ProblemType(
        "unsupported-media-type", 415, "This form of body is not read",
        "The body's `Content-Type` or character set is not read here.", _BODY,
    ),
    ProblemType(
        "no-such-range", 416, "No such range",
        "The range begins after the end of the file.",
        "Ask for a range within the size that `detail` names, or for the whole file.",
    ),
    ProblemType(
        "refused", 422, "Not accepted",
        "The body can be read, and a rule of the record refuses it.",
        "`errors` names each field and the rule; `?dry_run=true` tries without writing.",
    ),
    ProblemType(
        "idempotency-key-reused", 422, "Not accepted",
        "This `Idempotency-Key` was used within 24 hours for another request.",
        "Take a new key for a new request; send the very same request to get its answer again.",
    ),
    ProblemType(
        "revision-missing", 428, "Say which revision",
        "A correction must name the revision it was made on.",
        "Send `If-Match` with the fact's `revision` in quotation marks.",
    ),
    ProblemType(
        "throttled", 429, "Too many requests",
        "More requests came in this minute than are answered.",
        "Wait as long as `Retry-After` says; a token has a greater share, an export needs none.",
    ),
    ProblemType(
        "too-many-exports", 429, "Too many requests",
        "Too many of your exports wait or are built.",
        "Wait until one is done, or delete one.",
    ),
    ProblemType(
        "failed", 500, "The server failed",
        "What nobody expected; it is in the server's log.",
        "Try again later. If it stays, tell the operator when it happened and at which address.",
    ),
    ProblemType(
        "query-timeout", 503, "Not answered in time",
        "The database took longer than is allowed.",
        "Ask for less: one pair, a shorter period, fewer filters; or order an export.",
    ),
    ProblemType(
        "busy", 503, "Not answered in time",
        "Another file is being sent just now.",
        "Ask again when `Retry-After` says.",
    ),
)  # fmt: skip

TYPES = {each.slug: each for each in _EVERY}
