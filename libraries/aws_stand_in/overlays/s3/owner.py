"""The owner of all buckets and objects of an account, as moto names it; without a name for displays, which S3 no longer tells."""

OWNER = {"ID": "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"}
