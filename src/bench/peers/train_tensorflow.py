"""One training step as a TensorFlow graph: feature regression, AdamW. Argument: `graph`, or `xla` to compile it."""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import tensorflow as tf
from adam_tensorflow import Adam
from protocol import ARGUMENTS, FOLDER, arrays, serve, threads

tf.config.threading.set_intra_op_parallelism_threads(threads())
weights = arrays()
network = json.loads((FOLDER / "network.json").read_text())
settings = network["training"]
pixels, gallery = tf.constant(weights["pixels"]), tf.constant(weights["gallery"])
mean, deviation = (tf.constant(network["preprocessing"][key], tf.float32) for key in ("mean", "deviation"))
averages = (".mean", ".variance")
variables = {
    name: tf.Variable(value, trainable=not name.endswith(averages))
    for name, value in weights.items()
    if name not in ("pixels", "gallery")
}
trained = [v for v in variables.values() if v.trainable]
adam = Adam(trained, settings)


def convolve(layer, x):
    kernel, size = variables[layer["name"] + ".kernel"], layer["kernel"]
    padding = layer["padding"].upper()
    if padding == "SYMMETRIC":
        side = size // 2 if layer["stride"] == 2 else 0
        padding = "VALID" if side else "SAME"
        x = tf.pad(x, [[0, 0], [side, side], [side, side], [0, 0]])
    run = tf.nn.depthwise_conv2d if layer["depthwise"] else tf.nn.conv2d
    y = run(x, kernel, [1, layer["stride"], layer["stride"], 1], "VALID" if padding == "NONE" else padding)
    name = layer["batchNorm"]["name"]
    scale, offset, *moving = (variables[f"{name}.{key}"] for key in ("scale", "offset", "mean", "variance"))
    y, *moved, _, _, _ = tf.raw_ops.FusedBatchNormV3(
        x=y,
        scale=scale,
        offset=offset,
        mean=moving[0],
        variance=moving[1],
        epsilon=layer["batchNorm"]["epsilon"],
        exponential_avg_factor=1 - settings["momentum"],
        is_training=True,
    )
    for average, value in zip(moving, moved):
        average.assign(value)
    return {"relu": tf.nn.relu, "relu6": tf.nn.relu6, "none": tf.identity}[layer["activation"]](y)


def trunk(layers, x):
    for layer in layers:
        x = convolve(layer, x) if layer["kind"] == "convolution" else x + trunk(layer["layers"], x)
    return x


@tf.function(jit_compile=ARGUMENTS[0] == "xla")
def run_graph(pixels):
    with tf.GradientTape() as tape:
        features = tf.reduce_mean(trunk(network["layers"], (pixels - mean) / deviation), [1, 2])
        query = features @ variables["projection.kernel"] + variables["projection.bias"]
        loss = tf.reduce_mean(1 - tf.reduce_sum(tf.math.l2_normalize(query, 1) * gallery, 1))
    adam.apply(tape.gradient(loss, trained))
    return loss


serve(lambda: run_graph(pixels).numpy(), lambda loss: {"loss": [loss]}, tensorflow=tf.__version__)
