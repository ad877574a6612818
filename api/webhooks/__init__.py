"""Telling other programs of changes: `keeping` (set up, stop, go on), `sending` (one hand-over,
and when the next is tried), `signing`, `receivers` (where to), `notices` (to the owner)."""
