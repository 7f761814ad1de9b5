"""How much memory a class needs: `python kernelspec/hub/memory.py [STUDENTS] [HANDOUT]`.

Starts one kernel per student, runs the handout in each (by default 3-xor.ipynb), and prints the memory of the kernels
before and after: PSS, their own memory and a proportional share of what they have in common. Servers are not counted.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def pss(pid):
    """The proportional set size of a process, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def run(client, cells):
    for cell in cells:
        client.execute_interactive(cell, output_hook=lambda message: None, timeout=120)


def main():
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    handout = sys.argv[2] if len(sys.argv) > 2 else "3-xor.ipynb"
    cells = [cell.source for cell in nbformat.read(NOTEBOOKS / handout, 4).cells if cell.cell_type == "code"]
    kernels = [start_new_kernel(kernel_name="backprop", cwd=NOTEBOOKS) for _ in range(students)]
    try:
        pids = [manager.provisioner.pid for manager, _ in kernels]
        idle = sum(map(pss, pids)) / students
        with ThreadPoolExecutor(students) as pool:
            list(pool.map(lambda kernel: run(kernel[1], cells), kernels))
        used = sum(map(pss, pids)) / students
    finally:
        for manager, client in kernels:
            client.stop_channels()
            manager.shutdown_kernel()
    print(f"{students} kernels: {idle:.1f} MB each before, {used:.1f} MB each after {handout}; {1074 / used:.0f} fit into a GiB")


if __name__ == "__main__":
    main()
