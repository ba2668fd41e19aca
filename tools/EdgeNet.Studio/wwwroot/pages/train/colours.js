// Colours of classes and of signs, the same in light and dark: heat maps bring their own background.

// Orange and blue first, as in the data sets of TensorFlow Playground; then colours that the common kinds of colour blindness tell apart (Okabe and Ito), and a few more.
const classes = [[230, 126, 20], [0, 108, 190], [0, 140, 100], [190, 90, 150], [175, 155, 0], [80, 170, 225], [170, 60, 30], [110, 90, 190], [90, 100, 110], [120, 160, 50]];
const paper = [247, 247, 247];

const mix = (from, to, share) => from.map((v, i) => Math.round(v + (to[i] - v) * share));
const css = rgb => `rgb(${rgb.join(",")})`;

/** The colour of a class, for dots and legends. */
export const classColour = index => css(mix(classes[index % classes.length], [0, 0, 0], 0.12));

/** Positive is blue, negative is orange, 0 is paper; from -1 to 1. */
export const signColour = value => css(signRgb(value));

export const signRgb = value => mix(paper, value < 0 ? classes[0] : classes[1], Math.min(1, Math.abs(value)));

// Cells are bytes, painted ten times a second: their colours are found once. Little-endian RGBA, as every browser's machine has it.
const packed = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
const tableOf = rgbOf => Uint32Array.from({ length: 256 }, (_, byte) => packed(rgbOf(byte)));

/** The colours of bytes that stand for numbers from -1 to 1. */
export const signTable = tableOf(byte => signRgb(byte / 127.5 - 1));

/** The colours of bytes that stand for a class's share of the probability. */
export const shareTable = (index, chance) => tableOf(byte => shareRgb(index, byte / 255, chance));

/** The background of a place of which a class has some share of the probability. */
const shareRgb = (index, share, chance) => mix(paper, classes[index % classes.length], 0.75 * Math.max(0, (share - chance) / (1 - chance)));

/** base64 -> bytes */
export const bytesOf = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));

/** Paints size x size cells, each a packed colour, into a square of a canvas. */
export function paintCells(context, size, colourOf, x, y, side) {
  const image = new ImageData(size, size);
  const colours = new Uint32Array(image.data.buffer);
  for (let cell = 0; cell < colours.length; cell++) colours[cell] = colourOf(cell);
  const small = paintCells.canvas ??= document.createElement("canvas");
  if (small.width !== size) [small.width, small.height] = [size, size];
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, x, y, side, side);
}
