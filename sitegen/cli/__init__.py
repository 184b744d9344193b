"""The command line: arguments in, words and exit codes out.

0 fine · 1 errors in content or templates · 2 usage · 3 the machine · 70 a bug of ours · 75 another build
holds the lock · 130 and 143 stopped by a signal.
"""

FINE, CONTENT, USAGE, MACHINE, BUG, LOCKED, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 75, 130, 143
