"""What the fault engine adds to a request is measured at servers that answer it."""

import pytest

import bench_fault_overhead as bench


@pytest.mark.parametrize("server", [bench.moto, bench.front])
def test_each_candidate_answers_what_is_measured(server: bench.Server) -> None:
    candidates = bench.prepared_candidates(server)
    assert list(candidates) == ["without the engine", "with 0 rules", "with 1 rules", "with 20 rules"]
    assert bench.medians(candidates, bench.get_item, rounds=1)["with 20 rules"][0] > 0
