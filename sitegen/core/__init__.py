"""What any pipeline needs: files and locks, the store, diagnostics, digests, jobs. Knows nothing of sites."""
