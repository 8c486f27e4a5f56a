"""The exchange profile: classes of participants, operations, envelopes and problems, and the OpenAPI document made of them."""
