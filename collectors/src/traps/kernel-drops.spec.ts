import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { dropsInTable, kernelDrops } from './kernel-drops.js';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            
   33: 0100007F:048A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 264494 2 000000000c23270d 7        
   44: 00000000:048A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 257851 2 00000000faa50a4d 12345        
   45: 00000000:00A2 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 257852 2 00000000faa50a4e 3        
`;

describe('The datagrams that the system threw away', () => {
  it('are those of the socket’s own address and port', () => {
    expect(dropsInTable(TABLE, '127.0.0.1', 1162)).toBe(7);
    expect(dropsInTable(TABLE, '0.0.0.0', 1162)).toBe(12_345);
    expect(dropsInTable(TABLE, '0.0.0.0', 162)).toBe(3);
  });

  it('are unknown where the table does not have the socket, or is no such table', () => {
    expect(dropsInTable(TABLE, '127.0.0.2', 1162)).toBeNull();
    expect(dropsInTable('', '0.0.0.0', 162)).toBeNull();
    expect(dropsInTable('1: 00000000:00A2 rubbish', '0.0.0.0', 162)).toBeNull();
  });

  it('are counted when more comes than the buffer holds while nobody reads', async () => {
    const receiver = createSocket({ type: 'udp4', recvBufferSize: 4_096 });
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { address, port } = receiver.address();
    const before = await kernelDrops(address, port);
    const sender = createSocket('udp4');
    await floodWithinOneTurn(sender, port);
    const after = await kernelDrops(address, port);
    sender.close();
    receiver.close();

    if (process.platform !== 'linux') expect(after).toBeNull();
    else {
      expect(before).toBe(0);
      expect(after).toBeGreaterThan(0);
    }
  });
});

/** Sends without giving the receiver, in the same process, a turn to read. */
async function floodWithinOneTurn(sender: ReturnType<typeof createSocket>, port: number): Promise<void> {
  sender.bind(0, '127.0.0.1');
  await once(sender, 'listening');
  sender.connect(port, '127.0.0.1');
  await once(sender, 'connect');
  const sent = Array.from(
    { length: 200 },
    () =>
      new Promise<void>((resolve) => {
        sender.send(Buffer.alloc(1_000), () => {
          resolve();
        });
      }),
  );
  await Promise.all(sent);
}
