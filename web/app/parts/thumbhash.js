// ThumbHash (evanw.github.io/thumbhash): a picture in about 25 bytes. Reads base64, paints a canvas that stands in for
// the photograph until it has arrived.

const LONG_SIDE = 32;

/** Paint the picture of `hash` on a new canvas of the proportion `ratio` (width by height); null when it is not one. */
export function painting(hash, ratio) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
  if (bytes.length < 9) {
    return null;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(ratio >= 1 ? LONG_SIDE : LONG_SIDE * ratio));
  canvas.height = Math.max(1, Math.round(ratio >= 1 ? LONG_SIDE / ratio : LONG_SIDE));
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  image.data.set(pixels(read(bytes), canvas.width, canvas.height));
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The header and the four channels: lightness, yellow against blue, red against green, and alpha. */
function read(bytes) {
  const head = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
  const more = bytes[3] | (bytes[4] << 8);
  const alpha = (head >> 23) & 1;
  const wide = more >> 15;
  const long = alpha ? 5 : 7;
  const short = more & 7;
  const nibbles = nibblesOf(bytes, alpha ? 6 : 5);
  return [
    channel(nibbles, (head & 63) / 63, ((head >> 18) & 31) / 31, Math.max(3, wide ? long : short), Math.max(3, wide ? short : long)),
    channel(nibbles, ((head >> 6) & 63) / 31.5 - 1, (((more >> 3) & 63) / 63) * 1.25, 3, 3),
    channel(nibbles, ((head >> 12) & 63) / 31.5 - 1, (((more >> 9) & 63) / 63) * 1.25, 3, 3),
    alpha ? channel(nibbles, (bytes[5] & 15) / 15, (bytes[5] >> 4) / 15, 5, 5) : null,
  ];
}

function* nibblesOf(bytes, from) {
  for (let place = from; place < bytes.length; place += 1) {
    yield bytes[place] & 15;
    yield bytes[place] >> 4;
  }
}

/** The waves of one channel: a triangle of frequencies, each `[x, y, strength]`. */
function channel(nibbles, mean, scale, across, down) {
  const waves = [[0, 0, mean]];
  for (let y = 0; y < down; y += 1) {
    for (let x = y === 0 ? 1 : 0; x * down < across * (down - y); x += 1) {
      const { value = 7.5 } = nibbles.next();
      waves.push([x, y, (value / 7.5 - 1) * scale * 2]);
    }
  }
  return waves;
}

function pixels(channels, width, height) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, place = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, place += 4) {
      const [l, p, q, a] = channels.map((waves) => (waves ? at(waves, (x + 0.5) / width, (y + 0.5) / height) : 1));
      const blue = l - (2 / 3) * p;
      const red = (3 * l - blue + q) / 2;
      data.set([255 * red, 255 * (red - q), 255 * blue, 255 * a], place);
    }
  }
  return data;
}

function at(waves, x, y) {
  return waves.reduce((sum, [fx, fy, strength]) => sum + strength * Math.cos(Math.PI * fx * x) * Math.cos(Math.PI * fy * y), 0);
}
