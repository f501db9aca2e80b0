"""Load from several processes and machines, for which Locust is the engine: one master, and workers that join it.

Locust replaces `socket`, `threading` and others in its process (gevent). So it runs in processes of its own, `locust_process`,
and nothing else imports what begins with `locust_`. `leading` and `joining` start these processes and speak to them over pipes.
"""
