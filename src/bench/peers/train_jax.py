"""One training step of a convolutional network, compiled by JAX: feature regression, AdamW."""

import json

import adam_jax
import jax
import jax.numpy as jnp
from protocol import FOLDER, arrays, serve

arrays = {name: jnp.asarray(values) for name, values in arrays().items()}
network = json.loads((FOLDER / "network.json").read_text())
settings = network["training"]
pixels, gallery = arrays.pop("pixels"), arrays.pop("gallery")
averages = {name: value for name, value in arrays.items() if name.endswith((".mean", ".variance"))}
weights = {name: value for name, value in arrays.items() if name not in averages}
mean, deviation = (jnp.asarray(network["preprocessing"][key], jnp.float32) for key in ("mean", "deviation"))


def convolve(layer, x, weights, averages, moved):
    kernel, size, stride = weights[layer["name"] + ".kernel"], layer["kernel"], layer["stride"]
    padding = {"same": "SAME", "none": "VALID", "symmetric": [(size // 2, size // 2)] * 2}[layer["padding"]]
    y = jax.lax.conv_general_dilated(
        x,
        jnp.swapaxes(kernel, 2, 3) if layer["depthwise"] else kernel,
        (stride, stride),
        padding,
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
        feature_group_count=layer["inputs"] if layer["depthwise"] else 1,
    )
    name = layer["batchNorm"]["name"]
    centre, spread = y.mean((0, 1, 2)), y.var((0, 1, 2))
    for key, value in (("mean", centre), ("variance", spread)):
        old = averages[f"{name}.{key}"]
        moved[f"{name}.{key}"] = settings["momentum"] * old + (1 - settings["momentum"]) * value
    scale = weights[name + ".scale"] * jax.lax.rsqrt(spread + layer["batchNorm"]["epsilon"])
    y = (y - centre) * scale + weights[name + ".offset"]
    return {"relu": jax.nn.relu, "relu6": jax.nn.relu6, "none": lambda x: x}[layer["activation"]](y)


def trunk(layers, x, *state):
    for layer in layers:
        is_convolution = layer["kind"] == "convolution"
        x = convolve(layer, x, *state) if is_convolution else x + trunk(layer["layers"], x, *state)
    return x


def objective(weights, averages, pixels):
    moved = {}
    x = trunk(network["layers"], (pixels - mean) / deviation, weights, averages, moved)
    query = x.mean((1, 2)) @ weights["projection.kernel"] + weights["projection.bias"]
    query = query * jax.lax.rsqrt(jnp.maximum(jnp.sum(query * query, 1, keepdims=True), 1e-12))
    return jnp.mean(1 - jnp.sum(query * gallery, 1)), moved


def step(state, averages, pixels):
    value_and_grad = jax.value_and_grad(objective, has_aux=True)
    (loss, averages), gradients = value_and_grad(state[0], averages, pixels)
    return loss, adam_jax.moved(state, gradients, settings), averages


step = jax.jit(step, donate_argnums=(0, 1))
state = adam_jax.start(weights)


def run():
    global state, averages
    loss, state, averages = step(state, averages, pixels)
    return float(loss)


serve(run, lambda loss: {"loss": [loss]}, jax=jax.__version__)
