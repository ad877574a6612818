"""`python -m benchmarks.suggesting`: articles a second and memory of suggesting, on one core.

Texts of 100, 1,000 and 10,000 words are put together from sentences of our own (tests/articles).
Time must grow with the length, and 1,000 words take less than 150 ms by rules.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from itertools import cycle

WORDS = (100, 1_000, 10_000)
LIMIT_MS = 150


def text_of(words: int) -> str:
    """Return a text of about so many words: the sentences of the tests, in paragraphs of five."""
    from tests.articles.reading import rows

    sentences = cycle([row.text for row in rows() if "\n" not in row.text])
    parts: list[str] = []
    count = 0
    while count < words:
        sentence = next(sentences)
        parts.append(sentence + ("\n\n" if len(parts) % 5 == 4 else " "))
        count += len(sentence.split())
    return "".join(parts)


def measure(provider: str, words: int) -> None:
    """Print one line; runs in a process of its own, so that the peak is this one's."""
    from articles.mentions.names import names_from_files
    from articles.shapes import Document
    from articles.suggesting import suggest

    names = names_from_files()
    document = Document(text_of(words), published="2024-05-01")
    suggest(Document("France met Spain."), names, provider)
    times = []
    for _ in range(max(3, min(20, 20_000 // words))):
        start = time.process_time()
        found = suggest(document, names, provider)
        times.append((time.process_time() - start) * 1000)
    median = statistics.median(times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{provider:6} {words:>6} words  {median:8.1f} ms  {1000 / median:8.1f} a second  "
        f"{median / words * 1000:6.1f} ms per 1,000 words  {peak:5.0f} MB  {len(found)} facts"
    )
    if provider == "rules" and words == 1_000 and median > LIMIT_MS:
        sys.exit(f"1,000 words took {median:.0f} ms; the limit is {LIMIT_MS}.")


def main() -> None:
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    one_core = {**os.environ, "OMP_NUM_THREADS": "1"}
    for provider in ("rules", "spacy"):
        for words in WORDS:
            command = [sys.executable, "-m", "benchmarks.suggesting", provider, str(words)]
            subprocess.run(command, check=True, env=one_core)


if __name__ == "__main__":
    main()
