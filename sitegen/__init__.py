"""A static generator for bilingual (Mongolian and English) news and grant archives."""

__version__ = "0.2.0"
