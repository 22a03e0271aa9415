import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PIECE = Buffer.alloc(65_536);

/** A disk of a few megabytes that a spec can fill; making one needs the right to mount. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** @returns null where this process may not mount */
  static mount(megabytes: number): SmallDisk | null {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-disk-'));
    const size = `size=${String(megabytes)}m`;
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]).status === 0) return new SmallDisk(folder);
    rmSync(folder, { recursive: true });
    return null;
  }

  /** Takes what is left, to the last octet. @returns what gives it back */
  fill(): () => void {
    const file = join(this.folder, 'ballast');
    const ballast = openSync(file, 'w');
    try {
      for (;;) writeSync(ballast, PIECE);
    } catch (error) {
      // The end of the room is known only by running into it.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      closeSync(ballast);
    }
    return () => {
      rmSync(file);
    };
  }

  unmount(): void {
    spawnSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
