import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** What a running practice network writes down, so that the command line finds it. */
const PracticeFile = z.object({
  pid: z.int(),
  controlPort: z.int(),
  basePort: z.int(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
});
export type PracticeFile = z.infer<typeof PracticeFile>;

export function practiceFilePath(dataDir: string): string {
  return join(dataDir, 'practice.json');
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export async function writePracticeFile(path: string, content: PracticeFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${String(content.pid)}`;
  await writeFile(unfinished, `${JSON.stringify(content)}\n`);
  await rename(unfinished, path);
}

/** Removes the file at the end, unless another practice network has written its own in the meantime. */
export async function removePracticeFile(path: string, pid: number): Promise<void> {
  const content = await readPracticeFile(path);
  if (content?.pid === pid) await rm(path, { force: true });
}

/** Null when there is none, or what is there was not written by a practice network. */
export async function readPracticeFile(path: string): Promise<PracticeFile | null> {
  try {
    return PracticeFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    // No file, half a file, somebody else's file: all mean that nobody is to be found here.
    if (error instanceof Error) return null;
    throw error;
  }
}
