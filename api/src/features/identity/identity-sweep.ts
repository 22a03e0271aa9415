import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { AttemptRepository } from './attempt.repository.js';
import { KnownDeviceRepository } from './known-device.repository.js';
import { DEVICE_KEPT_MS } from './known-devices.js';
import { PasswordResetRepository } from './recovery/password-reset.repository.js';
import { SessionRepository } from './session.repository.js';
import { SignInUnderWayRepository } from './single-sign-on/sign-in-under-way.repository.js';
import { InvitationRepository } from './users/invitation.repository.js';

const EVERY_MS = 10 * 60_000;
/** After their end, in which who invited may still see that nobody came. */
const INVITATIONS_KEPT_MS = 30 * 86_400_000;
const ATTEMPTS_KEPT_MS = 2 * 60 * 60_000;

/** Removes sessions that are over, attempts that no longer count, links that nobody used, and browsers that nobody uses. */
@Injectable()
export class IdentitySweep implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly attempts: AttemptRepository,
    private readonly devices: KnownDeviceRepository,
    private readonly resets: PasswordResetRepository,
    private readonly invitations: InvitationRepository,
    private readonly underWay: SignInUnderWayRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('identity.sweep', EVERY_MS, () => this.sweep());
  }

  /** Each table by itself: one transaction over all of them would meet those of sign-ins in another order of locks. */
  private async sweep(): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction((tx) => this.sessions.removeExpired(tx, now));
    await this.database.transaction((tx) => this.devices.removeOlderThan(tx, now - DEVICE_KEPT_MS));
    await this.database.transaction((tx) => this.resets.removeExpired(tx, now));
    await this.database.transaction((tx) => this.invitations.removeExpired(tx, now - INVITATIONS_KEPT_MS));
    await this.database.transaction((tx) => this.underWay.removeExpired(tx, now));
    await this.database.transaction((tx) => this.attempts.removeOlderThan(tx, now - ATTEMPTS_KEPT_MS));
  }
}
