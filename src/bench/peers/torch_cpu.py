"""PyTorch without its libraries for GPUs, which the set-up leaves out: what they would bring is looked for when it is
called, which never happens on the processor."""

import os
import sys

# Its compiler's own processes would import it the usual way.
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")
flags = sys.getdlopenflags()
sys.setdlopenflags(os.RTLD_LAZY)
import torch

sys.setdlopenflags(flags)
