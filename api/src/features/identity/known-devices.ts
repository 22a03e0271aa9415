import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { newToken, tokenHash } from './token.js';

/** How long a browser is remembered after its last sign-in. */
export const DEVICE_KEPT_MS = 400 * 86_400_000;

/** Browsers that an account was signed in with: there its owner is not kept waiting for what strangers try elsewhere. */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly devices: KnownDeviceRepository,
    private readonly clock: Clock,
  ) {}

  /** What counts the attempts of a device, or undefined when the account was never signed in with it. */
  async subjectOf(userId: string | undefined, token: string | undefined): Promise<string | undefined> {
    if (userId === undefined || token === undefined) return undefined;
    const hash = tokenHash(token);
    return (await this.devices.isOf(hash, userId, this.clock.now() - DEVICE_KEPT_MS)) ? hash : undefined;
  }

  /**
   * @returns the token that the browser has to keep; a new one, so that one that was copied is worth little
   */
  async remember(tx: Transaction, userId: string): Promise<string> {
    const token = newToken();
    await this.devices.remember(tx, tokenHash(token), userId, this.clock.now());
    return token;
  }

  async forget(tx: Transaction, userId: string): Promise<void> {
    await this.devices.forgetOf(tx, userId);
  }
}
