"""What the program writes into a site for its editors: a new site, a new entry, a new record."""
