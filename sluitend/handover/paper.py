# SPDX-License-Identifier: EUPL-1.2
"""What can stand on paper: our typefaces lack many scripts, and a document that lacks a sign is refused.

Somebody who is exploited may well write, or be written about, in a script that we cannot print. The
packet still has to come out; a box stands for each sign that cannot, and the paper says so.
"""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import typst

BOX = "□"
# Never signs in themselves: what steers a device, has no meaning, or turns the order of what follows.
_MEANINGLESS = frozenset({"Cc", "Cs", "Co", "Cn"})
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# So many scripts and symbols are taken out one by one; after that, all that is not plainly printable.
_MOST_TRIES = 25
_PLAIN = re.compile("[^\n\t -~\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2026\u20ac□]")


def printable(text: str) -> str:
    """Return the text with a box for what is no sign at all, in the order in which it was typed."""
    shown = _DIRECTIONS.sub("", text)
    return "".join(
        BOX if unicodedata.category(sign) in _MEANINGLESS and sign not in "\n\t\r" else sign for sign in shown
    )


def made_of(texts: list[str], make: Callable[[list[str]], bytes]) -> bytes:
    """Return the document that `make` makes of these texts, with boxes for the signs that it refuses.

    When one sign of a script is lacking, all of that script in these texts go: bounded in tries.
    """
    texts = [printable(text) for text in texts]
    for _try in range(_MOST_TRIES):
        try:
            return make(texts)
        except typst.TypstError as fault:
            refused = _REFUSED.search(str(fault))
            if refused is None:
                raise
            lacking = {_script(sign) for sign in _ESCAPED.sub(_as_sign, refused[1])}
            texts = ["".join(BOX if _script(sign) in lacking else sign for sign in text) for text in texts]
    return make([_PLAIN.sub(BOX, text) for text in texts])


def typeset(template: Path, **inputs: str) -> bytes:
    """Return the PDF (PDF/UA-1, for screen readers too) of a template and what it shows, with our own fonts.

    Raises `typst.TypstError` for a sign that no font has; `made_of` deals with that.
    """
    made = typst.compile(
        template.read_bytes(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    if not isinstance(made, bytes):
        message = "the typesetter returned no document"
        raise TypeError(message)
    return made


def _as_sign(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


def _script(sign: str) -> str:
    """Return the first word of the name of a sign, such as THAI or CJK; an unnamed sign stands for itself."""
    name = unicodedata.name(sign, sign)
    # A Latin letter that lacks says nothing of the others.
    return sign if name.startswith(("LATIN", "DIGIT")) or sign.isascii() else name.partition(" ")[0]
