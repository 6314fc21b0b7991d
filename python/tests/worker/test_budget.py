"""A flood of lines is cut, and the bucket fills up again."""

from pluggarr_worker.budget import Budget


def test_a_flood_is_dropped_and_counted():
    budget = Budget(1000, 1_000_000, 10)
    assert sum(budget.take(10, 1.0) for _ in range(100_000)) == 10_000
    assert budget.take_dropped() == 90_000
    assert budget.take_dropped() == 0
    assert sum(budget.take(10, 3.0) for _ in range(100_000)) == 2_000


def test_few_lines_may_be_long_but_not_without_bound():
    budget = Budget(1000, 1_000_000, 10)
    assert sum(budget.take(100_000, 1.0) for _ in range(1000)) == 100
