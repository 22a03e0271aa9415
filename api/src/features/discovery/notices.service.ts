import { Injectable } from '@nestjs/common';
import {
  ACCEPTED_NOTICE_KINDS,
  type AcceptNotice,
  DomainError,
  type InventoryNoticePage,
  type InventoryNoticeQuery,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { BindingRepository } from './binding.repository.js';
import { announce } from './contradiction-watch.js';
import { DiscoverySchedule } from './discovery-schedule.repository.js';
import { proposalOf, toNoticeView } from './notice.mapper.js';
import { NOTICE_ORDER, type NoticeRecord, NoticeRepository, type Proposal } from './notice.repository.js';

/** What staff read and decide of contradictions. Nothing is bound but by a person's consent. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeRepository,
    private readonly bindings: BindingRepository,
    private readonly schedule: DiscoverySchedule,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, query: InventoryNoticeQuery): Promise<InventoryNoticePage> {
    const { cursor, limit, ...selection } = query;
    const position = readCursor(selection, NOTICE_ORDER, cursor);
    const [found, total] = await Promise.all([
      this.notices.findPage(scope, query, position, limit + 1),
      this.notices.count(scope, query),
    ]);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const ends = await this.notices.proposedEnds(rows.flatMap((row) => proposalOf(row)?.endIds ?? []));
    return {
      items: rows.map((row) => toNoticeView(row, ends)),
      total,
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, NOTICE_ORDER)),
    };
  }

  /**
   * Does what a notice proposes.
   *
   * @param userId who agrees
   * @throws DomainError `session.forbidden`, `inventory.notice-not-found`, `inventory.notice-not-acceptable`,
   *   `inventory.port-taken`, `request.invalid` when one of several ends has to be named
   */
  async accept(scope: Scope, userId: string, id: string, { endId, reason = '' }: AcceptNotice): Promise<void> {
    expectWholeHouse(scope);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const notice = await this.find(tx, scope, id);
      await this.carryOut(tx, notice, endId);
      const decided = { decision: 'ACCEPTED', by: userId, reason: reason === '' ? null : reason } as const;
      if (!(await this.notices.decide(tx, id, decided, now))) throw notAcceptable();
      await this.schedule.hurry(tx, [notice.deviceId], now);
      const after = { kind: notice.kind, ...proposalOf(notice), ...(endId !== undefined && { endId }) };
      await this.noteDecision(tx, 'inventory-notice.accepted', notice, after);
      await announce(tx, now);
    });
  }

  /**
   * Leaves a contradiction as it is, for a reason. It is told no more until it ends and begins again.
   *
   * @param userId who says so
   * @throws DomainError `session.forbidden`, `inventory.notice-not-found`, `inventory.notice-not-acceptable` when it
   *   is over
   */
  async ignore(scope: Scope, userId: string, id: string, reason: string): Promise<void> {
    expectWholeHouse(scope);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const notice = await this.find(tx, scope, id);
      const decided = { decision: 'IGNORED', by: userId, reason } as const;
      if (!(await this.notices.decide(tx, id, decided, now))) throw notAcceptable();
      await this.noteDecision(tx, 'inventory-notice.ignored', notice, { kind: notice.kind, reason });
      await announce(tx, now);
    });
  }

  private noteDecision(
    tx: Transaction,
    action: 'inventory-notice.accepted' | 'inventory-notice.ignored',
    { id, deviceCode, circuitCode }: NoticeRecord,
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const object = { type: 'inventory_notice', id, name: circuitCode ?? deviceCode };
    return this.audit.note(tx, { action, customerId: null, object, after });
  }

  private async find(tx: Transaction, scope: Scope, id: string): Promise<NoticeRecord> {
    const notice = await this.notices.find(tx, scope, id);
    if (notice === undefined) throw new DomainError('inventory.notice-not-found', 'There is no such notice');
    return notice;
  }

  private async carryOut(tx: Transaction, notice: NoticeRecord, endId: string | undefined): Promise<void> {
    const { kind, activeKey, deviceId, portId } = notice;
    const proposal = proposalOf(notice);
    if (activeKey === null || !ACCEPTED_NOTICE_KINDS.some((one) => one === kind)) throw notAcceptable();
    if (kind === 'ENGINE_CHANGED') {
      await this.bindings.acceptEngine(tx, deviceId);
      return;
    }
    if (proposal === null) throw notAcceptable();
    const { ifName } = proposal;
    const isDone =
      kind === 'PORT_REBIND_NEEDED' && portId !== null
        ? await this.bindings.rename(tx, portId, deviceId, ifName)
        : await this.bindings.bind(tx, chosenEnd(proposal, endId), {
            deviceId,
            ifName,
            circuitCode: notice.circuitCode ?? '',
          });
    if (!isDone) throw new DomainError('inventory.port-taken', 'This port or end serves something else by now');
  }
}

/** @throws InvalidRequest when there are several and none of them was named */
function chosenEnd({ endIds }: Proposal, wanted: string | undefined): string {
  const [only] = endIds;
  if (wanted === undefined && endIds.length === 1 && only !== undefined) return only;
  if (wanted !== undefined && endIds.includes(wanted)) return wanted;
  throw new InvalidRequest([{ field: 'endId', reason: wanted === undefined ? 'required' : 'unknown' }]);
}

function notAcceptable(): DomainError {
  return new DomainError('inventory.notice-not-acceptable', 'There is nothing to agree to here, or it is over');
}
