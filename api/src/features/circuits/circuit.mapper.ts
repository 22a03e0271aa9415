import { type CircuitEndFacts, type CircuitRow, type CircuitView, isAllowed, type Role } from '@linewatch/shared';
import { codeSeenBy, isFar, nameSeenBy } from '../../platform/auth/far-ends.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { RunningWork } from '../works-cover/index.js';
import { toCircuitLive, toInstant } from './circuit-live.mapper.js';
import type { CircuitDetail, CircuitRecord } from './circuit.repository.js';
import type { EndRow } from './circuit.rows.js';

interface PlaceName {
  readonly zh: string;
  readonly en: string;
}

const OPERATOR_NODE: PlaceName = { zh: '运营商节点', en: 'Operator node' };
/** What a user of some sites reads instead of the far end of a circuit that ends elsewhere. */
const MASKED: PlaceName = { zh: '其他分支机构', en: 'Other branch' };
const NO_END: PlaceName = { zh: '—', en: '—' };

/** What is shown of a circuit at `now` (ms) beside its own row. */
export interface CircuitPresent {
  readonly ends: readonly EndRow[];
  readonly work: RunningWork | undefined;
  readonly now: number;
}

/** A row of the list as the scope may see it. */
export function toCircuitRow(scope: Scope, row: CircuitRecord, present: CircuitPresent): CircuitRow {
  const { ends, work, now } = present;
  const a = sideName(scope, ends, 'A');
  const z = sideName(scope, ends, 'Z');
  return {
    ...toCircuitLive(row, ends, now, work),
    code: codeSeenBy(scope, row.code, ends),
    name: nameSeenBy(scope, row.name, ends),
    alias: row.alias,
    customerId: row.customerId,
    customerNameZh: row.customerNameZh,
    customerNameEn: row.customerNameEn,
    product: row.product,
    contractedBps: Number(row.contractedBps),
    aSiteZh: a.zh,
    aSiteEn: a.en,
    zSiteZh: z.zh,
    zSiteEn: z.en,
  };
}

/** A circuit with all its facts. Devices are for those who may read devices. */
export function toCircuitView(scope: Scope, role: Role, row: CircuitDetail, present: CircuitPresent): CircuitView {
  return {
    ...toCircuitRow(scope, row, present),
    state: row.state,
    contractNumber: row.contractNumber,
    grade: row.grade,
    slaClass: row.slaClass,
    networkGrade: row.networkGrade,
    topology: row.topology,
    protection: row.protection,
    backupOf: row.mainId === null || row.mainCode === null ? null : { id: row.mainId, code: row.mainCode },
    activatedAt: toInstant(row.activatedAt === null ? null : Number(row.activatedAt)),
    terminatedAt: toInstant(row.terminatedAt === null ? null : Number(row.terminatedAt)),
    version: row.version,
    endFacts: present.ends.map((end) => toEndFacts(scope, role, end)),
  };
}

function toEndFacts(scope: Scope, role: Role, end: EndRow): CircuitEndFacts {
  const place = placeOf(scope, end);
  const masked = place === MASKED;
  return {
    id: end.id,
    side: end.side,
    siteId: masked ? null : end.siteId,
    siteNameZh: place.zh,
    siteNameEn: place.en,
    address: masked ? null : end.address,
    accessType: end.accessType,
    portType: end.portType,
    portName: masked ? null : end.portName,
    monitoring: end.monitoring,
    device: isAllowed(role, 'devices:read') ? deviceOf(end) : null,
  };
}

function deviceOf({ deviceId, deviceCode, deviceName }: EndRow): CircuitEndFacts['device'] {
  if (deviceId === null || deviceCode === null || deviceName === null) return null;
  return { id: deviceId, code: deviceCode, name: deviceName };
}

/** The places of one side; a side may have several ends (dual homing, point to multipoint). */
export function sideName(scope: Scope, ends: readonly EndRow[], side: 'A' | 'Z'): PlaceName {
  const places = ends.filter((end) => end.side === side).map((end) => placeOf(scope, end));
  if (places.length === 0) return NO_END;
  return {
    zh: [...new Set(places.map(({ zh }) => zh))].join('、'),
    en: [...new Set(places.map(({ en }) => en))].join(', '),
  };
}

function placeOf(scope: Scope, end: EndRow): PlaceName {
  const { siteId, siteNameZh, siteNameEn } = end;
  if (siteId === null) return OPERATOR_NODE;
  if (isFar(scope, end)) return MASKED;
  return { zh: siteNameZh ?? NO_END.zh, en: siteNameEn ?? NO_END.en };
}
