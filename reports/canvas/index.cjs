// chartjs-node-canvas asks for `canvas`, whose build needs system libraries; this hands it the prebuilt @napi-rs/canvas.
// Without the fonts of the machine: a glyph must not depend on where a picture is drawn.
const before = process.env.DISABLE_SYSTEM_FONTS_LOAD;
process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
module.exports = require('@napi-rs/canvas/node-canvas');
if (before === undefined) delete process.env.DISABLE_SYSTEM_FONTS_LOAD;
else process.env.DISABLE_SYSTEM_FONTS_LOAD = before;
