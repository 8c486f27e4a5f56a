"""What is asked of whom, as data: requirements, the tests that show them, and the closed set of checks that tests use."""
