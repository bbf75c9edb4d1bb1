"""One training step of a head on stored features as a TensorFlow graph. Argument: `graph`, or `xla` to compile it."""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import tensorflow as tf
from adam_tensorflow import Adam
from protocol import ARGUMENTS, FOLDER, arrays, serve, threads

tf.config.threading.set_intra_op_parallelism_threads(threads())
inputs = {name: tf.constant(values) for name, values in arrays().items()}
settings = json.loads((FOLDER / "head.json").read_text())
loss_settings = settings["loss"]
bank = inputs["bank"]
names = ["bottleneck.kernel", "bottleneck.bias", "linear.kernel", "linear.bias"]
weights = [tf.Variable(inputs[name]) for name in names]
adam = Adam(weights, settings["training"])


def embed(x):
    x = (tf.math.l2_normalize(x, 1) - inputs["features.mean"]) / inputs["features.deviation"]
    return tf.math.l2_normalize((x @ weights[0] + weights[1]) @ weights[2] + weights[3], 1)


def lists(query, anchors):
    s = tf.gather(tf.matmul(query, bank, transpose_b=True), tf.gather(inputs["indices"], anchors), batch_dims=1)
    return s, tf.gather(inputs["similarities"], anchors)


def feature_regression(query, anchors):
    return tf.reduce_mean(1 - tf.reduce_sum(query * tf.gather(bank, anchors), 1))


def contextual_similarity(query, anchors):
    s, t = lists(query, anchors)
    log_q = tf.nn.log_softmax(s / loss_settings["queryTemperature"])
    log_p = tf.nn.log_softmax(t / loss_settings["galleryTemperature"])
    return tf.reduce_mean(tf.reduce_sum(tf.exp(log_p) * (log_p - log_q), 1))


def rank_order(query, anchors):
    s, t = lists(query, anchors)
    rows, temperature = loss_settings["topRows"], loss_settings["temperature"]
    position_weights = 1 / tf.range(1.0, rows + 1)
    position_weights /= tf.reduce_sum(position_weights)
    u = (s[:, None] - s[:, :rows, None]) / temperature
    wanted = tf.sign(t[:, None] - t[:, :rows, None]) * 0.5 + 0.5
    error = tf.nn.sigmoid_cross_entropy_with_logits(wanted, u)
    return tf.reduce_mean(tf.reduce_sum(error * position_weights[:, None], [1, 2])) / s.shape[1]


losses = {
    "featureRegression": feature_regression,
    "contextualSimilarityDistillation": contextual_similarity,
    "rankOrderPreservation": rank_order,
}


@tf.function(jit_compile=ARGUMENTS[0] == "xla")
def step(anchors):
    with tf.GradientTape() as tape:
        query = embed(tf.gather(inputs["features"], anchors))
        loss = losses[loss_settings["kind"]](query, anchors)
    adam.apply(tape.gradient(loss, weights))
    return loss


serve(
    lambda: step(inputs["anchors"]).numpy(),
    lambda loss: {"loss": [loss]},
    tensorflow=tf.__version__,
)
