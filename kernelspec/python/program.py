"""The command `backprop` of an environment that the package is installed in."""

import os
import sys

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["page"]:
        try:
            from .page import main as write_page
        except ModuleNotFoundError as error:
            sys.exit(f"backprop page: the Python package {error.name} is missing: pip install nbconvert")
        return write_page(arguments[1:])
    try:
        spec = KernelSpecManager().get_kernel_spec("backprop")
    except NoSuchKernel as error:
        sys.exit(f"backprop: {error}")
    program = spec.argv[0].replace("{resource_dir}", spec.resource_dir)
    if os.path.basename(program) != "backprop":
        sys.exit("backprop: the kernel that is installed here has only the command `page`; the others need the program.")
    os.execv(program, [program, *arguments])
