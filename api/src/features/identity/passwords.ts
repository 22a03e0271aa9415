import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';

interface Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** About 100 ms and 64 MiB a hash (OWASP asks for at least 19 MiB and 2 passes). */
const COST: Cost = { memory: 65_536, passes: 3, parallelism: 1 };
/** For codes that we made ourselves of enough chance; about 20 ms. */
const CODE_COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Two at once take 128 MiB; a flood of sign-ins waits instead of eating the memory. */
const AT_ONCE = 2;
const WAITING = 100;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)(?:,keyid=([\w-]+))?\$([\w+/]+)\$([\w+/]+)$/;

/** A key that goes into every hash and is not in the database (the `secret` of RFC 9106), and its name in a hash. */
interface Pepper {
  readonly kid: string;
  readonly bytes: Buffer;
}

/** Passwords as argon2id (RFC 9106) in PHC strings. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly pepper: Pepper | undefined;
  /** What an unknown address is compared with, so that it takes as long as a known one. */
  private readonly nobody = phc(COST, undefined, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

  constructor(@Optional() @Inject(ENV) env?: Pick<Env, 'PASSWORD_PEPPER'>) {
    this.pepper = env?.PASSWORD_PEPPER === undefined ? undefined : toPepper(env.PASSWORD_PEPPER);
  }

  async hash(password: string): Promise<string> {
    return this.hashAt(COST, password);
  }

  /** The hash of a code of our own making, cheaper than that of a password somebody chose. */
  async hashCode(code: string): Promise<string> {
    return this.hashAt(CODE_COST, code);
  }

  /**
   * Whether the password is the one that was hashed. The same work is done when there is no hash.
   *
   * @param stored PHC string, or undefined when nobody has the address
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const parts = PHC.exec(stored ?? this.nobody);
    if (parts === null) return false;
    const [, memory, passes, parallelism, kid, salt, hash] = parts;
    // Made with a key that is no longer here: nobody can tell any more what the password was.
    if (kid !== undefined && kid !== this.pepper?.kid) return false;
    const expected = Buffer.from(hash ?? '', 'base64');
    const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
    const pepper = kid === undefined ? undefined : this.pepper;
    const derived = await this.derive(password, Buffer.from(salt ?? '', 'base64'), cost, expected.length, pepper);
    return timingSafeEqual(derived, expected) && stored !== undefined;
  }

  /** Whether a hash was made at another cost or with another pepper than hashes are now. */
  isOutdated(stored: string): boolean {
    const [, memory, passes, parallelism, kid] = PHC.exec(stored) ?? [];
    const is = [Number(memory), Number(passes), Number(parallelism), kid];
    return is.join() !== [COST.memory, COST.passes, COST.parallelism, this.pepper?.kid].join();
  }

  private async hashAt(cost: Cost, password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return phc(cost, this.pepper, salt, await this.derive(password, salt, cost, HASH_BYTES, this.pepper));
  }

  private async derive(
    password: string,
    salt: Buffer,
    cost: Cost,
    length: number,
    pepper: Pepper | undefined,
  ): Promise<Buffer> {
    await this.takeTurn();
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        // NFC, so that the same characters typed on another system are the same password.
        const message = password.normalize('NFC');
        const secret = pepper === undefined ? {} : { secret: pepper.bytes };
        argon2('argon2id', { message, nonce: salt, tagLength: length, ...cost, ...secret }, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      });
    } finally {
      // The turn is handed over, so that nobody who comes meanwhile takes it as well.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.running < AT_ONCE) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= WAITING) throw new DomainError('request.too-many', 'Too many people sign in just now');
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

function toPepper(text: string): Pepper {
  const bytes = Buffer.from(text, 'utf8');
  return { kid: createHash('sha256').update('linewatch pepper').update(bytes).digest('hex').slice(0, 8), bytes };
}

function phc({ memory, passes, parallelism }: Cost, pepper: Pepper | undefined, salt: Buffer, hash: Buffer): string {
  const key = pepper === undefined ? '' : `,keyid=${pepper.kid}`;
  const cost = `m=${String(memory)},t=${String(passes)},p=${String(parallelism)}${key}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(hash)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
