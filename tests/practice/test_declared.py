"""No setting stands on the page for nothing: each is read somewhere, and each panel has its switch."""

import re

from app.panels import PANELS
from app.practice.declared import SETTINGS
from app.practice.declaring import PANELS as SWITCHES
from tests import source

MADE = (r"update_\w+", r"review_\w+", r"panel_\w+", r"\w+_es")
"""Names that are put together where they are read; each way is written down here, with where that is."""
READS_MADE = {
    "app/changes/access.py": ('setting(f"update_{section}")', 'setting(f"review_{section}")'),
    "app/practice/settings.py": ('f"panel_{panel}"', 'setting(f"{name}_es")'),
}


def test_every_setting_is_read_by_code_that_acts_by_it() -> None:
    texts = [
        path.read_text()
        for path in source.modules()
        if "practice/declar" not in str(path) and "office/setup" not in str(path)
    ]
    for name in SETTINGS:
        if any(re.fullmatch(made, name) for made in MADE):
            continue
        read = re.compile(rf"(setting|_worded|has_own)\(\s*\"{name}\"|\"{name}\"")
        assert any(read.search(text) for text in texts), f"Nothing reads {name}: let it do what it says."
    for path, reads in READS_MADE.items():
        text = (source.ROOT / path).read_text()
        assert all(read in text for read in reads), path


def test_every_panel_can_be_switched_off_under_a_name_of_its_own() -> None:
    assert SWITCHES.keys() == {panel.name for panel in PANELS}
