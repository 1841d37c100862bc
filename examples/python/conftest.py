"""Formulas checked in pytest, by the command `chainrule check`. Copy this file beside your tests."""
import json
import os
import shlex
import subprocess

import pytest

COMMAND = shlex.split(os.environ.get("CHAINRULE", "npx chainrule"))
RIGHT = ("proved", "numerically equal", "rounding only")


def check(*formulas):
    """The report of `chainrule check` as a dictionary: definitions first, the claims after them."""
    done = subprocess.run(
        [*COMMAND, "check", *formulas, "--format", "json"], capture_output=True, text=True, timeout=120
    )
    if not done.stdout:
        raise ValueError(done.stderr.strip())
    return json.loads(done.stdout)


@pytest.fixture
def assert_formula():
    """`assert_formula("L = (w x - y)^2 / 2", "dL/dw = (w x - y) x")`: fails where a claim is not right, and says why."""

    def assert_right(*formulas):
        report = check(*formulas)
        claims = [
            claim
            for line in report["lines"]
            for claim in line["claims"]
            if claim["verdict"] not in ("given", "definition")
        ]
        bad = [claim for claim in claims if claim["verdict"] not in RIGHT]
        told = [
            f"{claim['place']['text']}: {claim['verdict']}: {claim['because']}"
            + (f"\n  repair: {claim['repair']['text']}" if "repair" in claim else "")
            for claim in bad
        ]
        if not claims:
            told = ["nothing was claimed"]
        if told:
            pytest.fail("\n".join(told), pytrace=False)

    return assert_right
