"""What any pipeline needs: diagnostics, digests, a memo, a report. Knows nothing of sites."""
