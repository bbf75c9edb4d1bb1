"""A fresh Python process that imports PyTorch."""

import subprocess
import sys

from protocol import serve

serve(lambda: subprocess.run([sys.executable, "-c", "import torch"], check=True), lambda _: {})
