import pytest


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("api_key = 'k3y-4711'", "`api_key` holds a secret that is written into the code"),
        ("self.password = 'Tr0ub4dor'", "`password` holds a secret that is written into the code"),
        ("login(token='a1b2c3d4')", "`token` holds a secret that is written into the code"),
        (
            "x = {'client_secret': 'a1b2c3d4'}",
            "`client_secret` holds a secret that is written into the code",
        ),
        ("url = 'http://joe:pa55@host/x'", "the URL holds a login"),
    ],
)
def test_secrets_in_the_code(check_run, body, message):
    assert check_run("hard-coded-secrets", body) == [f"warning 4: {message}"]


@pytest.mark.parametrize(
    "body",
    [
        "api_key = settings['api_key']",
        "token = 'access_token'",
        "password = ''",
        "api_key = 'YOUR-API-KEY'",
        "token_url = 'http://host/token4711'",
        "x = {'password': 'The password of your account 1'}",
        "url = f'http://{user}:{password}@host/'",
    ],
)
def test_what_only_looks_like_one(check_run, body):
    assert check_run("hard-coded-secrets", body) == []


def test_a_secret_field_has_no_default(reports):
    field = "{'id': 'pin', 'type': 'string', 'input_type': 'password',\n        'default': 'x'}"
    code = f"class Plugin:\n    fields = [{field}]\n"
    message = "the secret field `pin` comes with a value"
    assert reports("hard-coded-secrets", code) == [f"warning 3: {message}"]
    manifest = '{"fields": [{"id": "api_key", "type": "string", "default": "abc"}]}'
    assert len(reports("hard-coded-secrets", "", **{"plugin.json": manifest})) == 1
    manifest = '{"fields": [{"id": "api_key", "type": "string", "default": ""}]}'
    assert reports("hard-coded-secrets", "", **{"plugin.json": manifest}) == []
