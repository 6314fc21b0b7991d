"""What a call has used, and that asking costs next to nothing."""

import time

from pluggarr_worker.usage import Meter


def test_the_peak_is_that_of_the_call():
    meter = Meter()
    began = meter.begin()
    block = bytearray(100 << 20)
    del block
    large = meter.end(began)
    small = meter.end(meter.begin())
    assert large["peak_bytes"] > 100 << 20
    assert small["peak_bytes"] < large["peak_bytes"] - (50 << 20)


def test_cpu_time_is_counted():
    meter = Meter()
    began = meter.begin()
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    assert 0.04 < meter.end(began)["cpu_seconds"] < 1


def test_asking_costs_well_under_50_microseconds():
    meter = Meter()
    best = float("inf")
    for _ in range(20):
        started = time.perf_counter()
        for _ in range(100):
            meter.end(meter.begin())
        best = min(best, (time.perf_counter() - started) / 100)
    assert best < 50e-6, best
