"""The same identifiers as :mod:`identifiers`, one string at a time, for mutations."""

from __future__ import annotations

from conformance.sample.identifiers import USCC_ALPHABET, chars, citizen_check, organisation_check, uscc_check


def credit_code(body: str) -> str:
    """A credit code from its first 17 characters."""
    return body + chr(int(uscc_check(chars([body]))[0]))


def organisation_code(body: str) -> str:
    """An organisation code, without hyphen, from its first 8 characters."""
    return body + chr(int(organisation_check(chars([body]))[0]))


def citizen_id(body: str) -> str:
    """A citizen id from its first 17 digits."""
    return body + chr(int(citizen_check(chars([body]))[0]))


def another(character: str, alphabet: str, step: int) -> str:
    """A different character of the alphabet."""
    return alphabet[(alphabet.index(character) + 1 + step % (len(alphabet) - 1)) % len(alphabet)]


USCC_LETTERS = USCC_ALPHABET.decode()
