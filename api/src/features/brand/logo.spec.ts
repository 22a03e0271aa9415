import fc from 'fast-check';
import { LOGO_BYTES_MOST } from '@linewatch/shared';
import { aJpegHead, aPng } from '../../testing/pictures.js';
import { readLogo } from './logo.js';

const read = (file: Buffer): ReturnType<typeof readLogo> => readLogo(file.toString('base64'));

describe('a logo', () => {
  it('is a PNG or a JPEG, with its size', async () => {
    expect(await read(aPng(120, 40))).toEqual({ type: 'image/png', width: 120, height: 40, content: aPng(120, 40) });
    expect(await read(aJpegHead(64, 32))).toEqual(
      jasmine.objectContaining({ type: 'image/jpeg', width: 64, height: 32 }),
    );
  });

  it('is refused when it is no picture, whatever it looks like at its beginning', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const cut = aPng(120, 40).subarray(0, -20);
    const damaged = aPng(120, 40);
    damaged.writeUInt8((damaged.readUInt8(45) + 1) % 256, 45);
    const gif = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64');
    for (const file of [svg, cut, damaged, gif, Buffer.alloc(0), aPng(120, 40, 39), aPng(120, 40, 41)]) {
      expect(await read(file)).toBe('not_an_image');
    }
    expect(await read(aJpegHead(64, 32).subarray(0, -2))).toBe('not_an_image');
  });

  it('is refused when it is too small, too wide or too heavy', async () => {
    expect(await read(aPng(15, 40))).toBe('picture_size');
    expect(await read(aPng(2_001, 40))).toBe('picture_size');
    expect(await read(aJpegHead(64, 2_001))).toBe('picture_size');
    expect(await read(Buffer.concat([aPng(120, 40), Buffer.alloc(LOGO_BYTES_MOST)]))).toBe('picture_too_large');
  });

  it('never fails, whatever bytes it is made of', async () => {
    const whole = aPng(40, 20);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.byteLength - 1),
        fc.uint8Array({ minLength: 1, maxLength: 12 }),
        async (at, bytes) => {
          const file = Buffer.from(whole);
          file.set(bytes.subarray(0, file.byteLength - at), at);
          const logo = await read(file);
          if (typeof logo !== 'string') expect([logo.width, logo.height]).toEqual([40, 20]);
        },
      ),
    );
  });
});
