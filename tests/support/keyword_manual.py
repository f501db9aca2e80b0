"""The keyword libraries and resource files of the public keyword manual."""

LIBRARIES = (
    "FailureSimulator",
    "ManuelAPI",
    "ManuelAuth",
    "ManuelEnvironment",
    "ManuelResilience",
    "MockAWS",
    "PerfMetrics",
)
