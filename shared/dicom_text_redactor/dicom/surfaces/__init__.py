"""What can show text: frames, tiled matrices, overlay planes."""
