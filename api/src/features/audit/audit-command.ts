import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnv } from '../../config/env.js';
import { Database } from '../../database/database.js';
import { explainRefusal } from '../../database/explain-refusal.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { ANCHOR_FILE } from './audit-chain.js';
import { AuditKey } from './audit-key.js';
import { LinkRepository } from './link.repository.js';
import { type Anchor, type ChainFault, verifyChain } from './verify-chain.js';

/**
 * The command that checks the audit log: walks its chain, compares it with the anchors in DATA_DIR, says the first bad
 * row. Ends with 0 when all is right, 1 when something is not, 2 when it could not look.
 */
export async function runAuditCommand(source: Record<string, string | undefined>): Promise<void> {
  try {
    const env = readEnv(source);
    const database = await Database.open(env).catch((error: unknown) => {
      throw new Error(explainRefusal(error, env), { cause: error });
    });
    try {
      const key = await new AuditKey(database, new Secrets(env)).bytes();
      const anchors = await readAnchors(join(env.DATA_DIR, ANCHOR_FILE));
      const { links, fault } = await verifyChain(new LinkRepository(database), key, anchors, Date.now());
      process.stdout.write(
        `${String(links)} entries follow one another as they were written, ${String(anchors.length)} anchors were compared.\n`,
      );
      if (fault !== null) {
        process.stdout.write(`NOT RIGHT: ${sentence(fault)}\n`);
        process.exitCode = 1;
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

function sentence(fault: ChainFault): string {
  switch (fault.kind) {
    case 'link-missing':
      return `link ${String(fault.seq)} was taken away.`;
    case 'entry-missing':
      return `entry ${fault.entryId} (link ${String(fault.seq)}) was taken away.`;
    case 'changed':
      return `entry ${fault.entryId} (link ${String(fault.seq)}) is not as it was written.`;
    case 'anchor-broken':
      return `link ${String(fault.seq)} was anchored and is gone or another one: the end of the log was cut off or made anew.`;
    case 'not-chained':
      return `${String(fault.entries)} entries are tied to nothing: they were added behind the log's back, or the API has not run since.`;
  }
}

/** @throws Error when the file has a line that is no anchor */
async function readAnchors(file: string): Promise<Anchor[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    try {
      const { at, seq, hash } = JSON.parse(line) as Anchor;
      if (Number.isInteger(seq) && typeof hash === 'string') return [{ at, seq, hash }];
    } catch {
      // JSON.parse tells of a broken line by throwing only; it is said below.
    }
    throw new Error(`line ${String(index + 1)} of ${file} is no anchor`);
  });
}
