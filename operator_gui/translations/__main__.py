"""`make translations`: take new words into the `.ts` files, drop those that are gone, and compile the `.qm` files."""

from __future__ import annotations

import sys

from operator_gui.translations.linguist import FOLDER, LANGUAGES, compile_words, take_words, unfinished

if __name__ == "__main__":
    for language, plural_only in LANGUAGES.items():
        ts = FOLDER / f"bookcradle_{language}.ts"
        take_words(ts, plural_only=plural_only)
        compile_words(ts, ts.with_suffix(".qm"))
        open_ones = unfinished(ts)
        sys.stdout.write(f"{ts.name}: {len(open_ones)} without a translation\n")
        for context, source in open_ones:
            sys.stdout.write(f"  {context}: {source}\n")
