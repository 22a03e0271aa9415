import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PIECE = Buffer.alloc(4096);

/** A disk of a few megabytes that can be filled, in a folder of its own or over one that is there. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** @returns null where this process has no right to mount */
  static mount(megabytes: number, folder = mkdtempSync(join(tmpdir(), 'linewatch-disk-'))): SmallDisk | null {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
    const args = ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder];
    return spawnSync('mount', args).status === 0 ? new SmallDisk(folder) : null;
  }

  /**
   * Takes what is left.
   *
   * @param pages how many of 4096 octets are left over
   * @returns what gives it back
   */
  fill(pages = 0): () => void {
    const file = join(this.folder, 'ballast');
    const spare = join(this.folder, 'spare');
    write(spare, pages);
    try {
      write(file, Infinity);
    } catch (error) {
      // The end of the room is known only by running into it.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
    rmSync(spare);
    return () => {
      rmSync(file, { force: true });
    };
  }

  unmount(): void {
    spawnSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function write(file: string, pages: number): void {
  const handle = openSync(file, 'w');
  try {
    for (let page = 0; page < pages; page += 1) writeSync(handle, PIECE);
  } finally {
    closeSync(handle);
  }
}
