"""One training step in PyTorch: feature regression, AdamW. Arguments: `contiguous` or `channels_last`; `eager` or
`compile`."""

import json

from network_torch import normaliser, sequence
from protocol import ARGUMENTS, FOLDER, arrays, serve, threads
from torch_cpu import torch

F, nn = torch.nn.functional, torch.nn
torch.set_num_threads(threads())
weights = arrays()
network = json.loads((FOLDER / "network.json").read_text())
settings = network["training"]
layout = torch.channels_last if ARGUMENTS[0] == "channels_last" else torch.contiguous_format


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.normalise = normaliser(network["preprocessing"])
        self.trunk = sequence(network["layers"], weights, folded=False)
        kernel = torch.from_numpy(weights["projection.kernel"])
        self.projection = nn.Linear(*kernel.shape)
        self.projection.weight.data.copy_(kernel.T)
        self.projection.bias.data.zero_()

    def forward(self, pixels):
        features = self.trunk(self.normalise(pixels)).mean((2, 3))
        return F.normalize(self.projection(features))


model = Model().to(memory_format=layout)
for module in model.modules():
    if isinstance(module, nn.BatchNorm2d):
        module.momentum = 1 - settings["momentum"]
decayed = [p for p in model.parameters() if p.dim() > 1]
kept = [p for p in model.parameters() if p.dim() <= 1]
optimizer = torch.optim.AdamW(
    [{"params": decayed}, {"params": kept, "weight_decay": 0.0}],
    lr=settings["learningRate"],
    betas=(settings["beta1"], settings["beta2"]),
    eps=settings["epsilon"],
    weight_decay=settings["weightDecay"],
    fused=True,
)
pixels = torch.from_numpy(weights["pixels"]).permute(0, 3, 1, 2).contiguous(memory_format=layout)
gallery = torch.from_numpy(weights["gallery"])


def objective():
    return (1 - (model(pixels) * gallery).sum(1)).mean()


if ARGUMENTS[1] == "compile":
    objective = torch.compile(objective)


def run():
    optimizer.zero_grad(set_to_none=True)
    loss = objective()
    loss.backward()
    optimizer.step()
    return loss.item()


serve(run, lambda loss: {"loss": [loss]}, torch=torch.__version__)
