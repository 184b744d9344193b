"""What can be asked of a site: whether a build can be believed, why a page is as it is, what a text lacks."""
