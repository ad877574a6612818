"""Where an undeployed instance keeps its data, sockets and locks."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.processes import CannotStart, server_user

# The kernel's limit on a socket's path is 107 bytes; PostgreSQL adds this name to the folder's.
_LONGEST = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one instance, all below `var` (but for sockets where its path is too long)."""

    var: Path

    @property
    def data(self) -> Path:
        return self.var / "postgresql"

    @property
    def sockets(self) -> Path:
        run = self.var / "run"
        if len(str(run).encode()) <= _LONGEST:
            return run
        digest = hashlib.sha256(str(run).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"dyad-{digest}"

    @property
    def valkey(self) -> Path:
        return self.var / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def passwords(self) -> Path:
        return self.var / "passwords"

    def make(self) -> None:
        """Create the folders, for their owner only; no parent's mode is changed."""
        self.var.mkdir(parents=True, exist_ok=True)
        for folder in (self.sockets, self.logs, self.valkey):
            folder.mkdir(mode=0o700, exist_ok=True)
        # In the temp folder anybody could have made it first, with a server of theirs inside.
        found = self.sockets.stat()
        server = server_user() if os.geteuid() == 0 else None
        trusted = {os.geteuid(), server.pw_uid if server is not None else os.geteuid()}
        if found.st_uid not in trusted or found.st_mode & 0o077:
            raise CannotStart(f"{self.sockets} is open to others; remove it, or shorten DYAD_VAR.")
