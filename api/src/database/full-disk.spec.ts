import { SmallDisk } from '../testing/small-disk.js';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';

/** A few times what an empty house takes. */
const DISK_MB = 96;
const PATIENCE_MS = 180_000;
/** More than is left anywhere in a file that is full. */
const LARGE = 'x'.repeat(100_000);

function onAFullDisk(): void {
  let disk: SmallDisk | null = null;
  let test: TestDatabase | undefined;

  beforeEach(async () => {
    disk = SmallDisk.mount(DISK_MB);
    if (disk !== null) test = await openTestDatabase({ DATA_DIR: disk.folder });
  }, PATIENCE_MS);

  afterEach(async () => {
    await test?.close();
    disk?.unmount();
  });

  function house(): { readonly disk: SmallDisk; readonly test: TestDatabase } {
    if (disk !== null && test !== undefined) return { disk, test };
    pending('needs the right to mount a small disk');
    throw new Error('pending ends a spec');
  }

  async function put(name: string, value: string, { fails = false, mayBeLost = false } = {}): Promise<void> {
    await house().test.database.transaction(
      async (tx) => {
        await tx.insertMany('setting', ['name', 'value'], ['name'], [[name, value]]);
        if (fails) throw new Error('stop');
      },
      { mayBeLost },
    );
  }

  /** As anybody else sees it: committed. */
  async function kept(): Promise<string[]> {
    const rows = await house().test.database.read<{ name: string }>(
      "SELECT name FROM setting WHERE name LIKE 'disk.%' ORDER BY name",
    );
    return rows.map(({ name }) => name);
  }

  it(
    'waits for the disk with every other commit again after one that need not wait found no room',
    async () => {
      const makeRoom = house().disk.fill();
      await expectAsync(put('disk.lease', LARGE, { mayBeLost: true })).toBeRejectedWith(
        jasmine.objectContaining({ code: 'SQLITE_FULL' }),
      );
      makeRoom();

      const levels = await house().test.database.transaction((tx) => tx.query('PRAGMA synchronous'));
      expect(levels).toEqual([{ synchronous: 2 }]);
    },
    PATIENCE_MS,
  );

  it(
    'refuses what it cannot keep, goes on being read, and keeps everything again as soon as there is room',
    async () => {
      await put('disk.before', '1');
      const makeRoom = house().disk.fill();
      for (const name of ['disk.a', 'disk.b', 'disk.c']) {
        await expectAsync(put(name, LARGE))
          .withContext(name)
          .toBeRejectedWith(jasmine.objectContaining({ code: 'SQLITE_FULL' }));
      }
      expect(await kept()).toEqual(['disk.before']);

      makeRoom();
      await put('disk.after', LARGE);
      expect(await kept()).toEqual(['disk.after', 'disk.before']);
    },
    PATIENCE_MS,
  );

  it(
    'does not carry what fails for another reason into what comes after it',
    async () => {
      const makeRoom = house().disk.fill();
      await expectAsync(put('disk.a', LARGE)).toBeRejected();
      makeRoom();

      await expectAsync(put('disk.stopped', '1', { fails: true })).toBeRejectedWithError('stop');
      await put('disk.after', '1');
      expect(await kept()).toEqual(['disk.after']);
    },
    PATIENCE_MS,
  );
}

// The database of a server is no file of ours.
if (process.env['DB_KIND'] !== 'mysql') describe('A database file on a disk that is full', onAFullDisk);
