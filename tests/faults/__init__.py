"""Inputs made to do harm: each ends in a clear sentence and the right exit code, in bounded time and memory."""
