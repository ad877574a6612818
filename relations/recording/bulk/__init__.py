"""The door for many records at once: set-based, one statement a table, with all of history.

What `recording` does fact by fact is done here by INSERT … SELECT from what `importing` has
staged: details, claims, facts, participants, pair rows and the change of each with its snapshot.
Triggers and constraints are the same, and none is switched off.

The caller stands in a transaction and has made two temporary relations:

  bulk_thing  n, act, kind, key, object, status, values
  bulk_fact   n, act, kind, subtype, status, key, object, thing, is_many_sided, source,
              quotation, place, values, sides, pairs

`act` is insert, update, restore or retract. `values` are as `importing.staging` writes them.
"""

from relations.recording.bulk.applying import (
    Document,
    Terms,
    apply,
    bring_back_claims,
    link_parents,
    stage_documents,
    stage_stages,
    undoing,
)
from relations.recording.bulk.snapshots import SNAPSHOTS

__all__ = [
    "SNAPSHOTS",
    "Document",
    "Terms",
    "apply",
    "bring_back_claims",
    "link_parents",
    "stage_documents",
    "stage_stages",
    "undoing",
]
