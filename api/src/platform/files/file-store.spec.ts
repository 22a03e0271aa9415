import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readEnv } from '../../config/env.js';
import { SmallDisk } from '../../testing/small-disk.js';
import { FileStore } from './file-store.js';

const DISK_MB = 4;
const PAGE = 4096;
/** As they come from a socket. */
const PIECE = 65_536;
const MOST_BYTES = 10_000_000;

describe('A store of files on a disk that ends', () => {
  let disk: SmallDisk | null;

  beforeEach(() => {
    disk = SmallDisk.mount(DISK_MB);
  });

  afterEach(() => disk?.unmount());

  function needsDisk(): SmallDisk {
    if (disk !== null) return disk;
    pending('needs the right to mount a small disk');
    throw new Error('pending ends a spec');
  }

  it('never takes the beginning of a file for the whole, wherever in a piece the room ends', async () => {
    const small = needsDisk();
    const store = new FileStore(readEnv({ DATA_DIR: small.folder }));
    for (const pages of [1, 3, 16, 17, 30]) {
      const makeRoom = small.fill(pages);
      const content = Buffer.alloc(pages * PAGE + 100);
      const parts = Array.from({ length: Math.ceil(content.length / PIECE) }, (_, index) =>
        content.subarray(index * PIECE, (index + 1) * PIECE),
      );

      await expectAsync(store.receive(Readable.from(parts), MOST_BYTES))
        .withContext(String(pages))
        .toBeRejectedWith(jasmine.objectContaining({ code: 'ENOSPC' }));
      expect(await readdir(join(small.folder, 'documents', 'coming'))).toEqual([]);
      makeRoom();
    }
  });
});
