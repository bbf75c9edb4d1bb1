"""Adam with decoupled weight decay from TensorFlow's own operation; matrices decay, vectors do not."""

import tensorflow as tf


class Adam:
    def __init__(self, variables, settings):
        self.settings = settings
        self.step = tf.Variable(0.0)
        zeros = lambda v: tf.Variable(tf.zeros_like(v))
        self.slots = [(v, zeros(v), zeros(v)) for v in variables]

    def apply(self, gradients):
        settings = self.settings
        self.step.assign_add(1.0)
        powers = settings["beta1"] ** self.step, settings["beta2"] ** self.step
        for (variable, m, v), gradient in zip(self.slots, gradients):
            if variable.shape.rank > 1:
                variable.assign(variable * (1 - settings["learningRate"] * settings["weightDecay"]))
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle,
                m=m.handle,
                v=v.handle,
                beta1_power=powers[0],
                beta2_power=powers[1],
                lr=settings["learningRate"],
                beta1=settings["beta1"],
                beta2=settings["beta2"],
                epsilon=settings["epsilon"],
                grad=gradient,
            )
