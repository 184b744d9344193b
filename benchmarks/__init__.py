"""A corpus of any size, and one command that builds it with sitegen and with other generators."""
