import type { RemoteInfo } from 'node:dgram';
import { Guard } from './guard.js';
import { ReasonCounts, type Refusal } from './refusals.js';

const LINK_DOWN = Buffer.from(
  '304602010104067075626c6963a739020401020304020100020100302b301006082b060102010103004304009896803017060a2b06010603010104010006092b0601060301010503',
  'hex',
);
const FROM: RemoteInfo = { address: '192.0.2.1', family: 'IPv4', port: 1_024, size: LINK_DOWN.length };

describe('A guard at a socket', () => {
  let refused: ReasonCounts<Refusal>;
  let delivered: number;
  const deliver = (): void => {
    delivered += 1;
  };

  beforeEach(() => {
    refused = new ReasonCounts();
    delivered = 0;
  });

  it('hands on what is well made', () => {
    expect(new Guard({ direction: 'notification' }, refused).pass(LINK_DOWN, FROM, deliver)).toBeNull();
    expect([delivered, refused.total]).toEqual([1, 0]);
  });

  it('refuses what no answer can be sent to, however well it is made', () => {
    new Guard({ direction: 'notification' }, refused).pass(LINK_DOWN, { ...FROM, port: 0 }, deliver);

    expect([delivered, refused.of('SOURCE_PORT')]).toEqual([0, 1]);
  });

  it('looks at no octet of an unwanted sender', () => {
    const guard = new Guard({ direction: 'notification', sender: () => 'UNKNOWN_SOURCE' }, refused);
    guard.pass(Buffer.from('rubbish'), FROM, deliver);

    expect(refused.entries()).toEqual([['UNKNOWN_SOURCE', 1]]);
  });

  it('asks about the message before anybody reads it', () => {
    const guard = new Guard({ direction: 'notification', message: ({ version }) => wrongUnless(version) }, refused);
    guard.pass(LINK_DOWN, FROM, deliver);

    expect([delivered, refused.of('VERSION')]).toEqual([0, 1]);
  });

  it('counts what the reader throws, and goes on', () => {
    const guard = new Guard({ direction: 'notification' }, refused);
    guard.pass(LINK_DOWN, FROM, () => {
      throw new RangeError('Integer to write is outside the signed 32-bit range');
    });
    guard.pass(LINK_DOWN, FROM, deliver);

    expect([delivered, refused.of('UNREADABLE')]).toEqual([1, 1]);
  });
});

function wrongUnless(version: string): Refusal | null {
  return version === 'V3' ? null : 'VERSION';
}
