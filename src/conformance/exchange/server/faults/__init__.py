"""Ways in which the reference server can be made wrong, one at a time: what is wrong as data, how as a small hook.

Only declarations are imported with the package; the hooks (:mod:`.plant` loads them) know the server, which needs the extra ``web``.
"""
