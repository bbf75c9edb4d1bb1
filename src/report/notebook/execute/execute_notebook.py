"""Executes one notebook without a window and writes it with its outputs, or writes nothing and says why.

Standard error gets `cell I N SECONDS` after each cell and, on failure, the end of the trace.
"""

import argparse
import os
import re
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

LOST = re.compile(r"UnhandledPromiseRejection|UncaughtException")
# A rejection after the last cell went idle shows in no output, so the kernel is asked for its list.
LAST_CHECK = """
await new Promise((resolve) => setTimeout(resolve, 50));
{
  const lost = (globalThis as any).__lostRejections as string[] | undefined;
  if (lost?.length) throw new Error(`UnhandledPromiseRejection: ${lost.join('\\n')}`);
}
"""
TRACE_LINES = 40


def main():
    options = parse_arguments()
    notebook = nbformat.read(options.input, as_version=4)
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    numbers = {cell["id"]: i + 1 for i, cell in enumerate(code_cells)}
    notebook.cells.append(nbformat.v4.new_code_cell(LAST_CHECK))
    try:
        client(notebook, options, numbers).execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return fail(str(error))
    finally:
        notebook.cells.pop()
    lost = lost_errors(notebook)
    if lost:
        return fail(lost)
    tidy(notebook)
    write(notebook, options.output)
    return 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--timeout", type=int, default=3600, help="seconds for each cell")
    parser.add_argument("--cwd", default=os.getcwd(), help="folder in which the kernel starts")
    return parser.parse_args()


def client(notebook, options, numbers):
    started = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()

    def on_executed(cell, cell_index, execute_reply):
        number = numbers.get(cell["id"])
        if number is not None:
            seconds = time.monotonic() - started.get(cell_index, time.monotonic())
            print(f"cell {number} {len(numbers)} {seconds:.1f}", file=sys.stderr, flush=True)

    return NotebookClient(
        notebook,
        timeout=options.timeout,
        kernel_name="tslab",
        resources={"metadata": {"path": options.cwd}},
        coalesce_streams=True,
        record_timing=False,
        on_cell_execute=on_start,
        on_cell_executed=on_executed,
    )


def lost_errors(notebook):
    """The text of streams that report an error which failed no cell."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and LOST.search(output.text):
                return f"An error was lost in this cell:\n{cell.source}\n{output.text}"
    return None


def tidy(notebook):
    """Leaves out what differs between runs without meaning."""
    notebook.metadata.pop("language_info", None)
    notebook.metadata["kernelspec"] = {"display_name": "TypeScript", "language": "typescript", "name": "tslab"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.pop("transient", None)


def write(notebook, path):
    temporary = f"{path}.{os.getpid()}.tmp"
    with open(temporary, "w", encoding="utf-8") as file:
        nbformat.write(notebook, file)
    os.replace(temporary, path)


def fail(text):
    print("\n".join(text.rstrip().splitlines()[-TRACE_LINES:]), file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
