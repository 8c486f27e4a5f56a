"""The reference server: a small service that keeps to the whole profile, for integrators to try their programs against.

Nothing is imported here, so that what needs no server (the declarations of faults) works without the extra ``web``.
"""
