"""The gallery model in ONNX Runtime, from the same folded weights."""

import json
import sys
import warnings

import onnxruntime
from network_torch import normaliser, sequence
from protocol import FOLDER, arrays, serve, threads
from torch_cpu import torch

F, nn = torch.nn.functional, torch.nn
warnings.filterwarnings("ignore")
weights = arrays()
network = json.loads((FOLDER / "network.json").read_text())


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.normalise = normaliser(network["preprocessing"])
        self.trunk = sequence(network["layers"], weights, folded=True)

    def forward(self, pixels):
        features = self.trunk(self.normalise(pixels))
        pooled = features.clamp(min=1e-6).pow(3).mean((2, 3)).pow(1 / 3)
        return F.normalize(pooled)


pixels = torch.from_numpy(weights["pixels"]).permute(0, 3, 1, 2).contiguous()
file = str(FOLDER / "gallery.onnx")
out, sys.stdout = sys.stdout, sys.stderr
torch.onnx.export(Model().eval(), (pixels,), file, input_names=["pixels"], dynamo=False)
sys.stdout = out
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads()
session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
feed = {"pixels": pixels.numpy()}
serve(
    lambda: session.run(None, feed)[0],
    lambda embeddings: {"embeddings": embeddings.ravel()[:256]},
    onnxruntime=onnxruntime.__version__,
)
