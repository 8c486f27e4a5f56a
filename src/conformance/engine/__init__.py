"""Running compiled rules over batches."""
