"""One training step of a head on stored features, compiled by JAX."""

import json

import adam_jax
import jax
import jax.numpy as jnp
from protocol import FOLDER, arrays, serve

inputs = {name: jnp.asarray(values) for name, values in arrays().items()}
settings = json.loads((FOLDER / "head.json").read_text())
loss_settings = settings["loss"]
names = ["bottleneck.kernel", "bottleneck.bias", "linear.kernel", "linear.bias"]


def unit(x):
    return x * jax.lax.rsqrt(jnp.maximum(jnp.sum(x * x, 1, keepdims=True), 1e-12))


def embed(weights, x, mean, deviation):
    x = (unit(x) - mean) / deviation
    return unit((x @ weights[0] + weights[1]) @ weights[2] + weights[3])


def lists(query, data):
    rows = data["indices"][data["anchors"]]
    return jnp.take_along_axis(query @ data["bank"].T, rows, 1), data["similarities"][data["anchors"]]


def feature_regression(query, data):
    return jnp.mean(1 - jnp.sum(query * data["bank"][data["anchors"]], 1))


def contextual_similarity(query, data):
    s, t = lists(query, data)
    log_q = jax.nn.log_softmax(s / loss_settings["queryTemperature"])
    log_p = jax.nn.log_softmax(t / loss_settings["galleryTemperature"])
    return jnp.mean(jnp.sum(jnp.exp(log_p) * (log_p - log_q), 1))


def rank_order(query, data):
    s, t = lists(query, data)
    rows, temperature = loss_settings["topRows"], loss_settings["temperature"]
    position_weights = 1 / jnp.arange(1, rows + 1)
    position_weights /= position_weights.sum()
    u = (s[:, None] - s[:, :rows, None]) / temperature
    wanted = jnp.sign(t[:, None] - t[:, :rows, None]) * 0.5 + 0.5
    error = jax.nn.softplus(u) - wanted * u
    return jnp.mean(jnp.sum(error * position_weights[:, None], (1, 2))) / s.shape[1]


losses = {
    "featureRegression": feature_regression,
    "contextualSimilarityDistillation": contextual_similarity,
    "rankOrderPreservation": rank_order,
}


def objective(weights, data):
    x = data["features"][data["anchors"]]
    query = embed(weights, x, data["features.mean"], data["features.deviation"])
    return losses[loss_settings["kind"]](query, data)


def step(state, data):
    loss, gradients = jax.value_and_grad(objective)(state[0], data)
    return loss, adam_jax.moved(state, gradients, settings["training"])


step = jax.jit(step, donate_argnums=0)
state = adam_jax.start([inputs[name] for name in names])


def run():
    global state
    loss, state = step(state, inputs)
    return float(loss)


serve(run, lambda loss: {"loss": [loss]}, jax=jax.__version__)
