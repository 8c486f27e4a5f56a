"""What the server answers, a module for each operation or pair of them."""
