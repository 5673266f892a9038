"""What a form is known by: its address and its version. A form without them is given some."""

import hashlib
import json
from uuid import NAMESPACE_URL, uuid5

from app.forms.questionnaire.definition.extensions import text
from app.forms.questionnaire.examining.parsing import Refused
from app.forms.questionnaire.examining.repairs import Raw, Repairs
from app.web.language import _l

LONGEST_ADDRESS, LONGEST_VERSION = 500, 100

TOO_LONG = _l("The address or the version of this form is too long to be kept.")
ADDRESS = _l("This form had no address of its own (url). It is known as “%(address)s” now.")
VERSION = _l("This form did not say its version. It is “%(version)s” now, by what stands in it.")


def give_identity(form: Raw, repairs: Repairs) -> None:
    """Give a form an address by its name, and a version by what stands in it, where it has none."""
    content = json.dumps(form, sort_keys=True, ensure_ascii=True)
    if not text(form.get("url")).strip():
        named = text(form.get("title")) or text(form.get("name")) or text(form.get("id")) or content
        form["url"] = f"urn:uuid:{uuid5(NAMESPACE_URL, named)}"
        repairs.notice(ADDRESS, address=form["url"])
    if not text(form.get("version")).strip():
        form["version"] = hashlib.sha256(content.encode()).hexdigest()[:8]
        repairs.notice(VERSION, version=form["version"])
    if len(form["url"]) > LONGEST_ADDRESS or len(form["version"]) > LONGEST_VERSION:
        raise Refused(TOO_LONG)
