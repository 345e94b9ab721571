"""Pictures of images with their boxes outlined and numbered: of what came out, and of what went in."""
