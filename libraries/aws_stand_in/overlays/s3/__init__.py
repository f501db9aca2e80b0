"""S3: requests about objects are answered here, on the buckets that moto keeps; configurations of buckets are moto's."""
