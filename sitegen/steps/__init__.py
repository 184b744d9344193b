"""The steps of a build before anything is published: what the site is made from, what was known before, and
what is planned. `build.py` takes them one after the other; a session is what they work with."""
