"""An archive to pages: one frozen view for everything a template may show."""
