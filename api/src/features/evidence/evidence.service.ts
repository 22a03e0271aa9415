import type { ReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import {
  daysOf,
  DomainError,
  EVIDENCE_DAYS_MOST,
  type EvidencePack,
  type EvidencePacks,
  type EvidenceRequest,
  localDate,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { REPORT_ZONE } from '../reports/index.js';
import { EvidenceFileStore } from './evidence-file-store.js';
import { EvidenceKey } from './evidence-key.js';
import { EvidenceRepository, type PackedCircuit, type StoredPack } from './evidence.repository.js';

/** Of one circuit at a time: a pack reads much. */
const MOST_OPEN = 3;

/** A pack as it is kept. */
export interface OpenedPack {
  readonly name: string;
  readonly bytes: number;
  readonly content: ReadStream;
}

/** Packs of evidence of a circuit: asked for, listed, handed out. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly database: Database,
    private readonly packs: EvidenceRepository,
    private readonly store: EvidenceFileStore,
    private readonly key: EvidenceKey,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `circuit.not-found` */
  async list(scope: Scope, circuitId: string): Promise<EvidencePacks> {
    const { id } = await this.circuit(scope, circuitId);
    return { items: (await this.packs.list(scope, id)).map(toPack), fingerprint: await this.key.fingerprint() };
  }

  /** @throws DomainError `circuit.not-found`; InvalidRequest for its dates, or when enough of them are being made */
  async request(
    scope: Scope,
    { userId }: UserCaller,
    circuitId: string,
    { dates }: EvidenceRequest,
  ): Promise<EvidencePack> {
    const now = this.clock.now();
    const refuse = (reason: string): never => {
      throw new InvalidRequest([{ field: 'dates', reason }]);
    };
    if (daysOf(dates) < 1) refuse('before-begin');
    if (daysOf(dates) > EVIDENCE_DAYS_MOST) refuse('too-long');
    if (dates.from > localDate(now, REPORT_ZONE)) refuse('too-late');
    const circuit = await this.circuit(scope, circuitId);
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      if ((await this.packs.countOpen(tx, circuit)) >= MOST_OPEN) refuse('too_many');
      await this.packs.insert(tx, id, circuit, dates, userId, now);
      const object = { type: 'circuit', id: circuit.id, name: circuit.code };
      await this.audit.note(tx, {
        ...{ action: 'evidence.requested', customerId: circuit.customerId, object, after: { ...dates } },
      });
    });
    const stored = await this.packs.findOne(scope, circuitId, id);
    if (stored === undefined) throw notFound();
    return toPack(stored);
  }

  /** @throws DomainError `evidence.not-found`, also while it is being made */
  async open(scope: Scope, circuitId: string, id: string): Promise<OpenedPack> {
    const areIds = z.uuid().safeParse(circuitId).success && z.uuid().safeParse(id).success;
    const pack = areIds ? await this.packs.findOne(scope, circuitId, id) : undefined;
    const key = pack?.storageKey ?? null;
    const content = key === null ? undefined : await this.store.read(key);
    if (pack === undefined || content === undefined) throw notFound();
    const { customerId, code, fromDate, toDate, bytes } = pack;
    const object = { type: 'circuit', id: circuitId, name: code };
    this.audit.look({ action: 'evidence.downloaded', customerId, object });
    return { name: `${code}-${fromDate}-${toDate}-evidence.zip`, bytes: Number(bytes), content };
  }

  private async circuit(scope: Scope, id: string): Promise<PackedCircuit> {
    // MySQL takes a text with a space at its end for the same one.
    const circuit = z.uuid().safeParse(id).success ? await this.packs.circuit(scope, id) : undefined;
    if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    return circuit;
  }
}

function toPack({ id, fromDate, toDate, state, requestedAt, madeAt, bytes, sha256 }: StoredPack): EvidencePack {
  return {
    ...{ id, state, sha256 },
    dates: { from: fromDate, to: toDate },
    requestedAt: new Date(Number(requestedAt)).toISOString(),
    madeAt: madeAt === null ? null : new Date(Number(madeAt)).toISOString(),
    bytes: bytes === null ? null : Number(bytes),
  };
}

function notFound(): DomainError {
  return new DomainError('evidence.not-found', 'There is no such pack of evidence');
}
