import pytest

UNVERIFIED = "whoever is in between can read and change everything"


@pytest.mark.parametrize(
    ("imports", "body", "message"),
    [
        ("", "eval(params['x'])", "eval() runs whatever text it is given"),
        ("", "exec(code)", "exec() runs whatever text it is given"),
        (
            "import pickle",
            "pickle.load(f)",
            "pickle.load() runs code that is hidden in what it reads",
        ),
        ("import yaml", "yaml.load(f)", "yaml.load() can build any object"),
        ("import yaml", "yaml.load(f, Loader=yaml.Loader)", "yaml.load() can build any object"),
        (
            "import os",
            "os.system('rm ' + x)",
            "os.system() gives a text that is put together to a shell",
        ),
        (
            "import subprocess",
            "subprocess.run(f'ls {x}', shell=True, timeout=1)",
            "shell=True with a text that is put together: its parts become commands",
        ),
        (
            "import requests",
            "requests.get(x, timeout=1, verify=False)",
            f"verify=False: {UNVERIFIED}",
        ),
        (
            "import ssl",
            "ssl._create_unverified_context()",
            f"ssl._create_unverified_context(): {UNVERIFIED}",
        ),
        (
            "import tempfile",
            "tempfile.mktemp()",
            "tempfile.mktemp() gives a name that somebody else may take first",
        ),
    ],
)
def test_what_is_unsafe(check_run, imports, body, message):
    assert check_run("unsafe-code", body, imports) == [f"warning 4: {message}"]


@pytest.mark.parametrize(
    ("imports", "body"),
    [
        ("import ast", "ast.literal_eval(x)"),
        ("import json", "json.load(f)"),
        ("import yaml", "yaml.load(f, Loader=yaml.SafeLoader)\nyaml.safe_load(f)"),
        ("import os", "os.system('sync')"),
        ("import subprocess", "subprocess.run(['ls', x], timeout=1)"),
        ("import subprocess", "subprocess.run('ls | wc', shell=True, timeout=1)"),
        ("import requests", "requests.get(x, timeout=1, verify=settings['verify'])"),
        ("", "self.eval(x)"),
        ("", "eval('1 + 1')"),
    ],
)
def test_what_is_not(check_run, imports, body):
    assert check_run("unsafe-code", body, imports) == []
