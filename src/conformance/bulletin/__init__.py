"""Bulletins: who was to submit what by when, who did, and how well; each follows from runs, plan, standard and a day alone."""
