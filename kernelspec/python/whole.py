"""Files that are written as a whole or not at all."""

import os
import stat
import tempfile


def write(path, data):
    """Replaces a file as a whole, once its new contents are on disk, or leaves it as it is. A link stays one."""
    path = os.path.realpath(path)
    mode = os.stat(path).st_mode if os.path.exists(path) else None
    if mode is not None and not stat.S_ISREG(mode):
        if stat.S_ISDIR(mode):
            raise OSError("Is a directory")
        with open(path, "wb") as device:
            device.write(data)
        return
    # mkstemp's files are for their owner alone; a new file has the permissions that `open` gives.
    permissions = 0o666 & ~umask() if mode is None else stat.S_IMODE(mode)
    descriptor, draft = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".backprop-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.chmod(draft, permissions)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
