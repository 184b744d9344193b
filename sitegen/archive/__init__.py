"""Documents to an archive: translations, references and their inverses, addresses."""
