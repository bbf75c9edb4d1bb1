"""One training step of a head on stored features in PyTorch. Argument: `eager` or `compile`."""

import json

from protocol import ARGUMENTS, FOLDER, arrays, serve, threads
from torch_cpu import torch

F = torch.nn.functional
torch.set_num_threads(threads())
inputs = {name: torch.from_numpy(values) for name, values in arrays().items()}
settings = json.loads((FOLDER / "head.json").read_text())
training, loss_settings = settings["training"], settings["loss"]
features, bank, anchors = inputs["features"], inputs["bank"], inputs["anchors"].long()
mean, deviation = inputs["features.mean"], inputs["features.deviation"]
names = ["bottleneck.kernel", "bottleneck.bias", "linear.kernel", "linear.bias"]
weights = [inputs[name].clone().requires_grad_() for name in names]


def embed(x):
    x = (F.normalize(x) - mean) / deviation
    return F.normalize((x @ weights[0] + weights[1]) @ weights[2] + weights[3])


def lists(query):
    return (query @ bank.T).gather(1, inputs["indices"][anchors].long()), inputs["similarities"][anchors]


def feature_regression(query):
    return (1 - (query * bank[anchors]).sum(1)).mean()


def contextual_similarity(query):
    s, t = lists(query)
    log_q = F.log_softmax(s / loss_settings["queryTemperature"], 1)
    log_p = F.log_softmax(t / loss_settings["galleryTemperature"], 1)
    return F.kl_div(log_q, log_p, reduction="batchmean", log_target=True)


def rank_order(query):
    s, t = lists(query)
    rows, temperature = loss_settings["topRows"], loss_settings["temperature"]
    position_weights = 1 / torch.arange(1, rows + 1)
    position_weights = position_weights / position_weights.sum()
    u = (s.unsqueeze(1) - s[:, :rows].unsqueeze(2)) / temperature
    wanted = torch.sign(t.unsqueeze(1) - t[:, :rows].unsqueeze(2)) * 0.5 + 0.5
    error = F.binary_cross_entropy_with_logits(u, wanted, reduction="none")
    return (error * position_weights[None, :, None]).sum((1, 2)).mean() / s.shape[1]


losses = {
    "featureRegression": feature_regression,
    "contextualSimilarityDistillation": contextual_similarity,
    "rankOrderPreservation": rank_order,
}


def objective():
    return losses[loss_settings["kind"]](embed(features[anchors]))


if ARGUMENTS[0] == "compile":
    objective = torch.compile(objective)
optimizer = torch.optim.AdamW(
    [
        {"params": weights[::2], "weight_decay": training["weightDecay"]},
        {"params": weights[1::2], "weight_decay": 0.0},
    ],
    lr=training["learningRate"],
    betas=(training["beta1"], training["beta2"]),
    eps=training["epsilon"],
    fused=True,
)


def run():
    optimizer.zero_grad(set_to_none=True)
    loss = objective()
    loss.backward()
    optimizer.step()
    return loss.item()


serve(run, lambda loss: {"loss": [loss]}, torch=torch.__version__)
