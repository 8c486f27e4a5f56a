"""A large file judged by several processes of one machine, each a span of it, with the same result as in one."""
