"""The live preview: builds into a folder of its own, serves that on this machine, and follows every save.

preview   the loop: what changed is built, and shown
watch     tells which files changed
board     the state that browsers see now, and who waits for news of it
desk      what editors want to know of each page: its file, its translation, what waits
answers   a request to an answer, without sockets
requests  which requests are answered at all
server    sockets, time limits
"""
