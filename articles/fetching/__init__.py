"""Fetch pages from addresses that strangers wrote. Nothing else in the project opens one.

    fetched = fetching.fetch("https://example.org/story")      # or FetchRefused, with a sentence
    state = fetching.check("https://example.org/story")        # is the link still good?
    answer = fetching.post(address, body, headers={}, policy=policy)    # tell somebody something

`policy` holds the limits, `refusals` what an editor is told, `addresses` which addresses are
asked at all, `wire` the one request, `metering`
its time and bytes, `robots` and `pacing` our manners, `bodies` what is read.
"""

from articles.fetching.addresses import checked
from articles.fetching.checking import LinkState, State, check
from articles.fetching.following import Fetched, fetch
from articles.fetching.policy import DEFAULT, Policy
from articles.fetching.posting import Answer, post
from articles.fetching.refusals import FetchRefused, Reason

__all__ = [
    "DEFAULT",
    "Answer",
    "FetchRefused",
    "Fetched",
    "LinkState",
    "Policy",
    "Reason",
    "State",
    "check",
    "checked",
    "fetch",
    "post",
]
