"""The web's entry: granian and other WSGI servers call `application`.

Here, and not for tasks and commands, a statement is given up after a while: a reader's question
that takes longer would hold a connection that others wait for.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_options = settings.DATABASES["default"]["OPTIONS"]
_limit = f"-c statement_timeout={settings.STATEMENT_TIMEOUT}s"
_options["options"] = f"{_options.get('options', '')} {_limit}".strip()

application = get_wsgi_application()
