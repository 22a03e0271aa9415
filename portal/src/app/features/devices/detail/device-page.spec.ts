import { RouterTestingHarness } from '@angular/router/testing';
import type { DeviceDetail, InterfaceView } from '@linewatch/shared';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { DevicePage } from './device-page';

const ID = idOf(900);

function anInterface(change: Partial<InterfaceView> = {}): InterfaceView {
  return {
    ifIndex: 7,
    ifName: 'ge-0/7',
    ifAlias: 'CS/1',
    ifDescr: '',
    ifType: 6,
    speedBps: 100_000_000,
    mac: null,
    adminStatus: 1,
    operStatus: 1,
    hasWideCounters: true,
    duplex: 'FULL',
    sendsTraps: true,
    hasConnector: true,
    lowerIndexes: [],
    card: 'LPU SN1',
    circuits: [],
    ...change,
  };
}

function aDevice(change: Partial<DeviceDetail> = {}): DeviceDetail {
  return {
    id: ID,
    code: 'CS-PE-01',
    name: '长沙核心一',
    vendor: 'Huawei',
    model: 'NE40E',
    address: '10.0.0.1',
    port: 161,
    snmpVersion: 'V3',
    reachability: 'REACHABLE',
    fault: null,
    failures: 0,
    lastSeenAt: new Date().toISOString(),
    circuits: 1,
    customers: 1,
    region: '长沙',
    requiredTag: null,
    credentialId: idOf(901),
    credentialName: 'v3 keys',
    profile: { id: idOf(902), name: '一分钟', intervalS: 60, statusS: null, discoveryS: 86_400 },
    collector: 'cs-1',
    discovery: {
      version: 3,
      at: new Date().toISOString(),
      triedAt: new Date().toISOString(),
      fault: null,
      system: {
        sysName: 'PE-1',
        sysDescr: 'VRP 8.2',
        sysObjectId: '1.3.6.1.4.1.2011',
        sysLocation: '机房',
        engineId: '8000',
        engineBoots: 1,
      },
      isTruncated: false,
      missingColumns: ['dot3StatsDuplexStatus'],
    },
    interfaces: [],
    changes: [],
    ...change,
  };
}

describe('the page of a device', () => {
  let bed: PageBed;

  async function open(device: DeviceDetail | undefined): Promise<HTMLElement> {
    const noc = aSession({ role: 'NOC_OPERATOR', customers: [], permissions: ['devices:read', 'devices:write'] });
    bed = await openBed([{ path: 'devices/:id', component: DevicePage }], noc);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(`/devices/${ID}`);
    const page = await eventually(() => harness.routeNativeElement);
    const asked = await eventually(() => bed.http.match(`/api/v1/devices/${ID}`)[0]);
    const problem = { type: 'x', title: 'x', status: 404, code: 'device.not-found' };
    if (device === undefined) asked.flush(problem, { status: 404, statusText: 'x' });
    else asked.flush(device);
    for (const request of bed.http.match((each) => each.url === '/api/v1/inventory-notices')) {
      request.flush({ items: [], total: 0, nextCursor: null });
    }
    await eventually(() => page.querySelector(device === undefined ? 'lw-not-found-page' : '.head'));
    return page;
  }

  it('says what the device answers as, how it is asked, and what it does not give', async () => {
    const page = await open(aDevice());
    expect(page.querySelector('.answers')?.textContent).toContain('PE-1');
    const facts = page.querySelector('lw-device-facts')?.textContent ?? '';
    for (const word of ['v3 keys · SNMP V3', '一分钟', '第 3 版', 'dot3StatsDuplexStatus'])
      expect(facts).toContain(word);
  });

  it('shows each interface with its circuits and what is odd about it', async () => {
    const circuits = [{ id: idOf(1), code: 'CS/1', name: '总部专线', side: 'A' } as const];
    const odd = anInterface({ circuits, duplex: 'HALF', hasWideCounters: false, sendsTraps: false });
    const page = await open(
      aDevice({ interfaces: [odd, anInterface({ ifIndex: 8, ifName: 'ge-0/8', adminStatus: 2 })] }),
    );
    const rows = [...page.querySelectorAll('lw-device-interfaces tbody tr')].map(({ textContent }) => textContent);
    for (const word of ['ge-0/7', '总部专线', '100', '半双工', '32 位计数器', '不发链路陷阱']) {
      expect(rows[0]).toContain(word);
    }
    expect(rows[1]).not.toContain('半双工');
  });

  it('has the device discovered, and says why a discovery failed', async () => {
    const failed = { ...aDevice().discovery, fault: 'WRONG_KEY', system: null, at: null } as const;
    const page = await open(aDevice({ discovery: failed }));
    expect(page.querySelector('.what')?.textContent).toContain('认证密钥错误');
    page.querySelector<HTMLButtonElement>('.acts button')?.click();
    const sent = await eventually(() => bed.http.match(`/api/v1/devices/${ID}/discover`)[0]);
    sent.flush(null, { status: 204, statusText: 'x' });
    await eventually(() => page.querySelector('.acts [role=status]'));
  });

  it('is not there for a device that is not', async () => {
    expect((await open(undefined)).textContent).toContain('地址有误');
  });
});
