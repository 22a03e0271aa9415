import type { DeviceFault, SnmpAccess } from '@linewatch/shared';
import fc from 'fast-check';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { IF_COLUMNS } from '../mibs/if-mib.js';
import { SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { DeviceReader } from '../pipeline/device-reader.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { int, oid, type SimpleRequest, text, tlv, varbind } from '../testing/ber-text.js';
import { type Behaviour, HostileAgent, messageIdOf, report, response } from '../testing/hostile-agent.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import { COMMUNITY, HandClock, openSmallHouse, udpPortOf, V3_ACCESS } from '../testing/small-practice-house.js';
import { NetSnmpClient } from './net-snmp-client.js';
import { SnmpFault } from './snmp-client.js';

const UP_TIME = int(4_200, 0x43);
const GET_BULK = 0xa5;
/** Below the ports that are given out, so that nobody gets it by chance. */
const NOBODYS_PORT = 1;
const TOO_BIG = 1;
const GEN_ERR = 5;

const PATIENCE_MS = 1_000;
const SHORT_MS = 150;
/**
 * For a thousand answers, each of which comes at once: a second of work, of which a busy machine does little at a time.
 * Cut off in its middle, the spec would still hear of its closed socket, and fail in the name of the one after it.
 */
const WORK_MS = 60_000;

/** Answers sysUpTime rightly, and the rows by `cell`: the value of a column at a repetition, or what stands for it. */
function rows(cell: (column: string, repetition: number, request: SimpleRequest) => Buffer): Behaviour {
  return (request) => {
    const scalars = request.oids
      .slice(0, request.nonRepeaters)
      .map((name) => varbind(`${name}.0`, name.endsWith('1.1.3') ? UP_TIME : int(7)));
    const columns = request.oids.slice(request.nonRepeaters);
    const cells = Array.from({ length: request.maxRepetitions }, (_, repetition) =>
      columns.map((column) => cell(column, repetition, request)),
    );
    return [response(request, [...scalars, ...cells.flat()])];
  };
}

const columnOf = (start: string): string =>
  Object.values(IF_COLUMNS).find((column) => start === column || start.startsWith(`${column}.`)) ?? start;
const indexOf = (start: string): number => (start === columnOf(start) ? 0 : Number(start.split('.').at(-1)));

/** The honest value of a cell of interface ge-0/1, with the octet counters as given. */
function honest(column: string, counter: Buffer): Buffer {
  switch (column) {
    case IF_COLUMNS.ifName:
      return text('ge-0/1');
    case IF_COLUMNS.ifAlias:
      return text('');
    case IF_COLUMNS.ifHCInOctets:
    case IF_COLUMNS.ifHCOutOctets:
    case IF_COLUMNS.ifHCInUcastPkts:
    case IF_COLUMNS.ifHCOutUcastPkts:
      return tlv(0x46, counter);
    case IF_COLUMNS.ifLastChange:
    case IF_COLUMNS.ifCounterDiscontinuityTime:
      return int(0, 0x43);
    case IF_COLUMNS.ifAdminStatus:
    case IF_COLUMNS.ifOperStatus:
      return int(1);
    default:
      return int(0, 0x41);
  }
}

/** One interface of index 1, then the end of the MIB. */
const oneInterface = (counter: Buffer): Behaviour =>
  rows((start, repetition) => {
    const column = columnOf(start);
    if (repetition > 0 || indexOf(start) > 0) return varbind(start, Buffer.of(0x82, 0));
    return varbind(`${column}.1`, honest(column, counter));
  });

describe('a device that is asked over UDP', () => {
  const open: { close(): unknown }[] = [];

  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  async function hostile(behaviour: Behaviour, options?: { elsewhere: boolean }): Promise<HostileAgent> {
    const agent = await HostileAgent.open(behaviour, options);
    open.push(agent);
    return agent;
  }

  /** Patient, so that a busy machine is not taken for a silent device; specs of silence ask for less. */
  function clientOf(
    port: number,
    access: SnmpAccess = { version: 'V2C', community: 'public' },
    timeoutMs = PATIENCE_MS,
  ): NetSnmpClient {
    const { profile } = aPolledDevice();
    const client = new NetSnmpClient(aPolledDevice({ port, access, profile: { ...profile, timeoutMs } }));
    open.push(client);
    return client;
  }

  async function faultOf(promise: Promise<unknown>): Promise<DeviceFault | 'none'> {
    try {
      await promise;
      return 'none';
    } catch (error) {
      if (error instanceof SnmpFault) return error.fault;
      throw error;
    }
  }

  const ask = (client: NetSnmpClient): Promise<unknown> => client.get([SYS_UP_TIME_0], new AbortController().signal);
  const poll = (client: NetSnmpClient): Promise<unknown> =>
    new DeviceReader(client, 20, SYSTEM_CLOCK).read([aPolledPort()], new AbortController().signal);

  const wrongAnswers: { name: string; fault: DeviceFault; behaviour: Behaviour }[] = [
    { name: 'says nothing', fault: 'NO_ANSWER', behaviour: () => [] },
    { name: 'answers rubbish', fault: 'MALFORMED', behaviour: () => [Buffer.from('GET / HTTP/1.1\r\n\r\n')] },
    { name: 'answers an empty datagram', fault: 'MALFORMED', behaviour: () => [Buffer.alloc(0)] },
    {
      name: 'answers an INTEGER without octets',
      fault: 'MALFORMED',
      behaviour: () => [Buffer.from('30020200', 'hex')],
    },
    {
      name: 'answers with another object',
      fault: 'OTHER_OID',
      behaviour: (request) => [response(request, [varbind('1.3.6.1.2.1.1.5.0', text('core-1'))])],
    },
    {
      name: 'answers with more objects than asked for',
      fault: 'OTHER_OID',
      behaviour: (request) => [response(request, [varbind(SYS_UP_TIME_0, UP_TIME), varbind(SYS_UP_TIME_0, UP_TIME)])],
    },
    {
      name: 'answers under another community',
      fault: 'MALFORMED',
      behaviour: (request) => [response(request, [varbind(SYS_UP_TIME_0, UP_TIME)], { community: 'other' })],
    },
    {
      name: 'answers in another version',
      fault: 'MALFORMED',
      behaviour: (request) => [response(request, [varbind(SYS_UP_TIME_0, UP_TIME)], { version: 0 })],
    },
    {
      name: 'answers a Report in v2c',
      fault: 'MALFORMED',
      behaviour: (request) => [response(request, [varbind(SYS_UP_TIME_0, UP_TIME)], { pdu: 0xa8 })],
    },
    {
      name: 'answers an authenticated v3 message',
      fault: 'MALFORMED',
      behaviour: ({ id }) => {
        const header = tlv(0x30, int(id), int(65_507), text(Buffer.of(1)), int(3));
        const security = tlv(0x30, text('engine'), int(1), int(1), text('user'), text(Buffer.alloc(12)), text(''));
        const pdu = tlv(0xa2, int(id), int(0), int(0), tlv(0x30, varbind(SYS_UP_TIME_0, UP_TIME)));
        return [tlv(0x30, int(3), header, text(security), tlv(0x30, text(''), text(''), pdu))];
      },
    },
    {
      name: 'answers an error',
      fault: 'REFUSED',
      behaviour: (request) => [response(request, [varbind(SYS_UP_TIME_0, UP_TIME)], { errorStatus: GEN_ERR })],
    },
  ];
  for (const { name, fault, behaviour } of wrongAnswers) {
    it(`is ${fault} when it ${name}`, async () => {
      const agent = await hostile(behaviour);

      const timeoutMs = fault === 'NO_ANSWER' ? SHORT_MS : PATIENCE_MS;
      expect(await faultOf(ask(clientOf(agent.port, undefined, timeoutMs)))).toBe(fault);
    });
  }

  it('is NO_ANSWER when the answer comes from somewhere else', async () => {
    const agent = await hostile((request) => [response(request, [varbind(SYS_UP_TIME_0, UP_TIME)])], {
      elsewhere: true,
    });

    expect(await faultOf(ask(clientOf(agent.port, undefined, SHORT_MS)))).toBe('NO_ANSWER');
  });

  it('is PORT_CLOSED when nobody listens', async () => {
    expect(await faultOf(ask(clientOf(NOBODYS_PORT)))).toBe('PORT_CLOSED');
  });

  it('is NO_SUCH_HOST when its name has no address', async () => {
    const client = new NetSnmpClient(aPolledDevice({ address: 'no-such-device.invalid' }));
    open.push(client);

    expect(await faultOf(ask(client))).toBe('NO_SUCH_HOST');
  });

  it('may answer rubbish first and rightly then', async () => {
    const agent = await hostile((request) => [
      Buffer.from([0x30, 0x82]),
      response(request, [varbind(SYS_UP_TIME_0, UP_TIME)]),
    ]);

    expect(await faultOf(ask(clientOf(agent.port)))).toBe('none');
  });

  it('may answer twice', async () => {
    const agent = await hostile((request) => {
      const answer = response(request, [varbind(SYS_UP_TIME_0, UP_TIME)]);
      return [answer, answer];
    });
    const client = clientOf(agent.port);

    expect([await faultOf(ask(client)), await faultOf(ask(client))]).toEqual(['none', 'none']);
    expect(agent.requests.length).toBe(2);
  });

  it('leaves a request that is called off at once', async () => {
    const agent = await hostile(() => []);
    const caller = new AbortController();
    const asked = clientOf(agent.port).get([SYS_UP_TIME_0], caller.signal);
    caller.abort(new Error('enough'));

    await expectAsync(asked).toBeRejectedWithError('enough');
  });

  const wrongTables: { name: string; fault: DeviceFault; behaviour: Behaviour }[] = [
    {
      name: 'gives the same row again and again',
      fault: 'MALFORMED',
      behaviour: rows((start) => varbind(`${columnOf(start)}.1`, text('ge-0/1'))),
    },
    {
      name: 'goes backwards',
      fault: 'MALFORMED',
      behaviour: rows((start, repetition) => varbind(`${columnOf(start)}.${9 - (repetition % 9)}`, text('ge-0/1'))),
    },
    {
      name: 'says tooBig whatever it is asked',
      fault: 'REFUSED',
      behaviour: (request) => [response(request, [], { errorStatus: TOO_BIG })],
    },
    {
      name: 'gives no value at all',
      fault: 'OTHER_OID',
      behaviour: (request) => [response(request, [])],
    },
    {
      name: 'gives more scalars than it was asked for',
      fault: 'REFUSED',
      behaviour: (request) => [
        response(
          request,
          request.oids.slice(0, request.nonRepeaters).map((name) => varbind(`${name}.0`, UP_TIME)),
        ),
      ],
    },
    {
      name: 'has no interfaces',
      fault: 'NO_INTERFACES',
      behaviour: rows((start) => varbind(start, Buffer.of(0x82, 0))),
    },
    { name: 'gives a Counter64 without octets', fault: 'MALFORMED', behaviour: oneInterface(Buffer.alloc(0)) },
    { name: 'gives a Counter64 of 20 octets', fault: 'MALFORMED', behaviour: oneInterface(Buffer.alloc(20, 1)) },
  ];
  for (const { name, fault, behaviour } of wrongTables) {
    it(`is ${fault} when its table ${name}`, async () => {
      const agent = await hostile(behaviour);

      expect(await faultOf(poll(clientOf(agent.port)))).toBe(fault);
    });
  }

  it(
    'is MALFORMED when its table never ends',
    async () => {
      const agent = await hostile(
        rows((start, repetition) =>
          varbind(`${columnOf(start)}.${indexOf(start) + repetition + 1}`, honest(columnOf(start), Buffer.of(1))),
        ),
      );

      expect(await faultOf(poll(clientOf(agent.port, undefined, WORK_MS)))).toBe('MALFORMED');
    },
    WORK_MS,
  );

  it('is read when its Counter64 has nine octets of which the first is zero', async () => {
    const agent = await hostile(oneInterface(Buffer.from('00ffffffffffffffff', 'hex')));

    expect(await faultOf(poll(clientOf(agent.port)))).toBe('none');
  });

  it('harms no other device by its rubbish', async () => {
    const storm = await hostile(() => Array.from({ length: 50 }, (_, at) => Buffer.alloc(at, 0x30)));
    const good = await hostile((request) =>
      request.pdu === GET_BULK ? [] : [response(request, [varbind(SYS_UP_TIME_0, UP_TIME)])],
    );
    const [bad, ...others] = await Promise.all([
      faultOf(ask(clientOf(storm.port))),
      ...Array.from({ length: 5 }, () => faultOf(ask(clientOf(good.port)))),
    ]);

    expect(bad).toBe('MALFORMED');
    expect(others).toEqual(['none', 'none', 'none', 'none', 'none']);
  });

  it('is read or has a fault, whatever is mutilated in its answers', async () => {
    const mutations = fc.sample(
      fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 })),
      120,
    );
    const honestly = oneInterface(Buffer.of(1));
    const agent = await hostile((request, datagram) => {
      const [where, octet] = mutations[request.id % mutations.length] ?? [0, 0];
      return honestly(request, datagram).map((answer) => {
        const mutant = Buffer.from(answer);
        mutant[Math.floor(where * mutant.length)] = octet;
        return mutant;
      });
    });
    const faults = await Promise.all(mutations.map(() => faultOf(poll(clientOf(agent.port, undefined, SHORT_MS)))));

    const expected = ['none', 'NO_ANSWER', 'MALFORMED', 'OTHER_OID', 'REFUSED', 'NO_INTERFACES'];

    expect(faults.filter((fault) => !expected.includes(fault))).toEqual([]);
    expect(await faultOf(poll(clientOf((await hostile(honestly)).port)))).toBe('none');
  });

  it('is NO_ANSWER under a wrong community', async () => {
    const house = await aHouse();

    expect(
      await faultOf(ask(clientOf(udpPortOf(house, 'PE-2C'), { version: 'V2C', community: 'guess' }, SHORT_MS))),
    ).toBe('NO_ANSWER');
    expect(await faultOf(ask(clientOf(udpPortOf(house, 'PE-2C'), { version: 'V2C', community: COMMUNITY })))).toBe(
      'none',
    );
  });

  async function aHouse(): Promise<PracticeHouse> {
    const house = await openSmallHouse(new HandClock());
    open.push(house);
    return house;
  }

  const wrongUsers: { name: string; fault: DeviceFault | 'none'; access: Partial<typeof V3_ACCESS> | object }[] = [
    { name: 'the right user', fault: 'none', access: {} },
    { name: 'an unknown user', fault: 'UNKNOWN_USER', access: { user: 'nobody' } },
    { name: 'a wrong authentication key', fault: 'WRONG_KEY', access: { authKey: 'guessed-auth-key' } },
    { name: 'a wrong privacy key', fault: 'DECRYPT', access: { privKey: 'guessed-priv-key' } },
  ];
  for (const { name, fault, access } of wrongUsers) {
    it(`is ${fault} under ${name} of v3`, async () => {
      const house = await aHouse();
      const client = clientOf(udpPortOf(house, 'PE-V3'), { ...V3_ACCESS, ...access });

      expect(await faultOf(ask(client))).toBe(fault);
    });
  }

  const reports: { counter: number; fault: DeviceFault }[] = [
    { counter: 1, fault: 'AUTH_LEVEL' },
    { counter: 2, fault: 'TIME_WINDOW' },
    { counter: 3, fault: 'UNKNOWN_USER' },
    { counter: 4, fault: 'UNKNOWN_ENGINE' },
    { counter: 5, fault: 'WRONG_KEY' },
    { counter: 6, fault: 'DECRYPT' },
  ];
  for (const { counter, fault } of reports) {
    it(`is ${fault} when it reports usmStats counter ${counter} (RFC 3414)`, async () => {
      const agent = await hostile((_request, datagram) => [
        report(messageIdOf(datagram), oid(`1.3.6.1.6.3.15.1.1.${counter}.0`)),
      ]);

      expect(await faultOf(ask(clientOf(agent.port, V3_ACCESS)))).toBe(fault);
    });
  }

  it('never lets a credential or the agent’s text into an error', async () => {
    const agent = await hostile((request) => [
      response(request, [varbind(SYS_UP_TIME_0, UP_TIME)], { community: '\u001b[31mother\r\n' }),
    ]);
    const error: unknown = await ask(clientOf(agent.port, { version: 'V2C', community: 'top-secret' })).catch(
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(SnmpFault);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/top-secret|other/);
  });
});
