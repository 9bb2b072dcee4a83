"""Bringing what changed in English to every other language."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from bot.domain.ids import Language
from locales.catalog import FOLDER, parse, path_of
from locales.languages import ENGLISH, LANGUAGES


def sync(folder: Path = FOLDER) -> list[Language]:
    """Rewrites each catalog in the order of the English one, and returns the languages whose file changed.

    A key that English has and the language has not becomes an untranslated entry. Where the English text changed, the
    translation stays, marked `#, fuzzy`, and loses its review. A key that English no longer has goes. English repeats
    its own msgid as msgstr. Headers and translators' comments stay as they are; `#.` comments are those of English.
    UnreadableCatalogError if a file cannot be read.
    """
    english = parse(path_of(ENGLISH, folder))
    return [language for language in LANGUAGES if _rewrite(path_of(language, folder), english, language == ENGLISH)]


def _rewrite(path: Path, english: Catalog, is_english: bool) -> bool:
    old = parse(path)
    before = path.read_text(encoding="utf-8")
    by_key = {message.context: message for message in old if message.id}
    new = Catalog(charset="utf-8")
    new.mime_headers = [("Plural-Forms", old.plural_forms)]
    for message in english:
        if message.id:
            _add(new, message, message if is_english else by_key.get(message.context), is_english)
    header, _, _ = before.partition("\n\n")
    written = BytesIO()
    write_po(written, new, width=0, omit_header=True)
    after = f"{header.strip()}\n\n{written.getvalue().decode()}".rstrip("\n") + "\n"
    path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def _add(new: Catalog, english: Message, old: Message | None, is_english: bool) -> None:
    """Adds what becomes of `old`: kept, kept as needing work, or begun anew if there is none of the same shape."""
    empty = "" if isinstance(english.id, str) else ("",) * new.num_plurals
    if old is None or isinstance(old.id, str) != isinstance(english.id, str):
        new.add(english.id, empty, context=english.context, auto_comments=english.auto_comments)
        return
    string = english.id if is_english else old.string or empty
    needs_work = any(string) and (old.fuzzy or old.id != english.id)
    new.add(
        english.id,
        string,
        context=english.context,
        flags={"fuzzy"} if needs_work else (),
        auto_comments=english.auto_comments,
        user_comments=[one for one in old.user_comments if not (needs_work and one.startswith("reviewed:"))],
    )
