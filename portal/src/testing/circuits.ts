import type { CircuitEndLive, CircuitLive, CircuitPage, CircuitRow, CircuitView, SessionView } from '@linewatch/shared';

/** An id that looks like the product's, told apart by a number. */
export function idOf(number: number): string {
  return `018f2f6e-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export const FEED = idOf(900);

/** An end that is up and was read just now. */
export function anEnd(change: Partial<CircuitEndLive> = {}): CircuitEndLive {
  const now = new Date().toISOString();
  return {
    id: idOf(change.side === 'Z' ? 2 : 1),
    side: 'A',
    status: 'UP',
    since: now,
    sampleAt: now,
    inBps: 1_000_000,
    outBps: 500_000,
    ...change,
  };
}

/** A circuit of 2 Mbit/s that runs and was read just now. */
export function aRow(change: Partial<CircuitRow> = {}): CircuitRow {
  const now = new Date().toISOString();
  return {
    id: idOf(10),
    status: 'running',
    since: now,
    sampleAt: now,
    intervalS: 30,
    inBps: 1_000_000,
    outBps: 500_000,
    utilisation: 50,
    ends: [anEnd(), anEnd({ side: 'Z' })],
    code: 'HB-MV-1001',
    name: '上海—杭州专线',
    alias: null,
    customerId: FEED,
    customerNameZh: '华彩银行',
    customerNameEn: 'Huacai Bank',
    product: 'MPLS_VPN',
    contractedBps: 2_000_000,
    aSiteZh: '上海数据中心',
    aSiteEn: 'Shanghai DC',
    zSiteZh: '杭州支行',
    zSiteEn: 'Hangzhou branch',
    ...change,
  };
}

/** The live part of a row, as the feed pushes it. */
export function liveOf(row: CircuitRow): CircuitLive {
  const { id, status, since, sampleAt, intervalS, inBps, outBps, utilisation, ends } = row;
  return { id, status, since, sampleAt, intervalS, inBps, outBps, utilisation, ends };
}

/** The answer that holds these rows and no others. */
export function aPage(items: CircuitRow[], change: Partial<CircuitPage> = {}): CircuitPage {
  const counts = { failed: 0, degraded: 0, unknown: 0, running: 0, stopped: 0 };
  for (const { status } of items) counts[status]++;
  return {
    items,
    total: items.length,
    counts,
    nextCursor: null,
    sites: [],
    products: ['MPLS_VPN'],
    feeds: { [FEED]: 10 },
    ...change,
  };
}

/** The same circuit as its page sees it. */
export function aView(change: Partial<CircuitView> = {}): CircuitView {
  return {
    ...aRow(),
    state: 'active',
    contractNumber: 'HT-1',
    grade: 'GOLD',
    slaClass: null,
    backupOf: null,
    networkGrade: null,
    topology: 'P2P',
    protection: 'NONE',
    activatedAt: null,
    terminatedAt: null,
    version: 1,
    endFacts: [],
    ...change,
  };
}

/** An engineer of the customer. */
export function aSession(change: Partial<SessionView> = {}): SessionView {
  return {
    userId: idOf(500),
    name: '李静',
    email: 'li.jing@huacai.example',
    role: 'CUSTOMER_ENGINEER',
    permissions: ['circuits:read', 'samples:read', 'codes:read', 'session:own', 'live:subscribe'],
    language: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    customers: [{ id: FEED, nameZh: '华彩银行', nameEn: 'Huacai Bank' }],
    sites: [],
    standings: [
      { key: FEED, role: 'CUSTOMER_ENGINEER', customer: { id: FEED, nameZh: '华彩银行', nameEn: 'Huacai Bank' } },
    ],
    actingAs: FEED,
    viewingAs: null,
    isDemo: false,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    ...change,
  };
}
