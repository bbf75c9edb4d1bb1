"""Adam with decoupled weight decay in JAX; matrices decay, vectors do not."""

import jax
import jax.numpy as jnp


def start(weights):
    zeros = lambda: jax.tree.map(jnp.zeros_like, weights)
    return weights, zeros(), zeros(), 0.0


def moved(state, gradients, settings):
    """The state after a step."""
    weights, means, squares, count = state
    beta1, beta2, rate = settings["beta1"], settings["beta2"], settings["learningRate"]
    count += 1
    means = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, means, gradients)
    squares = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, squares, gradients)

    def move(weight, m, v):
        kept = 1 - rate * settings["weightDecay"] if weight.ndim > 1 else 1
        m, v = m / (1 - beta1**count), v / (1 - beta2**count)
        return weight * kept - rate * m / (jnp.sqrt(v) + settings["epsilon"])

    return jax.tree.map(move, weights, means, squares), means, squares, count
