import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import type { Database, Transaction } from '../../database/database.js';
import { readSealingKeys } from './key-file.js';
import { kidOf, openText, type SealingKey, sealingKey, sealText } from './sealed-text.js';

/** A row that whoever seals and whoever retires a key both write: so they never do it at the same time. */
const HELD = 'secrets.key-id';

/** What of the configuration says where the keys are. */
export type KeyPlace = Pick<Env, 'DATA_DIR'> & { readonly SECRETS_KEY?: string | undefined };

/** Keeps secrets that must be read again (SNMP communities and keys) unreadable in the database. */
@Injectable()
export class Secrets {
  private keys: readonly [SealingKey, ...SealingKey[]];

  /** @throws Error when a key cannot be read or made */
  constructor(@Inject(ENV) private readonly place: KeyPlace) {
    this.keys = this.read();
  }

  /** Names of the keys: the first one seals, the others only open. */
  get keyIds(): readonly [string, ...string[]] {
    const [first, ...others] = this.keys;
    return [first.kid, ...others.map(({ kid }) => kid)];
  }

  /** Keeps the key that is sealed with from being retired until the transaction is over. To be called before `seal`. */
  async hold(tx: Transaction): Promise<void> {
    await tx.insertMany('setting', ['name', 'value'], ['name'], [[HELD, this.keys[0].kid]], 'update');
  }

  /** @param place where it is kept, as `table.column:row id`; it opens only there */
  seal(plain: string, place: string): string {
    // Another process may have put a new key in front since.
    this.refresh();
    return sealText(this.keys[0], plain, place);
  }

  /** @throws Error when it was sealed for another place, with another key, or was changed */
  open(sealed: string, place: string): string {
    const kid = kidOf(sealed);
    if (!this.keyIds.includes(kid)) this.refresh();
    return openText(this.keys.find((key) => key.kid === kid) ?? this.keys[0], sealed, place);
  }

  /**
   * A secret of the house itself: made once, sealed in the table `setting`, the same for every instance. Of two that
   * begin at once both have whichever was first.
   *
   * @throws Error when it could not be kept, or not be opened
   */
  async once(database: Database, name: string, make: () => string): Promise<string> {
    const place = `setting.value:${name}`;
    const sealed = await database.transaction(async (tx) => {
      await this.hold(tx);
      await tx.insertMany('setting', ['name', 'value'], ['name'], [[name, this.seal(make(), place)]], 'ignore');
      const [kept] = await tx.query<{ value: string }>('SELECT value FROM setting WHERE name = ?', [name]);
      if (kept === undefined) throw new Error(`the secret ${name} could not be kept`);
      return kept.value;
    });
    return this.open(sealed, place);
  }

  /** Reads the keys again. */
  refresh(): void {
    this.keys = this.read();
  }

  private read(): readonly [SealingKey, ...SealingKey[]] {
    const [first, ...others] = readSealingKeys(this.place.DATA_DIR, this.place.SECRETS_KEY);
    return [sealingKey(first), ...others.map(sealingKey)];
  }
}
