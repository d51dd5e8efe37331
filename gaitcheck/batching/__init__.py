"""Many clips at once: every core busy, failures set aside, one table of all; also on a cluster.

A clip is analysed by the command for a single clip in a process of its own, so that one that breaks
takes no other along. What becomes of it is a `Record` in the folder of the results, written when
they are complete: whatever is killed, what has a record is not done again.
"""
