"""JPEG Baseline codestreams, changed block by block: every coefficient outside the boxes stays (ITU-T T.81)."""
