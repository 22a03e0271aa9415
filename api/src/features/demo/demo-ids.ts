import type { DemoCircuit, DemoEnd, DemoNetwork } from '@linewatch/shared/demo';
import { v7 as uuidv7 } from 'uuid';

/** The demo's codes as ids of this database. */
export interface DemoIds {
  readonly pollProfile: string;
  readonly customers: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, string>;
  readonly contracts: ReadonlyMap<string, string>;
  readonly devices: ReadonlyMap<string, string>;
  /** By what the access says: devices of one class share a credential. */
  readonly credentials: ReadonlyMap<string, string>;
  readonly circuits: ReadonlyMap<string, string>;
  /** By `portKey`; only ports that carry a circuit are watched. */
  readonly ports: ReadonlyMap<string, number>;
}

/** A circuit's end that is watched, and what its port is called in the sample tables. */
export interface WatchedEnd {
  readonly portId: number;
  readonly circuit: DemoCircuit;
  readonly end: DemoEnd;
}

export function assignIds(network: DemoNetwork): DemoIds {
  const watched = network.circuits.flatMap(({ ends }) => ends.map(portKey)).filter((key) => key !== undefined);
  return {
    pollProfile: uuidv7(),
    customers: idsOf(network.customers.map(({ code }) => code)),
    sites: idsOf(network.sites.map(({ code }) => code)),
    contracts: idsOf(network.contracts.map(({ number }) => number)),
    devices: idsOf(network.devices.map(({ code }) => code)),
    credentials: idsOf(network.devices.map(({ access }) => JSON.stringify(access))),
    circuits: idsOf(network.circuits.map(({ code }) => code)),
    ports: new Map([...new Set(watched)].map((key, index) => [key, index + 1])),
  };
}

/** Names the port of an end; undefined where nobody watches. */
export function portKey({ device, ifName }: Pick<DemoEnd, 'device' | 'ifName'>): string | undefined {
  return device === null || ifName === null ? undefined : `${device} ${ifName}`;
}

/** Every end whose port is polled, port by port. */
export function watchedEnds({ circuits }: DemoNetwork, ids: DemoIds): WatchedEnd[] {
  return circuits.flatMap((circuit) =>
    circuit.ends.flatMap((end) => {
      const key = portKey(end);
      return key === undefined ? [] : [{ portId: idOf(ids.ports, key), circuit, end }];
    }),
  );
}

/** @throws Error when the demo names something that it does not describe */
export function idOf<Id>(ids: ReadonlyMap<string, Id>, code: string): Id {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`the demo speaks of ${code} without describing it`);
  return id;
}

function idsOf(codes: readonly string[]): Map<string, string> {
  return new Map([...new Set(codes)].map((code) => [code, uuidv7()]));
}
