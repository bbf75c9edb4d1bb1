"""What the lab writes: a notebook that was only looked at stays the file that it was, an exported page tells its pictures."""

import base64
import html
import json
import os
import signal
import threading
import time

PLOTLY = "application/vnd.plotly.v1+json"
PNG = "image/png"


def keep_what_is_unchanged(model, path, contents_manager, **_):
    """Before a save: takes pictures of unchanged figures and the kernel's description from the file that is there.

    The viewer of figures draws a picture of its own into every output that it has shown.
    """
    if model["type"] != "notebook":
        return
    file = os.path.join(contents_manager.root_dir, path.strip("/"))
    if not os.path.exists(file):
        return
    with open(file, encoding="utf-8") as stream:
        before = json.load(stream)
    after = model["content"]
    old_cells = {cell["id"]: cell for cell in before.get("cells", []) if "id" in cell}
    for cell in after["cells"]:
        old = old_cells.get(cell.get("id"), {})
        for output, old_output in zip(cell.get("outputs", []), old.get("outputs", [])):
            keep_picture(output.get("data", {}), old_output.get("data", {}))
    if "language_info" not in before.get("metadata", {}):
        after["metadata"].pop("language_info", None)


def keep_picture(data, old):
    if PLOTLY not in data or data.get(PLOTLY) != old.get(PLOTLY):
        return
    data.pop(PNG, None)
    if PNG in old:
        # In files a long text may be a list of its lines.
        data[PNG] = "".join(old[PNG]) if isinstance(old[PNG], list) else old[PNG]


def tell_pictures(notebook, resources):
    """Before an export: shows pictures with their alternative text, which the template of the lab leaves out, and figures
    alive, with all that they need in the page; code that is folded stays away."""
    plotly = package_text("plotly.js-dist-min", "plotly.min.js")
    library = None if plotly is None else f"<script>{plotly}</script>"
    for cell in notebook.cells:
        # What is folded in the lab, because it holds answers.
        if cell.get("metadata", {}).get("jupyter", {}).get("source_hidden"):
            cell["metadata"]["transient"] = {"remove_source": True}
        for output in cell.get("outputs", []):
            data, metadata = output.get("data", {}), output.get("metadata", {})
            for kind in (PNG, "image/jpeg"):
                alt = metadata.get(kind, {}).get("alt")
                if alt and kind in data and "text/html" not in data:
                    data["text/html"] = picture(kind, data[kind], alt)
            if library is not None and PLOTLY in data and PNG in data:
                data["text/html"] = library + live_figure(data[PLOTLY], data.get("text/html", ""))
                library = ""
    return notebook, resources


def package_text(*path):
    """A script of a package; None where it is not installed, and pictures stay and formulas ask the network."""
    file = os.path.join(os.getcwd(), "node_modules", *path)
    if not os.path.exists(file):
        return None
    with open(file, encoding="utf-8") as stream:
        return stream.read()


# As MathML, which needs no fonts in the page.
SET_FORMULAS = """
addEventListener('DOMContentLoaded', () => renderMathInElement(document.body, {
  delimiters: [{ left: '$$', right: '$$', display: true }, { left: '$', right: '$', display: false }],
  output: 'mathml',
  throwOnError: false,
}));
"""


def formula_script():
    """Address of a script that holds all that a page needs to set its formulas; None where the package is not there."""
    files = (["katex.min.js"], ["contrib", "auto-render.min.js"])
    parts = [package_text("katex", "dist", *file) for file in files]
    return None if None in parts else script_address(";".join(parts) + SET_FORMULAS)


def script_address(text):
    return "data:text/javascript;base64," + base64.b64encode(text.encode()).decode()


# Stands behind a figure's picture and takes its place once the figure is drawn.
DRAW = """
const script = document.currentScript;
const figure = script.previousElementSibling;
const picture = figure.previousElementSibling;
const { data, layout } = JSON.parse(figure.textContent);
const place = document.createElement('div');
script.after(place);
Plotly.newPlot(place, data, layout, { responsive: true }).then(() => picture?.remove());
"""


def live_figure(figure, still):
    words = json.dumps({"data": figure["data"], "layout": figure["layout"]}).replace("</", "<\\/")
    return f'<div>{still}<script type="application/json">{words}</script><script>{{{DRAW}}}</script></div>'


def picture(kind, content, alt):
    source = f"data:{kind};base64,{content.strip()}"
    return f'<img src="{source}" alt="{html.escape(alt)}" style="max-width:100%;height:auto">'


def end_with(parent):
    """Ends the server, and with it its kernels, when the process that started it is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if os.environ.get("ASYMMETRIC_PARENT") == str(os.getppid()):
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()

c = get_config()  # noqa: F821
c.FileContentsManager.pre_save_hook = keep_what_is_unchanged
c.HTMLExporter.preprocessors = [tell_pictures]
# What a page would fetch from elsewhere: nothing of it needs the first.
c.HTMLExporter.require_js_url = script_address("")
formulas = formula_script()
if formulas is not None:
    c.HTMLExporter.mathjax_url = formulas
