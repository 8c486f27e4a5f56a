"""Lists as workbooks: for the people who edit them, loss-free both ways; blank ones; tables for signature."""
