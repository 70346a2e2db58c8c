"""Uploads: each is a folder on disk, and each step of it a process of its own, so that no web worker ever waits.

A folder holds the file, `job.json`, `mapping.toml` and for each step (proposal, check, publish) a folder with what the
command told (`data.ingest.outcome`). Every web worker, and a page that is loaded again, sees the same. A step runs for
as long as somebody holds the lock on `running`: the process inherits it, and it ends with the process.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from data.config import settings
from data.errors import BusyError, InputError
from data.ingest import job_age
from data.ingest.outcome import PROGRESS, REJECTED, RESULT
from data.ingest.step_limits import limit_step
from data.snapshot import current_version

Step = Literal["proposal", "check", "publish"]
ENDED = {
    "proposal": "Het lezen van het bestand is afgebroken. Kies het bestand opnieuw.",
    "check": "De controle is afgebroken. Er is niets gewijzigd. Probeer het opnieuw.",
    "publish": "De import is afgebroken. Er is niets gewijzigd. Probeer het opnieuw.",
}
_ENDED_LATE = "De import is afgebroken nadat de cijfers gewijzigd waren. Kijk bij Gegevens welke bronnen er staan."
_ROOT = Path(__file__).resolve().parents[2]
_ID = re.compile(r"[0-9a-f]{32}")
_EXTENSIONS = frozenset({"csv", "txt", "xlsx", "json", "geojson", "gpkg", "parquet"})


@dataclass(frozen=True)
class Job:
    """One upload.

    Attributes:
        id: What its address carries; nobody can guess it.
        folder: Where it lives.
    """

    id: str
    folder: Path

    @property
    def file(self) -> Path:
        """The uploaded file, under a name of our own."""
        return next(self.folder.glob("bestand.*"), self.folder / "bestand.csv")

    @property
    def mapping(self) -> Path:
        """The mapping file, once a check was asked for."""
        return self.folder / "mapping.toml"

    @property
    def rejected(self) -> Path | None:
        """All rejected rows of the last step that has any."""
        steps = ("publish", "check")
        return next((p for step in steps if (p := self.folder / step / REJECTED).is_file()), None)

    def told(self) -> dict[str, Any]:
        """What is known of the job itself: its file name, size, step and the form that was checked last."""
        return _read(self.folder / "job.json") or {}

    def tell(self, **changes: Any) -> None:
        """Writes what is known of the job, and when."""
        _write(self.folder / "job.json", self.told() | changes | job_age.mark())


def find_job(job_id: str) -> Job | None:
    """The job with this id, or None when there is none (any more)."""
    folder = settings().uploads_dir / job_id
    return Job(job_id, folder) if _ID.fullmatch(job_id) and (folder / "job.json").is_file() else None


def receive(pieces: Iterable[bytes], *, file_name: str, expected: int | None) -> Job:
    """Writes an upload to disk, piece by piece.

    Args:
        pieces: The bytes of the file.
        file_name: As the visitor's machine calls it; it is shown and never used as a path.
        expected: How many bytes the browser said there are.

    Raises:
        InputError: when the file is empty, larger than the setting allows or did not arrive in full; nothing is kept.
    """
    clean_up()
    limit = settings().upload_limit_mb * 1_000_000
    if expected is not None and expected > limit:
        raise _too_large()
    job_id = secrets.token_hex(16)
    folder = settings().uploads_dir / job_id
    folder.mkdir(parents=True, mode=0o700)
    extension = file_name.rsplit(".", 1)[-1].lower()
    size = 0
    try:
        with (folder / f"bestand.{extension if extension in _EXTENSIONS else 'csv'}").open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    raise _too_large()
                file.write(piece)
        if not size:
            raise InputError("Het bestand is leeg.")
        if expected is not None and size != expected:
            raise InputError("Het bestand is niet volledig aangekomen. Kies het opnieuw.")
        job = Job(job_id, folder)
        job.tell(name=_shown(file_name), size=size)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return job


def start_proposal(job: Job, *, separator: str | None = None, encoding: str | None = None) -> None:
    """Starts reading the first rows; see `data.ingest.incidents.propose`.

    Raises:
        BusyError: when a step of this job is running.
    """
    options = [f"--separator={separator}"] if separator else []
    options += [f"--encoding={encoding}"] if encoding else []
    _start(job, "proposal", ["propose", str(job.file), f"--name={job.told()['name']}", *options], forget=True)


def start_check(job: Job, form: Mapping[str, Any]) -> None:
    """Writes the mapping that the visitor wants and starts looking what it would do.

    Args:
        job: Whose file was read.
        form: See `data.ingest.incidents.form.mapping_of`.

    Raises:
        InputError: when the mapping is not complete or contradicts itself.
        BusyError: when a step of this job is running.
    """
    from data.ingest.incidents.form import read_form, to_toml

    text = to_toml(read_form(form))
    _start(job, "check", [*_import(job), "--check"], forget=True, before=lambda: _keep_mapping(job, text, form))


def start_publish(job: Job) -> None:
    """Starts the import, with the mapping that was checked.

    Raises:
        InputError: when nothing was checked, or no row is usable.
        BusyError: when a step of this job is running.
    """
    checked = _read(job.folder / "check" / RESULT)
    if checked is None or checked.get("error") or not checked.get("accepted"):
        raise InputError("Er is nog niets nagekeken dat gepubliceerd kan worden. Kies eerst Controleer.")
    _start(job, "publish", _import(job))


def status(job: Job) -> dict[str, Any]:
    """Where a job is.

    Returns:
        name, size, step (what was started last), running, progress (text, done, total; only while it runs), error (a
        sentence when the step failed or was killed), form (as it was checked) and, as far as they are there, the
        outcomes proposal, check and publish.
    """
    told = job.told()
    step = told.get("step")
    running = is_running(job)
    answer: dict[str, Any] = {key: told.get(key) for key in ("name", "size", "step", "form")}
    answer |= {"running": running, "progress": None, "error": None}
    for name in ENDED:
        answer[name] = _read(job.folder / name / RESULT)
    if step is None:
        return answer
    if running:
        answer["progress"] = _read(job.folder / step / PROGRESS)
    elif answer[step] is None:
        changed = step == "publish" and current_version() != told.get("version")
        answer["error"] = _ENDED_LATE if changed else ENDED[step]
    elif answer[step].get("error"):
        answer["error"] = answer[step]["error"]
    return answer


def is_running(job: Job) -> bool:
    """Whether a process is at work on a job."""
    with (job.folder / "running").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def remove(job: Job) -> None:
    """Forgets a job, its file first.

    Raises:
        BusyError: when a step of it is running.
    """
    if is_running(job):
        raise _busy()
    shutil.rmtree(job.folder, ignore_errors=True)


def clean_up() -> None:
    """Removes jobs that nobody touched for longer than the setting says."""
    if not settings().uploads_dir.is_dir():
        return
    for folder in settings().uploads_dir.iterdir():
        if not _ID.fullmatch(folder.name) or job_age.age_s(folder) < settings().upload_keep_hours * 3600:
            continue
        if not is_running(Job(folder.name, folder)):
            shutil.rmtree(folder, ignore_errors=True)


def _import(job: Job) -> list[str]:
    return ["incidents", str(job.file), f"--mapping={job.mapping}", "--wait", f"--name={job.told()['name']}"]


def _keep_mapping(job: Job, text: str, form: Mapping[str, Any]) -> None:
    job.mapping.write_text(text, encoding="utf-8")
    job.tell(form=dict(form))


def _start(job: Job, step: Step, command: list[str], *, forget: bool = False, before: Any = None) -> None:
    """Starts a step as a process that outlives this one; later steps are forgotten, their outcome is of another file
    or mapping."""
    with (job.folder / "running").open("a") as handle:
        _take(handle)
        steps = list(ENDED)
        for later in steps[steps.index(step) :] if forget else [step]:
            shutil.rmtree(job.folder / later, ignore_errors=True)
        if before is not None:
            before()
        job.tell(step=step, version=current_version())
        with (job.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "data.ingest", *command, f"--out={job.folder / step}"],
                cwd=_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a server that stops does not stop an import
                pass_fds=(handle.fileno(),),
            )
    limit_step(process.pid, step)
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves nothing behind


def _take(handle: IO[str]) -> None:
    """Takes the lock of a job; somebody who only looks whether it runs has it for a moment."""
    for _ in range(50):
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(0.01)
    raise _busy()


def _shown(file_name: str) -> str:
    """The name of a file without folders and without what cannot be shown."""
    name = re.sub(r"[\\/]+", "/", file_name).rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable())[:120].strip() or "bestand"


def _too_large() -> InputError:
    limit = settings().upload_limit_mb
    return InputError(
        f"Het bestand is groter dan {limit} MB. Gebruik de opdrachtregel (python -m data.ingest incidents), of verhoog "
        "UPLOAD_LIMIT_MB."
    )


def _busy() -> BusyError:
    return BusyError("Deze taak is al bezig. Wacht tot ze klaar is.")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _write(path: Path, content: Mapping[str, Any]) -> None:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8", errors="replace")
    os.replace(fresh, path)
