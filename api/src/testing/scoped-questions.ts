import { IMPORT_KINDS } from '@linewatch/shared';
import type { Transaction } from '../database/database.js';
import { CircuitStepRepository } from '../features/circuit-life/circuit-step.repository.js';
import { CircuitRecordRepository } from '../features/circuit-records/circuit-record.repository.js';
import { CircuitAlias } from '../features/circuits/circuit-alias.js';
import { CircuitNames } from '../features/circuits/circuit-names.reader.js';
import { DeviceDetailRepository } from '../features/devices/device-detail.repository.js';
import { DocumentRepository } from '../features/documents/document.repository.js';
import { FaultListRepository } from '../features/faults/fault-list.repository.js';
import { OpenFaults } from '../features/faults/open-faults.js';
import { SignInPolicyRepository } from '../features/identity/users/sign-in-policy.repository.js';
import { ExportRowsRepository } from '../features/imports/export-rows.repository.js';
import { ScrapedCircuits } from '../features/line-metrics/scraped-circuits.repository.js';
import { BlackoutRepository } from '../features/maintenance/blackout.repository.js';
import { CircuitBackup } from '../features/maintenance/circuit-backup.js';
import { WorkRepository } from '../features/maintenance/work.repository.js';
import { LadderRepository } from '../features/notifications/ladder.repository.js';
import { LedgerRepository } from '../features/notifications/ledger.repository.js';
import { ReachCheck } from '../features/notifications/reach-check.repository.js';
import { OutageRepository } from '../features/outages/outage.repository.js';
import { HandoverRepository } from '../features/portfolio/handover.repository.js';
import { ReportFactsRepository } from '../features/reports/report-facts.repository.js';
import { ContractLineRepository } from '../features/sla/contract-line.repository.js';
import { SpecificationRepository } from '../features/sla/specification.repository.js';
import { AvailabilityRepository } from '../features/telemetry/availability.repository.js';
import { CircuitHistoryRepository } from '../features/telemetry/circuit-history.repository.js';
import { FilingRepository } from '../features/tickets/filing.repository.js';
import { TicketListRepository } from '../features/tickets/ticket-list.repository.js';
import { WorkOrderRepository } from '../features/tickets/work-order.repository.js';
import type { Scope } from '../platform/auth/scope.js';

/** The things of customer A that are asked for, by the scope of A and by that of B. */
export interface Things {
  /** A class of the running API. */
  of<Kind>(kind: new (...given: never[]) => Kind): Kind;
  /** Of the marked world. */
  id(name: string): string;
  /** Of the circuit `A.trunk`. */
  readonly faultId: string;
  readonly eventId: string;
  readonly documentId: string;
  readonly outageId: string;
  readonly termsId: string;
  readonly ticketId: string;
  readonly orderId: string;
  /** Whom the customer's notices lie before. */
  readonly receiverId: string;
  readonly now: number;
  writing<Answer>(work: (tx: Transaction) => Promise<Answer>): Promise<Answer>;
}

const JUDGEMENT = {
  ...{ revision: 1, at: 1, cause: 'OTHER', responsibility: 'OPERATOR', comment: '' },
  ...{ role: 'NOC_OPERATOR', userId: null },
} as const;

/**
 * Questions that a repository asks by a scope, although whoever calls it has mostly found the thing by the same scope
 * before: taken away there, no request would tell. Each is answered otherwise to B than to A, and tells B nothing of A.
 */
export const SCOPED_QUESTIONS: Readonly<Record<string, (things: Things, scope: Scope) => Promise<unknown>>> = {
  'a circuit whose state is to change': ({ of, id, writing }, scope) =>
    writing((tx) => of(CircuitStepRepository).findCircuit(tx, scope, id('A.trunk'))),
  'the steps of a circuit': ({ of, id }, scope) => of(CircuitStepRepository).findSteps(scope, id('A.trunk')),
  'the customer of a new circuit': ({ of, id, writing }, scope) =>
    writing((tx) => of(CircuitRecordRepository).findCustomer(tx, scope, id('A'))),
  'a circuit whose facts are to change': ({ of, id, writing }, scope) =>
    writing((tx) => of(CircuitRecordRepository).find(tx, scope, id('A.trunk'))),
  // Of a version that it has not: nothing is written.
  'a word of the own for a circuit': ({ of, id }, scope) =>
    of(CircuitAlias).change(scope, id('A.trunk'), { alias: 'x', version: 99 }),
  'the names of circuits': ({ of, id }, scope) => of(CircuitNames).of(scope, [id('A.trunk'), id('A.spur')]),
  'the circuits on a device': async ({ of, id }, scope) => [
    ...(await of(DeviceDetailRepository).circuitsByPort(scope, id('shared'))),
  ],
  'the site of a document': ({ of, id }, scope) => of(DocumentRepository).siteExists(scope, id('A'), id('A.hq')),
  'a document to be removed': ({ of, documentId, writing }, scope) =>
    writing((tx) => of(DocumentRepository).remove(tx, scope, documentId)),
  'how many faults an event has': async ({ of, eventId }, scope) => [
    ...(await of(FaultListRepository).eventCounts(scope, [eventId])),
  ],
  'how many circuits a customer has': async ({ of, id }, scope) => [
    ...(await of(FaultListRepository).circuitsOf(scope, [id('A')])),
  ],
  'a fault of a ticket': ({ of, faultId }, scope) => of(OpenFaults).byId(scope, faultId),
  'the sign-in policy': ({ of, id }, scope) => of(SignInPolicyRepository).find(scope, id('A')),
  ...Object.fromEntries(
    IMPORT_KINDS.map((kind) => [
      `an export of ${kind}`,
      ({ of }: Things, scope: Scope) => of(ExportRowsRepository).find(scope, kind),
    ]),
  ),
  'how many circuits are scraped': ({ of }, scope) => of(ScrapedCircuits).count(scope),
  'the counts of circuits': ({ of, id, now }, scope) => of(ScrapedCircuits).counts(scope, [id('A.trunk')], now),
  'the latencies of circuits': ({ of, id, now }, scope) => of(ScrapedCircuits).latencies(scope, [id('A.trunk')], now),
  'the times without works': ({ of }, scope) => of(BlackoutRepository).findAhead(scope, 0),
  'the customer of a time without works': ({ of, id, writing }, scope) =>
    writing((tx) => of(BlackoutRepository).findCustomer(tx, scope, id('A'))),
  'a circuit that stands in for another': ({ of, id }, scope) =>
    of(CircuitBackup).set(scope, id('A.trunk'), { backupOf: id('A.spur'), version: 99 }),
  'the answers to a work': ({ of, id }, scope) => of(WorkRepository).findAnswers(scope, [id('A.trunk.work')]),
  'the circuits of a work': ({ of, id }, scope) => of(WorkRepository).findCircuits(scope, id('A.trunk.work')),
  'who is told next': ({ of, id }, scope) => of(LadderRepository).reaches(scope, id('A')),
  'circuits to be told of': ({ of, id }, scope) =>
    of(ReachCheck).require(scope, [{ type: 'circuits', ids: [id('A.trunk')] }]),
  'sites to be told of': ({ of, id }, scope) => of(ReachCheck).require(scope, [{ type: 'sites', ids: [id('A.hq')] }]),
  'what lies before somebody': ({ of, receiverId }, scope) =>
    of(LedgerRepository).countUnread({ userId: receiverId, scope }),
  'the cause of an outage': ({ of, outageId, writing }, scope) =>
    writing((tx) => of(OutageRepository).judge(tx, scope, { ...JUDGEMENT, id: outageId, outageId })),
  'the works of a report': ({ of, id }, scope) =>
    of(ReportFactsRepository).works(scope, { from: 0, to: Number.MAX_SAFE_INTEGER }, [id('A.trunk')]),
  'the packs of handing over': ({ of, id }, scope) => of(HandoverRepository).list(scope, id('A')),
  ...Object.fromEntries(
    (['tickets', 'promises', 'faulty', 'ratings', 'contacts'] as const).map((part) => [
      `the ${part} of handing over`,
      async ({ of, id }: Things, scope: Scope) => (await of(HandoverRepository).records(scope, id('A')))[part],
    ]),
  ),
  'the terms of contracts': ({ of, writing }, scope) => writing((tx) => of(SpecificationRepository).list(tx, scope)),
  'terms that are to change': ({ of, termsId, writing }, scope) =>
    writing((tx) => of(SpecificationRepository).find(tx, scope, termsId)),
  'the contract of new terms': ({ of, id, writing }, scope) =>
    writing((tx) => of(SpecificationRepository).contract(tx, scope, id('A.contract'))),
  'contracts by their number': ({ of, writing }, scope) =>
    writing((tx) => of(ContractLineRepository).list(tx, scope, '')),
  'circuits that were available': ({ of }, scope) => of(AvailabilityRepository).circuits(scope, '', 100),
  'how available circuits were': ({ of, id, now }, scope) =>
    of(AvailabilityRepository).ofDays(scope, [id('A.trunk')], 0, now),
  'the customer of a history': ({ of, id }, scope) => of(CircuitHistoryRepository).customerOf(scope, id('A.trunk')),
  'the circuit of a history': ({ of, id }, scope) => of(CircuitHistoryRepository).exists(scope, id('A.trunk')),
  'the circuits of a new ticket': ({ of, id, writing }, scope) =>
    writing((tx) => of(FilingRepository).circuits(tx, scope, [id('A.trunk')])),
  'the sites of a new ticket': ({ of, id, writing }, scope) =>
    writing((tx) => of(FilingRepository).sites(tx, scope, [id('A.hq')])),
  'open orders of works': ({ of, writing }, scope) =>
    writing((tx) => of(WorkOrderRepository).open(tx, scope, undefined)),
  'an order of work': ({ of, orderId, writing }, scope) =>
    writing((tx) => of(WorkOrderRepository).find(tx, scope, orderId)),
  'the circuits of tickets': async ({ of, ticketId }, scope) => [
    ...(await of(TicketListRepository).circuitsOf(scope, [ticketId])),
  ],
};
