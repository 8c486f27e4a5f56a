"""Why a check was not run, or could not judge some records: a closed list, which reports have words for."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "",
    "column-absent",  # the fields it needs are not in the input
    "other-purpose",  # belongs to the other purpose
    "no-party",  # needs a party profile with a jurisdiction
    "no-register",  # the data list names nobody for the item, or the party is entered in no list
    "outside-calendar",  # some dates lie outside the working-day table
    "before-applies-from",  # some records were left out by --applies-from
    "unknown-kind",  # some subjects' kind (person or organisation) cannot be told
    "referred-absent",  # the file with the records referred to is not in the submission
    "referred-partial",  # what it refers to was not found, but only an increment of it is at hand
    "other-register",  # the subject belongs to a register that was not submitted
    "self-contained",  # a full file, whose removals hold the entries themselves
    "read-once",  # the input can be read only once, so that its own records cannot be known beforehand
    "no-manifest",  # needs the period of a manifest
    "no-previous",  # needs the submission before (--previous)
    "no-period",  # neither a manifest nor a day of decision tells when the period before ended
    "item-not-before",  # the submission before has no file of this item
    "item-not-sent",  # this submission has no file of this item
    "increment",  # an increment: what is not in it has not vanished
    "input-unread",  # a file of the submission could not be read to its end
    "no-key",  # some records have no document number or name by which to know them again
    "not-applicable",
]
