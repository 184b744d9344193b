"""The live preview: builds into a folder of its own, serves that on this machine, and follows every save.

preview   the loop: what changed is built, and shown
watch     tells which files changed
builder   the builds, and pages and pictures made before or without one
board     the state that browsers see now, who waits for news of it, and what editors want to know of pages
answers   which requests are answered, and how, without sockets
bar       the bar on each page, the news that it gets, and the preview's own pages
server    sockets, time limits
"""
