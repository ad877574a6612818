"""`manage.py up`: everything on this machine, until Ctrl-C."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.embedded.processes import CannotStart
from config.embedded.supervisor import Supervisor


class Command(BaseCommand):
    help = "Run the database, the broker, the task worker and the pages; Ctrl-C stops them."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Do not load the demo facts.")

    def handle(self, *args: Any, **options: Any) -> None:
        environment = settings.ENV
        supervisor = Supervisor(
            settings.PLACES,
            host=environment.str("DYAD_HOST"),
            port=environment.int("PORT"),
            web_workers=environment.int("DYAD_WEB_WORKERS"),
            task_workers=environment.int("DYAD_TASK_WORKERS"),
            has_database=settings.IS_DEPLOYED,
            has_broker=bool(environment.str("REDIS_URL")),
        )

        def prepare() -> None:
            """What the pages cannot do without: the tables. The rest comes while they start."""
            from django.db import connection
            from django.db.migrations.executor import MigrationExecutor

            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", verbosity=0)
            let_go()

        def let_go() -> None:
            """Close this process's pool: it is not needed while it only tends the others."""
            from django.db import connection

            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]

        def ready() -> None:
            if not settings.IS_DEPLOYED:
                call_command("make_accounts", verbosity=0)
                if not options["no_demo"]:
                    # On a fresh machine the demo takes longer than all else.
                    call_command("load_demo", verbosity=0)
                let_go()
            self.stdout.write(f"Dyad runs at {supervisor.address}")
            if settings.PLACES.passwords.exists():
                self.stdout.write(
                    f"The desk of editors is {supervisor.address}desk/ — sign in with"
                )
                for line in settings.PLACES.passwords.read_text().splitlines():
                    self.stdout.write(f"  {line}")
            self.stdout.write("Ctrl-C stops everything.")
            self.stdout.flush()

        try:
            supervisor.claim()
            supervisor.run(prepare, ready)
        except CannotStart as error:
            raise CommandError(f"Dyad does not start: {error}") from error
        self.stdout.write("Stopped.")
