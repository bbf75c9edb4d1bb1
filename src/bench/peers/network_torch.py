"""A network of the workspace in PyTorch, from its description and its shared weights."""

from torch_cpu import torch

F, nn = torch.nn.functional, torch.nn


class Convolution(nn.Module):
    def __init__(self, layer, weights, folded):
        super().__init__()
        name, self.layer = layer["name"], layer
        kernel = torch.from_numpy(weights[name + ".kernel"])
        # [h, w, in, out] or, depthwise, [h, w, channels, 1].
        kernel = kernel.permute(2, 3, 0, 1) if layer["depthwise"] else kernel.permute(3, 2, 0, 1)
        size, stride = layer["kernel"], layer["stride"]
        groups = layer["inputs"] if layer["depthwise"] else 1
        # The padding of TensorFlow puts an odd remainder at the end; pictures here have even sides.
        total = size - stride if layer["padding"] == "same" and stride == 2 else 0
        before, after = total // 2, total - total // 2
        self.pad = (before, after, before, after) if total else None
        padding = 0 if self.pad or layer["padding"] == "none" else size // 2
        norm = None if folded else layer.get("batchNorm")
        self.convolution = nn.Conv2d(
            layer["inputs"], layer["outputs"], size, stride, padding, groups=groups, bias=norm is None
        )
        self.convolution.weight.data.copy_(kernel)
        if norm is None:
            self.convolution.bias.data.copy_(torch.from_numpy(weights[name + ".bias"]))
        self.norm = nn.BatchNorm2d(layer["outputs"], eps=norm["epsilon"]) if norm else nn.Identity()
        activations = {"relu": nn.ReLU(True), "relu6": nn.ReLU6(True), "none": nn.Identity()}
        self.activation = activations[layer["activation"]]

    def forward(self, x):
        if self.pad:
            x = F.pad(x, self.pad)
        return self.activation(self.norm(self.convolution(x)))


class Residual(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, x):
        return x + self.layers(x)


def sequence(layers, weights, folded):
    build = {
        "convolution": lambda layer: Convolution(layer, weights, folded),
        "residual": lambda layer: Residual(sequence(layer["layers"], weights, folded)),
    }
    return nn.Sequential(*[build[layer["kind"]](layer) for layer in layers])


def normaliser(preprocessing):
    """Pixel values 0..255 in [B, 3, H, W] to what the network was trained on."""
    shape = (1, 3, 1, 1)
    mean, deviation = (torch.tensor(preprocessing[key]).view(shape) for key in ("mean", "deviation"))
    return lambda x: (x - mean) / deviation
