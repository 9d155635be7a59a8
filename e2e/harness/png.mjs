// Makes the browser's PNG files smaller, without a change to be seen: screens have few colours, so a palette of them is
// enough, and what is left is packed as tightly as zlib can.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colours in a palette, and how many of them are simply the most common ones. */
const MOST = 256;
const COMMON = 96;

/** The same picture, smaller. */
export function shrunk(png) {
  const { width, height, pixels } = decoded(png);
  const { indexes, palette } = indexed(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) indexes.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const packed = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([SIGNATURE, chunk("IHDR", head), chunk("PLTE", palette), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** Pixels as red, green and blue, whatever the file holds beside. */
function decoded(png) {
  const parts = [];
  let head;
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") head = data;
    if (name === "IDAT") parts.push(data);
    at += length + 12;
  }
  const [width, height, channels] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  const raw = unfiltered(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const pixels = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) raw.copy(pixels, pixel * 3, pixel * channels, pixel * channels + 3);
  return { width, height, pixels };
}

function unfiltered(data, stride, height, channels) {
  const out = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)];
    for (let column = 0; column < stride; column += 1) {
      const left = column >= channels ? out[row * stride + column - channels] : 0;
      const up = row > 0 ? out[(row - 1) * stride + column] : 0;
      const corner = row > 0 && column >= channels ? out[(row - 1) * stride + column - channels] : 0;
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[row * stride + column] = data[row * (stride + 1) + 1 + column] + added;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** Each pixel's place in a palette of few colours; those without a place of their own take the nearest. */
function indexed(pixels) {
  const colours = new Uint32Array(pixels.length / 3).map((_, at) => pixels.readUIntBE(at * 3, 3));
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const { kept, places } = chosen([...counts].sort(([, one], [, other]) => other - one));
  return { indexes: Buffer.from(Uint8Array.from(colours, (colour) => places.get(colour))), palette: Buffer.from(kept.flatMap(channelsOf)) };
}

/** The colours there is most of, then those that would be missed most: a small green dot must not turn grey. */
function chosen(counted) {
  const kept = [];
  const rest = counted.map(([colour, count]) => ({ colour, count, own: channelsOf(colour), place: 0, far: Infinity }));
  while (kept.length < Math.min(MOST, rest.length)) {
    const missed = kept.length < COMMON ? rest[kept.length] : rest.reduce((worst, one) => (one.far * one.count > worst.far * worst.count ? one : worst));
    for (const one of rest) {
      const far = distance(one.own, missed.own);
      if (far < one.far) Object.assign(one, { far, place: kept.length });
    }
    kept.push(missed.colour);
  }
  return { kept, places: new Map(rest.map(({ colour, place }) => [colour, place])) };
}

const channelsOf = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
const distance = (one, other) => one.reduce((sum, value, at) => sum + (value - other[at]) ** 2, 0);
