"""What a deployment will do before it is done: to the sources, to the stack's resources, and to the bill."""
