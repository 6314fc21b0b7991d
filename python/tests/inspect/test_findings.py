"""What a plugin's code does, found by the names it uses."""

import pytest

from pluggarr_inspect import findings
from pluggarr_inspect.masking import shown


def kinds(folder):
    return {finding["kind"]: finding["count"] for finding in findings.read(folder)}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("import requests as r\nr.get('x')", "network"),
        ("from urllib.request import urlopen as o\no('x')", "network"),
        ("import urllib.request\nurllib.request.urlopen('x')", "network"),
        ("from socket import timeout", "network"),
        ("from subprocess import run\nrun(['ls'])", "subprocess"),
        ("import os\nos.system('ls')", "subprocess"),
        ("import os\nos.execvp('ls', [])", "subprocess"),
        ("open('x', 'a')", "file_write"),
        ("open('x', mode=m)", "file_write"),
        ("from pathlib import Path\nPath('x').write_text('')", "file_write"),
        ("p.open('wb')", "file_write"),
        ("import zipfile\nzipfile.ZipFile('x', 'w')", "file_write"),
        ("import shutil\nshutil.rmtree('x')", "file_write"),
        ("cursor.execute('SELECT 1')", "raw_sql"),
        ("Channel.objects.raw(f'SELECT {x}')", "raw_sql"),
        ("eval('1')", "dynamic_code"),
        ("import importlib\nimportlib.import_module(name)", "dynamic_code"),
        ("from pickle import loads\nloads(x)", "dynamic_code"),
        ("import ctypes", "dynamic_code"),
        ("import os\nos.environ['HOME']", "environment"),
        ("from os import getenv\ngetenv('HOME')", "environment"),
    ],
)
def test_each_kind_is_found(plugin, code, kind):
    assert kinds(plugin(code)) == {kind: 1}


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.parse\nurllib.parse.quote('x')",
        "from .requests import get\nget('x')",
        "open('x')",
        "open('x', 'rb')",
        "import re\nre.compile('x')",
        "import importlib\nimportlib.import_module('json')",
        "def open(a, b): ...\nopen('x', 'w')",
        "name.replace('a', 'b')",
        "self.client.raw(1)",
        "import os\nos.path.join('a', 'b')",
        "requests = []\nrequests.append(1)",
        "class A:\n    def compile(self): ...",
    ],
)
def test_what_only_looks_like_it_is_not(plugin, code):
    assert kinds(plugin(code)) == {}


def test_a_method_does_not_hide_a_builtin(plugin):
    assert kinds(plugin("class A:\n    def eval(self): ...\neval('1')")) == {"dynamic_code": 1}


def test_five_examples_and_a_count_over_all_files(plugin):
    code = "import requests\n" + "requests.get('x')\n" * 4
    folder = plugin(code, **{"lib/a.py": code, ".hidden/b.py": code, "broken.py": "if"})
    (finding,) = findings.read(folder)
    assert finding["count"] == 8
    places = [(example["file"], example["line"]) for example in finding["examples"]]
    assert places == [("plugin.py", line) for line in (2, 3, 4, 5)] + [("lib/a.py", 2)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("get('http://user:pw@host/x')", "get('http://***@host/x')"),
        (
            "u = 'http://h/get.php?username=a&password=b&type=m3u'",
            "u = 'http://h/get.php?username=***&password=***&type=m3u'",
        ),
        ("u = 'http://h/live/name/word/1.ts'", "u = 'http://h/live/***/1.ts'"),
        ("API_KEY = 'abc'", "API_KEY = '***'"),
        (
            "post(x, headers={'Authorization': 'abc def'})",
            "post(x, headers={'Authorization': '***'})",
        ),
        ("h = f'Bearer {t}' or 'Bearer abcdefgh1'", "h = f'Bearer {t}' or 'Bearer ***'"),
        ("get('q', token=\"it's\")", "get('q', token=\"***\")"),
        ("x = '0123456789abcdef0123456789'", "x = '***'"),
        ("token = settings.get('token', '')", "token = settings.get('token', '')"),
    ],
)
def test_what_looks_like_a_secret_is_not_shown(line, expected):
    assert shown(line) == expected


def test_a_long_line_is_cut():
    assert len(shown("x" * 5000)) == 120
