"""The doors of the stack: one file a Lambda function, named after its step."""
