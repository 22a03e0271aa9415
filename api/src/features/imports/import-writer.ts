import { Injectable } from '@nestjs/common';
import type { CircuitState, Role } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { CircuitStepRepository, StoppedLine } from '../circuit-life/index.js';
import { CircuitWriter } from '../circuits/index.js';
import { CustomerRepository } from '../customers/index.js';
import { InventoryRepository, type PortEntity } from '../inventory/index.js';
import type { ImportPlan, PlannedCircuit } from './import-plan.js';

/** Who imports, and when (ms). */
export interface Importer {
  readonly userId: string | null;
  readonly role: Role;
  readonly at: number;
}

/** Writes what a plan says, in the one transaction that it is handed: all of it or nothing. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly customers: CustomerRepository,
    private readonly inventory: InventoryRepository,
    private readonly circuits: CircuitWriter,
    private readonly steps: CircuitStepRepository,
    private readonly line: StoppedLine,
  ) {}

  async write(tx: Transaction, plan: ImportPlan, importer: Importer): Promise<void> {
    await this.customers.add(
      tx,
      plan.customers.map((customer) => ({ id: uuidv7(), ...customer })),
    );
    await this.customers.addSites(
      tx,
      plan.sites.map((site) => ({ id: uuidv7(), ...site })),
    );
    if (plan.devices.length > 0) {
      const asked = { reachability: 'UNKNOWN', fault: null, failures: 0, lastSeenAt: null } as const;
      const devices = plan.devices.map((device) => ({ id: uuidv7(), ...asked, ...device }));
      await this.inventory.addDevices(tx, devices);
    }
    if (plan.circuits.length > 0) await this.writeCircuits(tx, plan.circuits, importer);
  }

  private async writeCircuits(tx: Transaction, planned: readonly PlannedCircuit[], importer: Importer): Promise<void> {
    const circuits = planned.map((circuit) => ({ ...circuit, id: uuidv7() }));
    const ports = await this.addPorts(tx, circuits);
    const ids = new Map(circuits.map(({ code, id }) => [code.toLowerCase(), id]));
    await this.circuits.add(
      tx,
      circuits.map(({ ends: _, backupOf: main, ...facts }) => {
        const backupOf = main === null ? null : (main.id ?? ids.get(main.code) ?? null);
        return { ...facts, backupOf, alias: null, composeMode: 'SERIES' };
      }),
    );
    await this.circuits.addEnds(
      tx,
      circuits.flatMap(({ id, customerId, ends }) =>
        ends.map(({ side, siteId, accessType, port }) => ({
          id: uuidv7(),
          circuitId: id,
          customerId,
          side,
          seq: 1,
          siteId,
          portId: port === null ? null : (port.portId ?? ports.get(placeOf(port)) ?? null),
          monitoring: port === null ? 'UNMONITORED' : 'SNMP',
          accessType,
          portType: null,
        })),
      ),
    );
    const { at, role, userId } = importer;
    const births = circuits.map(({ id, customerId, state }) => ({ id, customerId, state, role }));
    await this.steps.addBirths(tx, births, at, userId);
    const idle: readonly CircuitState[] = ['inactive', 'designed'];
    await this.line.stop(
      tx,
      births.filter(({ state }) => idle.includes(state)),
      at,
    );
    await this.inventory.polledChanged(tx);
  }

  /** @returns the numbers of the ports that are new to the house, by their place */
  private async addPorts(
    tx: Transaction,
    circuits: readonly (PlannedCircuit & { readonly id: string })[],
  ): Promise<Map<string, number>> {
    const wanted = circuits.flatMap(({ code, ends }) =>
      ends.flatMap(({ port }) => (port?.portId === null ? [{ ...port, ifAlias: code }] : [])),
    );
    let last = await this.inventory.lastPort(tx);
    const ports = wanted.map(({ deviceId, ifName, ifAlias }): PortEntity => {
      last += 1;
      return { id: last, deviceId, ifName, ifAlias, role: 'PRIMARY' };
    });
    if (ports.length > 0) await this.inventory.addPorts(tx, ports);
    return new Map(ports.map((port) => [placeOf(port), port.id]));
  }
}

function placeOf({ deviceId, ifName }: { readonly deviceId: string; readonly ifName: string }): string {
  return `${deviceId}/${ifName}`;
}
