"""Envelopes of the exchange as inputs: batches, record pages, receipts and whatever else passes over its interfaces."""
