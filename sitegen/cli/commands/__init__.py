"""One module for each command: its words, its options and its work, as one `COMMAND`."""

# In the order of the help. A command is added here, and as the module of its name.
COMMAND_NAMES = (
    "init",
    "new",
    "serve",
    "build",
    "check",
    "photos",
    "translate",
    "status",
    "accept",
    "explain",
    "clean",
    "help",
)
