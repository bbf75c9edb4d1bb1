"""Rank order preservation as one would write it in eager PyTorch: a sigmoid of all differences, automatic gradients.
Arguments: rows of the list, `product` (with the whole bank, then a pick) or `gather` (of each list's rows)."""

from protocol import ARGUMENTS, arrays, serve, threads
from torch_cpu import torch

torch.set_num_threads(threads())
inputs = {name: torch.from_numpy(values) for name, values in arrays().items()}
query, bank, t = inputs["query"].requires_grad_(), inputs["bank"], inputs["similarities"]
indices = inputs["indices"].long()
rows, form = int(ARGUMENTS[0]), ARGUMENTS[1]
temperature = 0.1
weights = 1 / torch.arange(1, rows + 1)
weights = weights / weights.sum()


def run():
    query.grad = None
    if form == "product":
        s = (query @ bank.T).gather(1, indices)
    else:
        s = torch.bmm(bank[indices], query.unsqueeze(2)).squeeze(2)
    u = (s.unsqueeze(1) - s[:, :rows].unsqueeze(2)) / temperature
    wanted = torch.heaviside(t.unsqueeze(1) - t[:, :rows].unsqueeze(2), torch.tensor(0.5))
    error = torch.nn.functional.binary_cross_entropy_with_logits(u, wanted, reduction="none")
    loss = (error * weights[None, :, None]).sum((1, 2)).mean() / s.shape[1]
    loss.backward()
    return loss


def check(loss):
    return {"value": [loss.item()], "gradient": query.grad.flatten()[:256].numpy()}


serve(run, check, torch=torch.__version__)
