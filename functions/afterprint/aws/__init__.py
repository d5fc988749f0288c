"""The ports on S3, DynamoDB and SQS. The only place, beside the handlers, that knows AWS."""
