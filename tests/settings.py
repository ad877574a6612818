"""Settings of the tests: those of the project, told that it is a test.

pytest-django reads the settings before any conftest.py runs, so that this cannot stand there.
"""

import os

os.environ["DYAD_TEST"] = "on"
os.environ.setdefault("DYAD_VAR", "var/test")

from config.settings import *  # noqa: F403
