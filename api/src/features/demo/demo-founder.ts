import { Injectable, Logger } from '@nestjs/common';
import type { DemoNetwork } from '@linewatch/shared/demo';
import { Database, type Transaction } from '../../database/database.js';
import { CircuitWriter } from '../circuits/index.js';
import { CustomerRepository } from '../customers/index.js';
import { type NewUser, Passwords, UserAccounts } from '../identity/index.js';
import { CredentialRepository, InventoryRepository, MeasurePointRepository } from '../inventory/index.js';
import { DutyListRepository, LadderRepository } from '../notifications/index.js';
import { demoDuty } from './demo-duty.js';
import { DemoExclusions } from './demo-exclusions.js';
import { assignIds, type DemoIds } from './demo-ids.js';
import {
  circuitRows,
  contractRows,
  credentialRows,
  customerRows,
  deviceRows,
  endRows,
  pollProfileRow,
  portRows,
  siteRows,
} from './demo-inventory.js';
import { demoLadder } from './demo-ladder.js';
import { DemoLatency } from './demo-latency.js';
import { DemoMarkRepository } from './demo-mark.repository.js';
import { DemoPast, type DemoSpan } from './demo-past.js';
import { measurePoints } from './demo-points.js';
import { DemoShift } from './demo-shift.js';
import { DemoReports } from './demo-reports.js';
import { DemoSla } from './demo-sla.js';
import { DemoTickets } from './demo-tickets.js';
import { demoUsers } from './demo-users.js';
import { DemoWorks } from './demo-works.js';

/** As far back as the tickets of the demo go. */
const TICKETS_DAYS = 30;

/** Fills an empty database with the demo's world, in one transaction: killed in the middle, it leaves nothing behind. */
@Injectable()
export class DemoFounder {
  private readonly logger = new Logger(DemoFounder.name);

  constructor(
    private readonly database: Database,
    private readonly customers: CustomerRepository,
    private readonly credentials: CredentialRepository,
    private readonly inventory: InventoryRepository,
    private readonly circuits: CircuitWriter,
    private readonly accounts: UserAccounts,
    private readonly passwords: Passwords,
    private readonly mark: DemoMarkRepository,
    private readonly past: DemoPast,
    private readonly points: MeasurePointRepository,
    private readonly latency: DemoLatency,
    private readonly ladders: LadderRepository,
    private readonly dutyLists: DutyListRepository,
    private readonly works: DemoWorks,
    private readonly shift: DemoShift,
    private readonly sla: DemoSla,
    private readonly exclusions: DemoExclusions,
    private readonly tickets: DemoTickets,
    private readonly reports: DemoReports,
  ) {}

  /** @param basePort UDP port of the practice network's first device */
  async found(network: DemoNetwork, span: DemoSpan, basePort: number): Promise<void> {
    const begun = performance.now();
    const ids = assignIds(network);
    const users = await demoUsers(network, ids, (password) => this.passwords.hash(password));
    const rows = await this.database.transaction(async (tx) => {
      await this.mark.mark(tx, span.foundedAt);
      const people = await this.foundCustomers(tx, network, ids, users, span.foundedAt);
      await this.foundNetwork(tx, network, ids, span, basePort);
      await this.sla.tell(tx, network, ids);
      this.logger.log({ msg: 'demo: inventory', circuits: network.circuits.length, ms: elapsed(begun) });
      await this.exclusions.tell(tx, network, ids, people, span.foundedAt);
      await this.reports.tell(tx, ids, people, span.foundedAt, span.from * 1_000);
      await this.works.tell(tx, network, ids, span.foundedAt);
      const told = await this.past.tell(tx, network, ids, span);
      if (isLong(span)) await this.tickets.tell(tx, network, ids, people, span.foundedAt);
      await this.shift.tell(tx, people, span.foundedAt);
      return told + (await this.latency.tell(tx, network, span));
    });
    this.logger.log({ msg: 'demo: founded', circuits: network.circuits.length, rows, ms: elapsed(begun) });
  }

  /** @returns the ids of the people by e-mail address */
  private async foundCustomers(
    tx: Transaction,
    network: DemoNetwork,
    ids: DemoIds,
    users: readonly NewUser[],
    foundedAt: number,
  ): Promise<ReadonlyMap<string, string>> {
    await this.customers.add(tx, customerRows(network, ids));
    await this.customers.addSites(tx, siteRows(network, ids));
    await this.customers.addContracts(tx, contractRows(network, ids));
    const people = new Map<string, string>();
    for (const user of users) people.set(user.email, await this.accounts.create(tx, user));
    const { customerId, ladder } = demoLadder(network, ids, people);
    await this.ladders.replace(tx, customerId, ladder, foundedAt);
    const { group, list } = demoDuty(network, people);
    await this.dutyLists.replace(tx, group, list, foundedAt);
    return people;
  }

  private async foundNetwork(
    tx: Transaction,
    network: DemoNetwork,
    ids: DemoIds,
    { foundedAt, intervalS }: DemoSpan,
    basePort: number,
  ): Promise<void> {
    await this.credentials.add(tx, credentialRows(network, ids));
    await this.inventory.addPollProfile(tx, pollProfileRow(ids, intervalS));
    await this.inventory.addDevices(tx, deviceRows(network, ids, basePort));
    await this.inventory.addPorts(tx, portRows(network, ids));
    await this.circuits.add(tx, circuitRows(network, ids, foundedAt));
    await this.circuits.addEnds(tx, endRows(network, ids));
    await this.points.add(tx, measurePoints(network, ids, basePort));
  }
}

/** Whether the history holds all that the tickets speak of. */
function isLong({ from, foundedAt }: DemoSpan): boolean {
  return from * 1_000 <= foundedAt - TICKETS_DAYS * 86_400_000;
}

function elapsed(begun: number): number {
  return Math.round(performance.now() - begun);
}
