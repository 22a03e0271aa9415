import type { BulkRequest } from '../snmp/snmp-client.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { HeldClock } from '../testing/held-clock.js';
import { anInterface, aRecording, gauge, integer, octets, RecordedAgent } from '../testing/recorded-agent.js';
import { SMI, type RawValue } from '../mibs/smi.js';
import { walkColumn } from './column-walk.js';
import { discoverDevice } from './device-discovery.js';

const never = new AbortController().signal;
const STACK = '1.3.6.1.2.1.31.1.2.1.3';
const DUPLEX = '1.3.6.1.2.1.10.7.2.1.19';
const PHYSICAL = '1.3.6.1.2.1.47.1.1.1.1';
const ALIAS_MAPPING = '1.3.6.1.2.1.47.1.3.2.1.2';
const oid = (value: string): RawValue => ({ type: SMI.OBJECT_IDENTIFIER, value });

const SYSTEM = {
  '1.3.6.1.2.1.1.1.0': octets('NE40E\nVRP 8.2'),
  '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.2011.2.62.2.14'),
  '1.3.6.1.2.1.1.5.0': octets('PE-1'),
  '1.3.6.1.2.1.1.6.0': octets(' 长沙 '),
  '1.3.6.1.6.3.10.2.1.1.0': { type: SMI.OCTET_STRING, value: Buffer.from('800007db03', 'hex') },
};

/** Port 2 lies in a pluggable module (part 30) in a card (part 20) in a chassis (part 10). */
const PARTS = {
  [`${PHYSICAL}.4.10`]: integer(0),
  [`${PHYSICAL}.4.20`]: integer(10),
  [`${PHYSICAL}.4.30`]: integer(20),
  [`${PHYSICAL}.4.40`]: integer(30),
  [`${PHYSICAL}.5.10`]: integer(3),
  [`${PHYSICAL}.5.20`]: integer(9),
  [`${PHYSICAL}.5.30`]: integer(9),
  [`${PHYSICAL}.5.40`]: integer(10),
  [`${PHYSICAL}.11.20`]: octets('SN-CARD'),
  [`${PHYSICAL}.13.20`]: octets('LPU-48'),
  [`${PHYSICAL}.11.30`]: octets('SN-SFP'),
  [`${PHYSICAL}.13.30`]: octets('SFP-10G'),
  [`${ALIAS_MAPPING}.40.0`]: oid('1.3.6.1.2.1.2.2.1.1.2'),
};

describe('the discovery of a device', () => {
  const clock = new HeldClock();
  const discover = (agent: RecordedAgent, most = 100): ReturnType<typeof discoverDevice> =>
    discoverDevice(agent, { clock, maxRepetitions: 20, most }, never);

  it('finds what it is, its interfaces, what runs on what, and the card each is on', async () => {
    const agent = new RecordedAgent({
      ...aRecording({
        2: anInterface('ge-0/2', { ifAlias: octets('CS/1'), ifType: integer(6), ifPhysAddress: octets('abcdef') }),
        9: anInterface('vlan-9', { ifHighSpeed: gauge(1_000), ifSpeed: gauge(4_294_967_295) }),
      }),
      ...SYSTEM,
      ...PARTS,
      [`${STACK}.0.9`]: integer(1),
      [`${STACK}.9.2`]: integer(1),
      [`${STACK}.2.0`]: integer(1),
      [`${DUPLEX}.2`]: integer(2),
      [`${DUPLEX}.9`]: integer(1),
    });

    const { system, interfaces, isTruncated, missingColumns } = await discover(agent);

    expect(system).toEqual({
      sysName: 'PE-1',
      sysDescr: 'NE40E VRP 8.2',
      sysObjectId: '1.3.6.1.4.1.2011.2.62.2.14',
      sysLocation: '长沙',
      engineId: '800007db03',
      engineBoots: 7,
    });
    const [two, nine] = interfaces;
    expect([two?.ifName, two?.ifAlias, two?.ifType, two?.mac, two?.duplex, two?.card, two?.lowerIndexes]).toEqual([
      ...['ge-0/2', 'CS/1', 6, '616263646566', 'HALF', 'LPU-48 SN-CARD', []],
    ]);
    expect([nine?.ifIndex, nine?.speedBps, nine?.duplex, nine?.card, nine?.lowerIndexes]).toEqual([
      ...[9, 1_000_000_000, null, '', [2]],
    ]);
    expect(isTruncated).toBeFalse();
    expect(missingColumns).toEqual(['ifLinkUpDownTrapEnable', 'ifConnectorPresent']);
  });

  it('tells counters of 32 bits, and columns that an agent does not have', async () => {
    const narrow = Object.fromEntries(
      Object.entries(anInterface('eth0')).filter(([column]) => column !== 'ifHCInOctets' && column !== 'ifAlias'),
    );
    const { interfaces, missingColumns, system } = await discover(new RecordedAgent(aRecording({ 1: narrow })));

    expect(interfaces[0]?.hasWideCounters).toBeFalse();
    expect(missingColumns).toContain('ifHCInOctets');
    expect(missingColumns).toContain('ifAlias');
    expect([system?.sysName, system?.engineId]).toEqual(['', null]);
  });

  it('keeps no more interfaces than are wanted, and says that there are more', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [at + 1, anInterface(`ge-0/${at}`)]));
    const { interfaces, isTruncated } = await discover(new RecordedAgent(aRecording(many)), 10);

    expect([interfaces.length, interfaces.at(-1)?.ifIndex, isTruncated]).toEqual([10, 10, true]);
  });

  it('halves what it asks of an agent that can answer little', async () => {
    const agent = new RecordedAgent({ ...aRecording({ 2: anInterface('ge-0/2') }), ...SYSTEM, ...PARTS });
    agent.manners.tooBigAbove = 3;

    expect((await discover(agent)).interfaces[0]?.card).toBe('LPU-48 SN-CARD');
  });

  it('says that there are no interfaces, and that a value is not what it should be', async () => {
    const fault = async (agent: RecordedAgent): Promise<unknown> =>
      discover(agent).catch((error: unknown) => (error as SnmpFault).fault);
    expect(
      await fault(new RecordedAgent({ '1.3.6.1.2.1.1.3.0': aRecording({})['1.3.6.1.2.1.1.3.0'] ?? integer(1) })),
    ).toBe('NO_INTERFACES');
    const wrong = anInterface('ge-0/1', { ifType: octets('six') });
    expect(await fault(new RecordedAgent(aRecording({ 1: wrong })))).toBe('MALFORMED');
  });

  describe('along one column', () => {
    /** Answers every request with the same instances. */
    class Parrot extends RecordedAgent {
      constructor(private readonly says: (request: BulkRequest) => string[]) {
        super({});
      }

      override getBulk(request: BulkRequest): ReturnType<RecordedAgent['getBulk']> {
        const column = this.says(request).map((each) => ({ oid: each, ...integer(1) }));
        return Promise.resolve({ scalars: [], columns: [column] });
      }
    }
    const walk = (agent: RecordedAgent, most = 50): ReturnType<typeof walkColumn> =>
      walkColumn(agent, STACK, { most, maxRepetitions: 10 }, never);

    it('does not follow an agent that goes back or round and round', async () => {
      await expectAsync(walk(new Parrot(() => [`${STACK}.2.1`, `${STACK}.1.1`]))).toBeRejectedWithError(SnmpFault);
      await expectAsync(walk(new Parrot(() => [`${STACK}.1.1`]))).toBeRejectedWithError(SnmpFault);
    });

    it('ends with an agent that does not end', async () => {
      let at = 0;
      const { instances, isCut } = await walk(new Parrot(() => [`${STACK}.1.${(at += 1)}`]));
      expect([instances.length, isCut]).toEqual([50, true]);
    });

    it('ends where the column does, and with an agent that says nothing', async () => {
      expect((await walk(new Parrot(() => [`${STACK}.1.1`, '1.3.6.1.2.1.99.1']))).instances.length).toBe(1);
      expect((await walk(new Parrot(() => []))).instances).toEqual([]);
    });
  });
});
