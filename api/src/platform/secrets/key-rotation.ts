import { randomBytes } from 'node:crypto';
import type { Database, Transaction } from '../../database/database.js';
import { readSealingKeys, writeKeyFile } from './key-file.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';
import { kidOf } from './sealed-text.js';
import { type KeyPlace, Secrets } from './secrets.js';

const KEY_BYTES = 32;
/** Rows that one transaction seals anew: no writer waits long for it. */
const ROWS_A_STEP = 50;
/** What a LIKE knows sealed texts by. */
const SEALED = 'v1:%';

/** What a step of the rotation did. */
export type RotationStep =
  | { readonly kind: 'key-added'; readonly kid: string }
  /** The newer key was there already: a run before this one was ended, or SECRETS_KEY names it. */
  | { readonly kind: 'going-on'; readonly kid: string }
  | { readonly kind: 'sealed-anew'; readonly table: string; readonly rows: number; readonly unreadable: number }
  | { readonly kind: 'keys-retired'; readonly kids: readonly string[] }
  /** SECRETS_KEY names the keys: whoever sets it takes the old ones out. */
  | { readonly kind: 'retire-by-hand'; readonly kids: readonly string[] };

/** How many sealed texts of a column each key has. */
export interface KeyUse {
  readonly table: string;
  readonly kid: string;
  readonly count: number;
}

interface SealedRow {
  readonly id: string;
  readonly sealed: string;
}

/**
 * Gives all secrets a new key while the API runs: a new key in front, every secret sealed anew with it in small steps,
 * and the old keys gone once no secret needs them. Each step leaves a state in which every secret opens, and a run goes
 * on where one before it was killed: what is still to do is told by the rows themselves.
 */
export class KeyRotation {
  private readonly secrets: Secrets;

  constructor(
    private readonly database: Database,
    private readonly place: KeyPlace,
  ) {
    this.secrets = new Secrets(place);
  }

  /** Names of the keys at hand, the one that seals first. */
  get keyIds(): readonly [string, ...string[]] {
    return this.secrets.keyIds;
  }

  /** @param onStep called after each step, which is on disk by then */
  async run(onStep: (step: RotationStep) => void): Promise<void> {
    onStep(this.begin());
    do {
      for (const column of SEALED_COLUMNS) await this.sealAnew(column, onStep);
    } while (!(await this.retire(onStep)));
  }

  /** Which keys seal how much. Keys that are not known (any more) are among them. */
  async uses(): Promise<KeyUse[]> {
    const all = await Promise.all(
      SEALED_COLUMNS.map(async ({ table, column }) => {
        const rows = await this.database.read<{ kid: string; count: number | string }>(
          `SELECT SUBSTR(${column}, 4, 8) AS kid, COUNT(*) AS count FROM ${table}
           WHERE ${column} LIKE ? GROUP BY SUBSTR(${column}, 4, 8) ORDER BY kid`,
          [SEALED],
        );
        return rows.map(({ kid, count }) => ({ table, kid, count: Number(count) }));
      }),
    );
    return all.flat();
  }

  private begin(): RotationStep {
    const { DATA_DIR, SECRETS_KEY } = this.place;
    const keys = readSealingKeys(DATA_DIR, SECRETS_KEY);
    if (SECRETS_KEY !== undefined || keys.length > 1) return { kind: 'going-on', kid: this.keyIds[0] };
    writeKeyFile(DATA_DIR, [randomBytes(KEY_BYTES), ...keys]);
    this.secrets.refresh();
    return { kind: 'key-added', kid: this.keyIds[0] };
  }

  private async sealAnew(column: SealedColumn, onStep: (step: RotationStep) => void): Promise<void> {
    let cursor: string | null = '';
    while (cursor !== null) {
      const behind: string = cursor;
      const { last, rows, unreadable } = await this.database.transaction((tx) => this.step(tx, column, behind));
      if (rows + unreadable > 0) onStep({ kind: 'sealed-anew', table: column.table, rows, unreadable });
      cursor = last;
    }
  }

  /** @returns the last row looked at; null when there is none left */
  private async step(
    tx: Transaction,
    column: SealedColumn,
    behind: string,
  ): Promise<{ readonly last: string | null; readonly rows: number; readonly unreadable: number }> {
    const { table, column: name, id } = column;
    const found = await tx.query<SealedRow>(
      `SELECT ${id} AS id, ${name} AS sealed FROM ${table}
       WHERE ${id} > ? AND ${name} LIKE ? AND ${name} NOT LIKE ? ORDER BY ${id} LIMIT ?`,
      [behind, SEALED, this.newest, ROWS_A_STEP],
    );
    let rows = 0;
    let unreadable = 0;
    for (const row of found) {
      const plain = this.openOrNull(column, row);
      if (plain === null) {
        unreadable += 1;
        continue;
      }
      // Only what was read: a secret that somebody changes meanwhile is sealed with the new key by them.
      const values = [this.secrets.seal(plain, placeOf(column, row)), row.id, row.sealed];
      rows += await tx.execute(`UPDATE ${table} SET ${name} = ? WHERE ${id} = ? AND ${name} = ?`, values);
    }
    return { last: found.length < ROWS_A_STEP ? null : (found.at(-1)?.id ?? null), rows, unreadable };
  }

  /** Takes the old keys away when no secret that opens needs them. @returns false when one does by now */
  private async retire(onStep: (step: RotationStep) => void): Promise<boolean> {
    const { DATA_DIR, SECRETS_KEY } = this.place;
    const [newest, ...others] = readSealingKeys(DATA_DIR, SECRETS_KEY);
    const [, ...kids] = this.keyIds;
    if (others.length === 0) return true;
    const isDone = await this.database.transaction(async (tx) => {
      await this.secrets.hold(tx);
      if (await this.isNeeded(tx, new Set(kids))) return false;
      if (SECRETS_KEY === undefined) writeKeyFile(DATA_DIR, [newest]);
      return true;
    });
    if (!isDone) return false;
    this.secrets.refresh();
    onStep({ kind: SECRETS_KEY === undefined ? 'keys-retired' : 'retire-by-hand', kids });
    return true;
  }

  /** A text that its own key does not open was tampered with; no key is kept for it. */
  private async isNeeded(tx: Transaction, kids: ReadonlySet<string>): Promise<boolean> {
    for (const column of SEALED_COLUMNS) {
      const { table, column: name, id } = column;
      const rows = await tx.query<SealedRow>(
        `SELECT ${id} AS id, ${name} AS sealed FROM ${table} WHERE ${name} LIKE ? AND ${name} NOT LIKE ?`,
        [SEALED, this.newest],
      );
      if (rows.some((row) => kids.has(kidOf(row.sealed)) && this.openOrNull(column, row) !== null)) return true;
    }
    return false;
  }

  /** What a LIKE knows the newest key's texts by. */
  private get newest(): string {
    return `v1:${this.keyIds[0]}:%`;
  }

  private openOrNull(column: SealedColumn, row: SealedRow): string | null {
    try {
      return this.secrets.open(row.sealed, placeOf(column, row));
    } catch {
      // Of a key that is lost, or tampered with: only the attempt tells. It is counted and stays as it is.
      return null;
    }
  }
}

function placeOf({ table, column, as }: SealedColumn, { id }: SealedRow): string {
  return `${table}.${as ?? column}:${id}`;
}
