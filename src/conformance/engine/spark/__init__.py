"""Tables judged on a cluster of Apache Spark, with the same result as on one machine.

Nothing here is imported unless it is asked for. ``task`` and ``splits`` know nothing of Spark; executors run them.
"""
