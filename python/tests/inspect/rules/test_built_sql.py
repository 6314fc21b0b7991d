import pytest


@pytest.mark.parametrize(
    "body",
    [
        "cursor.execute(f'DELETE FROM t WHERE n = {name}')",
        "cursor.execute('DELETE FROM t WHERE n = ' + name)",
        "cursor.execute('DELETE FROM t WHERE n = %s' % name)",
        "cursor.execute('DELETE FROM t WHERE n = {}'.format(name))",
        "query = f'DELETE FROM t WHERE n = {name}'; cursor.execute(query)",
        "Channel.objects.raw(f'SELECT * FROM t WHERE n = {name}')",
    ],
)
def test_sql_that_is_put_together(check_run, body):
    (report,) = check_run("built-sql", body)
    assert report.startswith("warning 4: the SQL for ")


@pytest.mark.parametrize(
    "body",
    [
        "cursor.execute('DELETE FROM t WHERE n = %s', [name])",
        "cursor.execute('VACUUM')",
        "cursor.execute(f'DELETE FROM {TABLE} WHERE n = %s', [name])",
        "cursor.execute(f'DELETE FROM {Channel._meta.db_table}')",
        "cursor.execute(f'DELETE FROM {connection.ops.quote_name(x)}')",
        "cursor.execute(query)",
        "pool.execute(task + 1)",
    ],
)
def test_sql_that_is_not(check_run, body):
    assert check_run("built-sql", body, "TABLE = 'my_table'") == []
