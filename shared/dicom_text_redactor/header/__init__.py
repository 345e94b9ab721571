"""De-identifying the header: the Basic Application Level Confidentiality Profile of PS3.15 Annex E, and options."""
