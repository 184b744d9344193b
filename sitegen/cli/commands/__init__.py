"""One module for each command: its words, its options and its work, as one `COMMAND`."""

# In the order of the help. For a new command, add its name here and a module of that name.
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
