"""Pages to bytes on disk: templates, feeds, publishing."""
