import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';

/** Memory in KiB, passes and lanes: about 100 ms and 64 MiB a hash (OWASP asks for at least 19 MiB and 2 passes). */
const COST = { memory: 65_536, passes: 3, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Two at once take 128 MiB; a flood of sign-ins waits instead of eating the memory. */
const AT_ONCE = 2;
const WAITING = 100;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Passwords as argon2id (RFC 9106) in PHC strings. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** What an unknown address is compared with, so that it takes as long as a known one. */
  private readonly nobody = phc(COST, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return phc(COST, salt, await this.derive(password, salt, COST, HASH_BYTES));
  }

  /**
   * Whether the password is the one that was hashed. The same work is done when there is no hash.
   *
   * @param stored PHC string, or undefined when nobody has the address
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const parts = PHC.exec(stored ?? this.nobody);
    if (parts === null) return false;
    const [, memory, passes, parallelism, salt, hash] = parts;
    const expected = Buffer.from(hash ?? '', 'base64');
    const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
    const derived = await this.derive(password, Buffer.from(salt ?? '', 'base64'), cost, expected.length);
    return timingSafeEqual(derived, expected) && stored !== undefined;
  }

  private async derive(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
    await this.takeTurn();
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        // NFC, so that the same characters typed on another system are the same password.
        const parameters = { message: password.normalize('NFC'), nonce: salt, tagLength: length, ...cost };
        argon2('argon2id', parameters, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      });
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= WAITING) throw new DomainError('request.too-many', 'Too many people sign in just now');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
  }
}

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

function phc({ memory, passes, parallelism }: Cost, salt: Buffer, hash: Buffer): string {
  const cost = `m=${String(memory)},t=${String(passes)},p=${String(parallelism)}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(hash)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
