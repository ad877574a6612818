"""One spelling for an address: what two editors paste is found to be the same page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src", "cmpid"})


def tidy(address: str) -> str | None:
    """Return the address without fragment and tracking, host in small letters; None when it is
    no http or https address or is over 1,000 characters."""
    address = address.strip()
    if not address or len(address) > 1000 or any(ord(letter) <= 32 for letter in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    if "." not in parts.hostname and ":" not in parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    query = urlencode(
        [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not name.startswith("utm_") and name not in _TRACKING
        ]
    )
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))
