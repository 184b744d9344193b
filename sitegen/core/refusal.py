"""What the program will not or cannot do, told in words and never as a traceback."""

from __future__ import annotations


class Refusal(Exception):
    """`message` is the English text with `values` in braces; the catalogues of the interface have the others.

    It ends the command with `exit_code`.
    """

    exit_code = 3

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def marked(message: str) -> str:
    """The text as it is. The call says that it is a message, and so must stand in the catalogues."""
    return message


NO_DASK = marked("{address}: Dask is not installed. Install it with: pip install 'sitegen[dask]'")
NO_SCHEDULER = marked("{address}: no Dask scheduler answers there.")
NO_WORKERS = marked("{address}: the cluster has no Dask worker that answers.")
OTHER_VERSION = marked(
    "{address}: this Dask worker has another version of sitegen, of Python or of a library than we "
    "have here. Install the same ones and start it again."
)
CLUSTER_LOST = marked("{address}: the connection to the Dask cluster was lost. The site stays as it was.")


class NoCluster(Refusal):
    """The cluster cannot do the work; `address` is that of the scheduler, or of the worker to blame."""
