// danfojs-node asks for tfjs-node; it gets the one TensorFlow.js that everything here shares.
module.exports = require('@tensorflow/tfjs');
