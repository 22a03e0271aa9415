import { Injectable } from '@nestjs/common';
import type { TicketForm } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { type OpenFault, OpenFaults } from '../faults/index.js';

/** Finds the trouble that the network itself knows of at the circuits of a filing. */
@Injectable()
export class FiledFault {
  constructor(private readonly faults: OpenFaults) {}

  /**
   * The fault that was named, if it is one of these circuits; else the worst that is open there. So whoever files about
   * a line that a running network event has hit is part of it, with a ticket and clocks of their own.
   */
  async of(
    tx: Transaction,
    scope: Scope,
    { ticketType, faultId }: Pick<TicketForm, 'ticketType' | 'faultId'>,
    circuitIds: readonly string[],
  ): Promise<OpenFault | undefined> {
    if (ticketType !== 'incident') return undefined;
    const named = faultId === null ? undefined : await this.faults.byId(scope, faultId);
    if (named !== undefined && circuitIds.includes(named.circuitId)) return named;
    const open = [...(await this.faults.of(tx, circuitIds)).values()].flat();
    return open.find(({ eventId }) => eventId !== null) ?? open[0];
  }
}
