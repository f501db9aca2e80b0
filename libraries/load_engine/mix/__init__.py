"""A load mix: several kinds of requests with weights, data and signed-in users, in one YAML file.

    name: An afternoon
    stages: [0 to 20 users in 10 s, 20 users for 1 min, 100 users for 5 s]
    think_time: 1 s to 3 s
    requests:
      - {route: GET /health, weight: 3}
      - {route: GET /version, weight: 1}
    thresholds: [p(95)<500, error_rate<1%]

`model` has all keys, `reading` reads a file, `source` makes the requests, and `measuring` sends them.
"""
