"""An archive to pages: one frozen view model for everything a template may show."""
