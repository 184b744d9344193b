"""A refusal that the command line knows without importing anything of a cluster."""

from __future__ import annotations


class NoCluster(Exception):
    """The cluster cannot do the work.

    `reason` is "no_dask", "no_scheduler", "no_workers", "other_version" or "cluster_lost"; `address` is that
    of the scheduler, or of the worker that is to blame.
    """

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(reason, address)
        self.reason, self.address = reason, address
