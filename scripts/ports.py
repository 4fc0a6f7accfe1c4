"""Ports: is it free, which one is, and the sentence when it is not."""

import socket

from scripts.places import Problem

HOST = "127.0.0.1"


def check_free(port: int) -> None:
    """Raises Problem when nobody can listen on `port`."""
    if not 1 <= port <= 65535:
        raise Problem(f"{port} is not a port: choose one between 1024 and 65535, e.g. make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Problem(
                f"Port {port} is reserved for the system: choose another, e.g. make run PORT=8001"
            ) from None
        except OSError:
            raise Problem(
                f"Port {port} is taken by another program: choose another, e.g. make run PORT={port + 1}"
            ) from None


def port_from(text: str) -> int:
    """The number somebody typed. Raises Problem for anything else."""
    if not text.isascii() or not text.isdigit():
        raise Problem(f'"{text}" is not a port: give a number, e.g. make run PORT=8001')
    return int(text)


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
