"""The commands by subject: the words, the options and the work of each, as one value of type Command."""

# The module of each command, which has it under the command's name in capitals; in the order of the help.
COMMANDS = {
    "init": "writing",
    "new": "writing",
    "serve": "build",
    "build": "build",
    "check": "check",
    "photos": "writing",
    "translate": "writing",
    "status": "check",
    "accept": "check",
    "explain": "guides",
    "clean": "build",
    "help": "guides",
}
