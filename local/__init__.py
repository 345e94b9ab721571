"""Running the function app on one's own machine: emulated storage, a small host, a demo. Nothing here is deployed."""
