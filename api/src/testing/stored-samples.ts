import { type PackedSample, unpackSamples } from '@linewatch/shared';
import type { Database } from '../database/database.js';
import { type PortNow, PortPage, type StoredPage } from '../features/port-pages/port-page.js';

const MOST = 10_000;

/** Every reading that lies in the open hours, by port and slot. */
export async function openSamples(database: Database): Promise<PackedSample[]> {
  const rows = await database.read<{ body: Uint8Array }>('SELECT body FROM sample_chunk');
  const samples = rows.flatMap(({ body }) => unpackSamples(body, MOST));
  return samples.sort((one, other) => one.portId - other.portId || one.slot - other.slot);
}

/** What is known of every port now, by its number. */
export async function portsNow(database: Database): Promise<Map<number, PortNow>> {
  // Of a version that had no octets yet the column is missing.
  const rows = await database.read<Omit<StoredPage, 'body'> & Partial<StoredPage>>('SELECT * FROM port_block');
  const found = new Map<number, PortNow>();
  for (const page of rows.map(({ block, ports, body = null }) => PortPage.open({ block, ports, body }))) {
    for (const portId of page.portIds) {
      const now = page.get(portId);
      if (now !== undefined) found.set(portId, now);
    }
  }
  return found;
}
