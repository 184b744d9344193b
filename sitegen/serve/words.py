"""The words of the bar and of the preview's own pages."""

from __future__ import annotations

from sitegen.core.refusal import marked
from sitegen.language.catalogue import load_catalogue

BAR = {
    "bar": marked("Editors' bar"),
    "edit": marked("Edit this page"),
    "edit_records": marked("Edit the records"),
    "no_file": marked("Made from many files"),
    "copy": marked("Copy the path"),
    "copied": marked("Copied"),
    "open": marked("Open the file"),
    "state_translated": marked("Translated"),
    "state_missing": marked("Not translated"),
    "state_outdated": marked("Translation out of date"),
    "draft": marked("Draft"),
    "ahead": marked("Of a later date: {date}"),
    "expired": marked("Expired: {date}"),
    "waiting": marked("Waiting"),
    "waiting_title": marked("What waits"),
    "waiting_none": marked("Nothing waits."),
    "drafts": marked("Drafts"),
    "aheads": marked("Of a later date"),
    "expireds": marked("Expired"),
    "missings": marked("Not translated"),
    "outdateds": marked("Translation out of date"),
    "samples": marked("Samples to take out"),
    "show_drafts": marked("Show drafts and later dates"),
    "both": marked("Both languages"),
    "changed": marked("Marked: what the original says otherwise since."),
    "phone": marked("Phone width"),
    "whole": marked("Back to the page"),
    "home": marked("To the site"),
    "errors": marked("errors"),
    "warnings": marked("warnings"),
    "problems": marked("Errors and warnings"),
    "last_good": marked("There are errors: this is the last good page."),
    "no_page": marked("There are errors: nothing new is shown until they are mended."),
    "others": marked("{count} more are on the terminal"),
    "working": marked("Updating …"),
    "lost": marked("The preview has been stopped."),
    "hide": marked("Hide"),
    "close": marked("Close"),
    "not_there": marked("There is no such page"),
    "not_yet": marked("Not ready yet"),
    "not_there_yet": marked("The pages are not ready yet. They appear here as soon as they are."),
    "refused": marked("This request is not answered."),
}


def bar_words(lang: str) -> dict[str, str]:
    """All of them in a language, by name; some have values in braces."""
    return {name: load_catalogue(lang).gettext(text) for name, text in BAR.items()}
