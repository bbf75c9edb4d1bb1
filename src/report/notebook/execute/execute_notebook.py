"""Executes one notebook without a window and writes it with its outputs, or writes nothing and says why.

Standard error gets `cell I N SECONDS` after each cell and, on failure, the end of the trace.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

# Time in which timers and rejections of the last cell may still fail, in seconds.
AFTER_LAST_CELL = 0.1
# How often a cell is offered to the kernel, 0.1 s apart.
PATIENCE = 50
TRACE_LINES = 40


def main():
    options = parse_arguments()
    notebook = nbformat.read(options.input, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "lost-errors.txt")
        os.environ["ASYMMETRIC_LOST_ERRORS"] = record
        try:
            PatientClient(notebook, options).execute()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return fail(str(error))
        if os.path.exists(record):
            with open(record, encoding="utf-8") as file:
                return fail("An error was lost:\n" + file.read())
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


class PatientClient(NotebookClient):
    """Reports each cell, and executes a cell again that the kernel has put aside.

    The kernel refuses every cell that reaches it within 200 ms after one that failed, which a notebook may allow.
    """

    def __init__(self, notebook, options):
        code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        self.numbers = {index: number for number, index in enumerate(code, 1)}
        self.last = code[-1] if code else None
        self.reply = None
        super().__init__(
            notebook,
            timeout=options.timeout,
            kernel_name="tslab",
            resources={"metadata": {"path": options.cwd}},
            coalesce_streams=True,
            record_timing=False,
            on_cell_executed=self.keep_reply,
        )

    def keep_reply(self, cell, cell_index, execute_reply):
        self.reply = execute_reply

    async def async_execute_cell(self, cell, cell_index, **options):
        started = time.monotonic()
        for _ in range(PATIENCE):
            self.reply = None
            executed = await super().async_execute_cell(cell, cell_index, **options)
            status = self.reply["content"]["status"] if self.reply else "ok"
            if status not in ("abort", "aborted"):
                break
            await asyncio.sleep(0.1)
        else:
            raise DeadKernelError(f"The kernel did not take this cell:\n{cell.source}")
        if cell_index == self.last:
            await asyncio.sleep(AFTER_LAST_CELL)
        if cell_index in self.numbers:
            seconds = time.monotonic() - started
            print(f"cell {self.numbers[cell_index]} {len(self.numbers)} {seconds:.1f}", file=sys.stderr, flush=True)
        return executed


def tidy(notebook):
    """Leaves out what differs between runs without meaning."""
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
