"""The pixels: their form, their stored values, and what a viewer would show of them."""
