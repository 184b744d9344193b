"""Markdown to a body: finished, sanitised HTML with slots for what only the whole archive knows.

The way of a text: cleaned of characters nobody types; code fences and comments taken out (fences); parsed by
Python-Markdown to a tree (parser); headings and footnotes numbered (headings, notes); written as HTML with
slots (writer); sanitised (sanitise) and typeset. The parser passes no HTML through, so the sanitiser finds
something to remove only if we made a mistake.
"""
