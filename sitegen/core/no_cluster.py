"""A refusal that is known without importing anything of a cluster."""

from __future__ import annotations

from sitegen.core.refusal import Refusal, marked

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
