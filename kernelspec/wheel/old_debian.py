"""The libraries of an older Debian, unpacked into a folder. A program that is linked against them, and travels with
them, runs on every system whose C library is not older."""

import gzip
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

SUITE = "bullseye"
# Where the suite is now, and where it goes when Debian archives it.
MIRRORS = ["http://deb.debian.org", "http://archive.debian.org"]
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class OldDebian:
    """Debian packages and all that they need, unpacked below `root`, and which package each file comes from."""

    def __init__(self, folder, packages):
        """Unpacks the packages into the folder, unless it holds just these already."""
        self.root = folder / "root"
        self._index = folder / "files.json"
        known = json.loads(self._index.read_text()) if self._index.exists() else {}
        if known.get("packages") != packages:
            shutil.rmtree(folder, ignore_errors=True)
            self.root.mkdir(parents=True)
            known = {"packages": packages, "files": self._unpack(self._downloaded(folder / "apt", packages))}
            self._index.write_text(json.dumps(known))
        self._package = known["files"]

    def library(self, name):
        """The file of a shared library by the name that a program asks for, or None."""
        for folder in ("usr/lib", "lib"):
            file = self.root / folder / f"{platform.machine()}-linux-gnu" / name
            if file.exists():
                return file
        return None

    def package(self, file):
        """The name of the package that a file below `root` comes from, and the text of its copyright file."""
        package = self._package[str(file.resolve().relative_to(self.root.resolve()))]
        copyright = self.root / "usr/share/doc" / package / "copyright"
        packed = copyright.with_name("copyright.gz")
        return package, gzip.decompress(packed.read_bytes()) if packed.exists() else copyright.read_bytes()

    @staticmethod
    def _downloaded(folder, packages):
        """The packages and what they need, by an apt of its own that knows of nothing installed."""
        for part in ("etc/apt.conf.d", "etc/preferences.d", "etc/trusted.gpg.d", "lists/partial", "archives/partial"):
            (folder / part).mkdir(parents=True)
        (folder / "status").touch()
        settings = {
            "Dir::Etc": folder / "etc", "Dir::State::lists": folder / "lists", "Dir::State::status": folder / "status",
            "Dir::Cache::archives": folder / "archives", "Dir::Cache::pkgcache": "", "Dir::Cache::srcpkgcache": "",
            # What is archived is signed, but for a time that is over.
            "Acquire::Check-Valid-Until": "false",
            "Debug::NoLocking": "true", "APT::Sandbox::User": "root", "APT::Install-Recommends": "false",
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]

        def apt(*command):
            return subprocess.run(["apt-get", "-q", "-y", *options, *command], capture_output=True, text=True)

        for mirror in MIRRORS:
            (folder / "etc/sources.list").write_text(
                f"deb [signed-by={KEYRING}] {mirror}/debian {SUITE} main\n"
                f"deb [signed-by={KEYRING}] {mirror}/debian-security {SUITE}-security main\n"
            )
            done = apt("update", "--error-on=any")
            if done.returncode == 0:
                done = apt("install", "--download-only", *packages)
                if done.returncode == 0:
                    return sorted((folder / "archives").glob("*.deb"))
            print(f"{mirror} does not give Debian {SUITE}:\n{done.stderr}", file=sys.stderr)
        sys.exit(f"Debian {SUITE} cannot be reached. The wheel is linked against its libraries, to run on old systems.")

    def _unpack(self, archives):
        files = {}
        for archive in archives:
            package = archive.name.split("_")[0]
            data = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], check=True, capture_output=True).stdout
            with tarfile.open(fileobj=io.BytesIO(data)) as tar:
                for member in tar:
                    if member.islnk() or member.issym():
                        member.linkname = self._inside(member)
                    tar.extract(member, self.root)
                    files[os.path.normpath(member.name)] = package
        return files

    @staticmethod
    def _inside(member):
        """The target of a link. An absolute one would leave the folder."""
        if not member.issym() or not member.linkname.startswith("/"):
            return member.linkname
        return os.path.relpath(member.linkname, os.path.join("/", os.path.dirname(member.name)))
