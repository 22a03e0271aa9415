import { Injectable } from '@nestjs/common';
import {
  type CredentialList,
  type Created,
  DomainError,
  type NewCredentialRequest,
  type PollProfileChange,
  type PollProfileList,
  type PollProfileRequest,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { CredentialRepository, InventoryRepository, InventorySetup, type ProfileRhythm } from '../inventory/index.js';

/** How devices are asked: credentials and poll profiles. Changes want a scope over the whole house. */
@Injectable()
export class PollingSetupService {
  constructor(
    private readonly database: Database,
    private readonly setup: InventorySetup,
    private readonly inventory: InventoryRepository,
    private readonly secrets: CredentialRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** None for who does not see the whole house. */
  async credentials(scope: Scope): Promise<CredentialList> {
    return { items: scope.kind === 'all' ? await this.setup.credentials() : [] };
  }

  /** @throws DomainError `session.forbidden`, `request.invalid` when the name is taken */
  async addCredential(scope: Scope, { name, access }: NewCredentialRequest): Promise<Created> {
    expectWholeHouse(scope);
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      if (await this.setup.has(tx, 'credentialName', [name])) throw taken('name');
      await this.secrets.add(tx, [{ id, name, access }]);
      const object = { type: 'credential', id, name };
      const after = { name, version: access.version };
      await this.audit.note(tx, { action: 'credential.changed', customerId: null, object, after });
    });
    return { id };
  }

  /** None for who does not see the whole house. */
  async pollProfiles(scope: Scope): Promise<PollProfileList> {
    return { items: scope.kind === 'all' ? await this.setup.pollProfiles() : [] };
  }

  /**
   * @throws DomainError `session.forbidden`, `request.invalid` when the name is taken, or states would be looked at no
   *   more often than they are polled
   */
  async addPollProfile(scope: Scope, profile: PollProfileRequest): Promise<Created> {
    expectWholeHouse(scope);
    expectShorterStatus(profile);
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      if (await this.setup.has(tx, 'profileName', [profile.name])) throw taken('name');
      await this.inventory.addPollProfile(tx, { id, ...profile });
      await this.noteProfile(tx, id, profile);
    });
    return { id };
  }

  /**
   * @throws DomainError `session.forbidden`, `poll-profile.not-found`, `request.invalid` when the name is taken, or
   *   states would be looked at no more often than they are polled
   */
  async changePollProfile(scope: Scope, id: string, changes: PollProfileChange): Promise<void> {
    expectWholeHouse(scope);
    await this.database.transaction(async (tx) => {
      const present = await this.setup.rhythmOf(tx, id);
      if (present === undefined) throw new DomainError('poll-profile.not-found', 'There is no such poll profile');
      const { name, intervalS = present.intervalS, statusS = present.statusS, countsAllPackets } = changes;
      expectShorterStatus({ intervalS, statusS });
      if (name !== undefined && (await this.setup.has(tx, 'profileName', [name], id))) throw taken('name');
      const flag = countsAllPackets === undefined ? undefined : Number(countsAllPackets);
      await this.setup.changePollProfile(tx, id, { ...changes, countsAllPackets: flag });
      await this.noteProfile(tx, id, changes);
    });
  }

  private noteProfile(tx: Transaction, id: string, after: PollProfileChange): Promise<void> {
    const { name } = after;
    const object = { type: 'poll_profile', id, ...(name !== undefined && { name }) };
    return this.audit.note(tx, { action: 'poll-profile.changed', customerId: null, object, after });
  }
}

/** A look that comes no sooner than the poll would show nothing. */
function expectShorterStatus({ intervalS, statusS }: ProfileRhythm): void {
  if (statusS !== null && statusS >= intervalS) {
    throw new InvalidRequest([{ field: 'statusS', reason: 'notShorter' }]);
  }
}

function taken(field: string): InvalidRequest {
  return new InvalidRequest([{ field, reason: 'taken' }]);
}
