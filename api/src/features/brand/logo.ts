import { crc32, inflateSync } from 'node:zlib';
import { LOGO_BYTES_MOST, LOGO_PIXELS, LOGO_TYPES, type LogoType } from '@linewatch/shared';
import { fileTypeFromBuffer } from 'file-type';

/** A picture that pages and papers can show. */
export interface Logo {
  readonly type: LogoType;
  readonly width: number;
  readonly height: number;
  readonly content: Buffer;
}

/** Why a file is no logo, as the field of a form says it. */
export type LogoProblem = 'not_an_image' | 'picture_too_large' | 'picture_size';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Looks at a file by its content, whatever it is called. A PNG is unpacked once here: what writes papers takes the
 * pixels for granted, and must not meet ones that cannot be unpacked.
 */
export async function readLogo(base64: string): Promise<Logo | LogoProblem> {
  const content = Buffer.from(base64, 'base64');
  if (content.byteLength > LOGO_BYTES_MOST) return 'picture_too_large';
  const sniffed = (await fileTypeFromBuffer(content))?.mime;
  const type = LOGO_TYPES.find((each) => each === sniffed);
  if (type === undefined) return 'not_an_image';
  const size = type === 'image/png' ? sizeOfPng(content) : sizeOfJpeg(content);
  if (size === undefined) return 'not_an_image';
  const { least, most } = LOGO_PIXELS;
  const isFitting = [size.width, size.height].every((pixels) => pixels >= least && pixels <= most);
  return isFitting ? { type, ...size, content } : 'picture_size';
}

const PNG_HEAD_BYTES = 8;
/** Samples of a pixel by colour type (PNG third edition, section 11.2.1). */
const PNG_SAMPLES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Undefined for a PNG with a damaged chunk, pixels that cannot be unpacked, 16 bits a sample, or interlaced ones. */
function sizeOfPng(png: Buffer): Size | undefined {
  const chunks = chunksOfPng(png);
  const [first] = chunks ?? [];
  if (chunks?.at(-1)?.name !== 'IEND' || first?.name !== 'IHDR' || first.data.byteLength !== 13) return undefined;
  const { data: head } = first;
  const [width, height, depth] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8] ?? 0];
  const samples = PNG_SAMPLES.get(head[9] ?? -1);
  const isPalette = head[9] === 3;
  if (samples === undefined || depth > 8 || head[12] !== 0) return undefined;
  if (isPalette && !chunks.some(({ name }) => name === 'PLTE')) return undefined;
  if (width > LOGO_PIXELS.most || height > LOGO_PIXELS.most) return { width, height };
  // Each row begins with the number of its filter (section 7.3).
  const bytes = height * (1 + Math.ceil((width * samples * depth) / 8));
  const packed = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  return isUnpackedTo(packed, bytes) ? { width, height } : undefined;
}

/** The chunks by their length, name and checksum (section 5.3); undefined when one is damaged. */
function chunksOfPng(png: Buffer): { readonly name: string; readonly data: Buffer }[] | undefined {
  const chunks: { name: string; data: Buffer }[] = [];
  let at = PNG_HEAD_BYTES;
  while (at < png.byteLength) {
    if (at + 12 > png.byteLength) return undefined;
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.byteLength || crc32(png.subarray(at + 4, end)) !== png.readUInt32BE(end)) return undefined;
    chunks.push({ name: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

function isUnpackedTo(packed: Buffer, bytes: number): boolean {
  try {
    return inflateSync(packed, { maxOutputLength: bytes + 1 }).byteLength === bytes;
  } catch {
    // Somebody's file: that it is damaged, or larger than it says, is an answer and no failure.
    return false;
  }
}

/** From the first frame header (ITU-T T.81, annex B.2.2); undefined without one, or without an end. */
function sizeOfJpeg(jpeg: Buffer): Size | undefined {
  if (jpeg.indexOf(Buffer.from([0xff, 0xd9])) < 0) return undefined;
  let at = 2;
  while (at + 9 < jpeg.byteLength && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: jpeg.readUInt16BE(at + 7), height: jpeg.readUInt16BE(at + 5) };
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  return undefined;
}
