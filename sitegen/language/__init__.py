"""Mongolian and English: dates, money, slugs, sort order, typography, spelling, words of the interface."""
