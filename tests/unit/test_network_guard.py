"""A unit test that opens the network is stopped, by name and by address."""

from __future__ import annotations

import socket
import urllib.request

import httpx
import pytest


def test_an_address_is_refused(network_attempts: list[str]) -> None:
    with socket.socket() as probe, pytest.raises(RuntimeError, match=r"may not open the network.*127\.0\.0\.1"):
        probe.connect(("127.0.0.1", 9))
    network_attempts.clear()


def test_a_name_is_refused_for_every_client(network_attempts: list[str]) -> None:
    with pytest.raises(RuntimeError, match=r"reached for .*example\.org"):
        httpx.get("http://example.org/", trust_env=False)
    with pytest.raises(RuntimeError, match=r"reached for"):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://example.org/")
    network_attempts.clear()


def test_a_swallowed_refusal_is_remembered(network_attempts: list[str]) -> None:
    with socket.socket(socket.AF_INET6) as probe, pytest.raises(RuntimeError):
        probe.connect_ex(("::1", 9))
    assert network_attempts == ["::1"]
    network_attempts.clear()
