"""The permanent addresses of a site, one function for each kind of page.

An address is a path within the edition's folder, with slashes. Once given it stays: other people's documents point to it. It holds
nothing that a file system or a browser would read in another way.
"""

from __future__ import annotations

from conformance.publish.site.kinds import LISTED
from conformance.standard.links import Ref

START = "index.html"
ALL = "index-a-z.html"


def relative(here: str, address: str) -> str:
    """The link from one page to another."""
    steps, target = here.split("/")[:-1], address.split("/")
    shared = 0
    while shared < min(len(steps), len(target) - 1) and steps[shared] == target[shared]:
        shared += 1
    return "../" * (len(steps) - shared) + "/".join(target[shared:])


def of(ref: Ref) -> str:
    """The page of an entry of a list, or of a record type. ``region:province:320000`` has the address of the province's code."""
    return f"{LISTED[ref.list].folder}/{ref.id.rpartition(':')[2]}.html"


def index_of(name: str) -> str:
    """The index of a list, as users call it (``data``, ``behaviour``, ``record-type``)."""
    return f"{LISTED[name].folder}/index.html"


def item(identifier: str) -> str:
    """A data item."""
    return of(Ref("data", identifier))


def record_type(name: str) -> str:
    """A record type."""
    return of(Ref("record-type", name))


def field(record: str, name: str) -> str:
    """A field of a record type; of the item, where only that item has it."""
    return f"fields/{record}.{name}.html"


def fields() -> str:
    """The index of all fields."""
    return "fields/index.html"


def code_list(identifier: str) -> str:
    """A code list."""
    return f"code-lists/{identifier}.html"


def code_lists() -> str:
    """The index of all code lists."""
    return "code-lists/index.html"


def rule(identifier: str) -> str:
    """A rule."""
    return f"rules/{identifier}.html"


def rules() -> str:
    """The index of all rules."""
    return "rules/index.html"


def api() -> str:
    """How the exchange goes."""
    return "api/index.html"


def api_part(part: str, identifier: str) -> str:
    """Something of the exchange: ``operations``, ``envelopes``, ``problems``, ``classes``, ``requirements``, ``tests`` or ``faults``."""
    return f"api/{part}/{identifier}.html"


def coverage() -> str:
    """What makes each place of the source document work."""
    return "coverage.html"


def quality() -> str:
    """How the artefacts were proved, and what is not checked."""
    return "quality.html"


def changelog() -> str:
    """What changed since the edition before."""
    return "changelog.html"


def downloads() -> str:
    """All files to take away."""
    return "downloads/index.html"


def download(path: str) -> str:
    """A file to take away."""
    return f"downloads/{path}"


def about_download(identifier: str) -> str:
    """What a file to take away is, and what is in it."""
    return f"downloads/about-{identifier}.html"
