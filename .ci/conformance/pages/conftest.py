"""The practice of the tests."""

from tests.conftest import *  # noqa: F403  # its fixtures
