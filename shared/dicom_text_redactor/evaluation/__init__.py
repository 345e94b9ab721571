"""How well images were redacted, told from the box reports beside them and a ground truth that a person vouches for."""
