"""What must not matter: the order of rows and columns, the size of batches, the number of threads, the kind of file."""
