// chartjs-node-canvas asks for `canvas`, whose build needs system libraries; this hands it the prebuilt @napi-rs/canvas.
module.exports = require('@napi-rs/canvas/node-canvas');
