"""A fresh Python process that imports PyTorch."""

import subprocess
import sys
from pathlib import Path

from protocol import serve

here = Path(__file__).parent
serve(lambda: subprocess.run([sys.executable, "-c", "import torch_cpu"], check=True, cwd=here), lambda _: {})
