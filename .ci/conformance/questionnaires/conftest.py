"""The practice of the tests, and browsers."""

from tests.conftest import *  # noqa: F403  # its fixtures
from tests.journeys.conftest import *  # noqa: F403  # likewise
