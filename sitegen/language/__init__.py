"""What we know of Mongolian and English: dates, money, slugs, sort order, typography, spelling, words."""
