"""Files to documents: the tree, strict front matter, the kinds, Markdown."""
