import { Injectable } from '@nestjs/common';
import {
  type Created,
  type DeviceChange,
  DomainError,
  type FieldProblem,
  type NewDeviceRequest,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { DiscoverySchedule } from '../discovery/index.js';
import { InventoryRepository, InventorySetup } from '../inventory/index.js';

/** What must be free or there before a device is stored. */
type Checked = Partial<Pick<NewDeviceRequest, 'code' | 'credentialId' | 'pollProfileId'>> & {
  readonly at?: { readonly address: string; readonly port: number };
};

/** Enters and changes devices. Every method wants a scope over the whole house. */
@Injectable()
export class DeviceSetupService {
  constructor(
    private readonly database: Database,
    private readonly inventory: InventoryRepository,
    private readonly setup: InventorySetup,
    private readonly schedule: DiscoverySchedule,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `session.forbidden`, `request.invalid` with every field that is wrong */
  async add(scope: Scope, device: NewDeviceRequest): Promise<Created> {
    expectWholeHouse(scope);
    const id = uuidv7();
    const { port: snmpPort, ...facts } = device;
    await this.database.transaction(async (tx) => {
      await this.check(tx, { ...device, at: device }, '');
      await this.inventory.addDevices(tx, [{ id, ...facts, snmpPort }]);
      await this.schedule.hurry(tx, [id], this.clock.now());
      const object = { type: 'device', id, name: device.code };
      await this.audit.note(tx, { action: 'device.changed', customerId: null, object, after: device });
    });
    return { id };
  }

  /**
   * A device that is reached differently from now on is discovered anew.
   *
   * @throws DomainError `device.not-found`, `request.invalid` with every field that is wrong
   */
  async change(scope: Scope, id: string, changes: DeviceChange): Promise<void> {
    await this.database.transaction(async (tx) => {
      const present = await this.present(tx, scope, id);
      const { credentialId, pollProfileId, address, port } = changes;
      const at = { address: address ?? present.address, port: port ?? present.port };
      const named = { ...(credentialId !== undefined && { credentialId }), ...(pollProfileId && { pollProfileId }) };
      await this.check(tx, { ...named, at }, id);
      await this.setup.changeDevice(tx, id, changes);
      const isReachedDifferently = credentialId !== undefined || address !== undefined || port !== undefined;
      if (isReachedDifferently) await this.schedule.hurry(tx, [id], this.clock.now());
      const object = { type: 'device', id, name: present.code };
      await this.audit.note(tx, { action: 'device.changed', customerId: null, object, after: changes });
    });
  }

  /** @throws DomainError `device.not-found` */
  async discoverNow(scope: Scope, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { code } = await this.present(tx, scope, id);
      await this.schedule.hurry(tx, [id], this.clock.now());
      const object = { type: 'device', id, name: code };
      await this.audit.note(tx, {
        action: 'device.changed',
        customerId: null,
        object,
        after: { isDiscoveredNow: true },
      });
    });
  }

  /** To be changed there is none for who does not see the whole house. */
  private async present(
    tx: Transaction,
    scope: Scope,
    id: string,
  ): Promise<{ code: string; address: string; port: number }> {
    const present = scope.kind === 'all' ? await this.setup.addressOf(tx, id) : undefined;
    if (present === undefined) throw new DomainError('device.not-found', 'There is no such device');
    return present;
  }

  private async check(tx: Transaction, checked: Checked, ownId: string): Promise<void> {
    const { code, credentialId, pollProfileId, at } = checked;
    const fields: FieldProblem[] = [];
    if (code !== undefined && (await this.setup.has(tx, 'deviceCode', [code], ownId))) {
      fields.push({ field: 'code', reason: 'taken' });
    }
    if (at !== undefined && (await this.setup.has(tx, 'deviceAddress', [at.address, at.port], ownId))) {
      fields.push({ field: 'address', reason: 'taken' });
    }
    if (credentialId !== undefined && !(await this.setup.has(tx, 'credential', [credentialId]))) {
      fields.push({ field: 'credentialId', reason: 'unknown' });
    }
    if (pollProfileId !== undefined && !(await this.setup.has(tx, 'profile', [pollProfileId]))) {
      fields.push({ field: 'pollProfileId', reason: 'unknown' });
    }
    if (fields.length > 0) throw new InvalidRequest(fields);
  }
}
