"""A command on a machine like a student's: in a separate mount namespace without Swift, without the libraries that
a build needs and without fonts. What is hidden there remains visible to everybody else."""

import subprocess
from pathlib import Path

LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
# What the wheel brings along, except what Python itself needs: the C++ library, SQLite, libffi and the like.
HIDDEN = [
    *("zmq", "sodium", "openblas", "blas", "cblas", "pgm", "norm", "gssapi", "krb5", "bsd", "md"),
    *("rsvg", "cairo", "pango", "gdk_pixbuf", "gobject", "glib", "gio", "xml2", "icu", "fontconfig", "freetype", "X11"),
]
HIDE = """
libraries=$1 scratch=$2; shift 2
mount -t tmpfs none "$scratch"
mkdir "$scratch/upper" "$scratch/work"
mount -t overlay overlay -o "lowerdir=$libraries,upperdir=$scratch/upper,workdir=$scratch/work" "$libraries"
for name in $HIDDEN; do rm -f "$libraries/lib$name"[.0-9-]* "$libraries/lib$name"*.so*; done
for folder in /opt/swift /usr/include /usr/share/fonts /etc/fonts; do
  [ ! -d "$folder" ] || mount -t tmpfs none "$folder"
done
unset SWIFT_HOME
exec "$@"
"""


def bare(scratch, *command):
    """The command line that runs a command in this way; it needs an empty folder to cover the files."""
    hide = HIDE.replace("$HIDDEN", " ".join(HIDDEN))
    return ["unshare", "--mount", "sh", "-euc", hide, "bare", str(LIBRARIES), str(scratch), *map(str, command)]


def why_not(scratch):
    """Why this machine cannot hide its libraries, or None if it can."""
    if not LIBRARIES.is_dir():
        return f"there is no {LIBRARIES}"
    try:
        tried = subprocess.run(bare(scratch, "true"), capture_output=True, text=True)
    except FileNotFoundError:
        return "there is no unshare"
    return None if tried.returncode == 0 else f"libraries cannot be hidden: {tried.stderr.strip()}"
