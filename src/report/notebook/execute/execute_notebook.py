"""Executes one notebook without a window and writes it with its outputs, or writes nothing and says why.

Standard error gets `cell I N SECONDS` after each cell and, on failure, the end of the trace.
"""

import argparse
import asyncio
import os
import signal
import sys
import threading
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

# Time in which timers and rejections of the last cell may still fail, in seconds.
AFTER_LAST_CELL = 0.1
# How often a cell is offered to the kernel, 0.1 s apart.
PATIENCE = 50
# How often a kernel is started that ends before it has run anything.
STARTS = 3
# What zeromq throws in a kernel whose sockets are asked for something before they are bound.
UNBOUND = "Socket is blocked by a bind"
TRACE_LINES = 40


def main():
    options = parse_arguments()
    threading.Thread(target=end_with, args=(options.parent,), daemon=True).start()
    for start in range(1, STARTS + 1):
        problem, notebook, has_begun = execute(options)
        if problem is None:
            tidy(notebook)
            write(notebook, options.output)
            return 0
        if has_begun or start == STARTS:
            return fail(problem)
        print(f"The kernel ended before it ran anything; starting it again. {problem.strip()}", file=sys.stderr)


def end_with(parent):
    """Ends this process, and with it the kernel, when the one that started it is gone."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def execute(options):
    """One try: what went wrong, if anything, the notebook with its outputs, and whether a cell has been begun."""
    notebook = nbformat.read(options.input, as_version=4)
    record = os.path.join(options.scratch, "lost-errors.txt")
    if os.path.exists(record):
        os.remove(record)
    os.environ["ASYMMETRIC_LOST_ERRORS"] = record
    client = PatientClient(notebook, options)
    problem = None
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        problem = str(error)
    except RuntimeError as error:
        # Of a kernel that does not answer.
        if client.has_begun:
            raise
        problem = str(error)
    lost = lost_errors(record)
    # That comes before the first cell, and has kept none from running where all have run.
    told = [line for line in lost if UNBOUND not in line]
    if problem is None and told:
        problem = "An error was lost:\n" + "\n".join(told)
    is_unbound = len(told) < len(lost) and not client.has_run
    return problem, notebook, client.has_begun and not is_unbound


def lost_errors(record):
    if not os.path.exists(record):
        return []
    with open(record, encoding="utf-8") as file:
        return file.read().splitlines()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--timeout", type=int, default=3600, help="seconds for each cell")
    parser.add_argument("--parent", type=int, default=os.getppid(), help="process that this one ends with")
    parser.add_argument("--scratch", required=True, help="folder for files of the moment")
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
        self.has_begun = False
        self.has_run = False
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
        self.has_run = True

    async def async_execute_cell(self, cell, cell_index, **options):
        self.has_begun = True
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
