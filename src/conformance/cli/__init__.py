"""click commands: parse, call, render."""
