"""LibreOffice, headless: files in, texts and PDFs out, remembered by what the file is.

Two profiles work side by side; files go in by the dozen, and what a dozen did not give is tried
alone. No macro runs, no link is followed, no network is there where the machine allows to take it away.
"""

import concurrent.futures
import os
import pathlib
import queue
import shutil
import signal
import subprocess

from pairs import digest

FILTERS = {
    "txt": "txt:Text (encoded):UTF8",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    "pdf": "pdf",
}
DOZEN, ALONE = 150, 75
"""Seconds that a dozen files, and a file alone, may take on a busy machine."""

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""


class Office:
    """The converter and its memory below a folder."""

    def __init__(self, folder):
        self.cache = folder / "cache"
        self.folder = folder
        self.profiles = queue.Queue()
        for number in range(2):
            self.profiles.put(folder / f"profile-{number}")
        alone = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0
        self.prefix = ["unshare", "-n"] if alone else []

    def convert(self, files, target):
        """{file: what came of it}; an empty list for a file that LibreOffice does not open."""
        homes = {path: self.cache / f"{digest(path)}{pathlib.Path(path).suffix.lower()}-{target}" for path in files}
        todo = {}
        for path, home in homes.items():
            if not (home / "done").exists():
                todo.setdefault(home, path)
        todo = list(todo.items())
        dozens = [todo[at:at + 12] for at in range(0, len(todo), 12)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for count, _ in enumerate(pool.map(lambda some: self._dozen(some, target), dozens), 1):
                if count % 5 == 0:
                    print(f"   … {target}: {min(count * 12, len(todo))} of {len(todo)}", flush=True)
        return {path: sorted(home.glob("made*")) for path, home in homes.items()}

    def _dozen(self, some, target):
        profile = self.profiles.get()
        try:
            self._run(profile, some, target, DOZEN)
            for home, path in some:
                if not any(home.glob("made*")):
                    self._run(profile, [(home, path)], target, ALONE)
                home.mkdir(parents=True, exist_ok=True)
                (home / "done").touch()
        finally:
            self.profiles.put(profile)

    def _run(self, profile, some, target, seconds):
        """One start of the program; what it made is moved to where it belongs."""
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS, encoding="utf-8")
        desk = profile.with_name(profile.name + "-desk")
        shutil.rmtree(desk, ignore_errors=True)
        desk.mkdir(parents=True)
        links = []
        for number, (_, path) in enumerate(some):
            link = desk / f"made{number:02}x{pathlib.Path(path).suffix.lower()}"
            link.symlink_to(pathlib.Path(path).resolve())
            links.append(link)
        out = desk / "out"
        out.mkdir()
        # A few kilobytes may say gigabytes: no file the checker makes grows beyond 64 MB, no process beyond 8 GB.
        process = subprocess.Popen(
            ["bash", "-c", 'ulimit -f 65536; ulimit -v 8388608; ulimit -c 0; exec "$@"', "bash", *self.prefix, "nice", "soffice",
             f"-env:UserInstallation=file://{profile.resolve()}", "--headless", "--norestore", "--convert-to", FILTERS[target],
             "--outdir", str(out), *map(str, links)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "TMPDIR": str(desk), "LC_ALL": "C.UTF-8", "TZ": "UTC"})
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        for number, (home, _) in enumerate(some):
            made = [path for path in out.glob(f"made{number:02}x*") if path.stat().st_size > 0]
            if made:
                home.mkdir(parents=True, exist_ok=True)
                for path in made:
                    shutil.move(path, home / path.name)
        shutil.rmtree(desk, ignore_errors=True)
