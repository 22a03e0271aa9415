/** What the share of one collector follows from. */
export interface ShareInput {
  readonly collectorId: string;
  /** Collectors that hold what they hold; a device of any other holder is free. */
  readonly live: ReadonlySet<string>;
  /** Owners by device, as the division wants it; null where no collector may. */
  readonly owners: ReadonlyMap<string, string | null>;
  /** Holders by device, as it is. */
  readonly holders: ReadonlyMap<string, string>;
}

/** The devices (and probes, which are divided alike) of one collector, in the order of `owners`, and how they differ from what it holds. */
export interface ShareOfWork {
  readonly devices: readonly string[];
  readonly taken: readonly string[];
  /** To be let go of: free only once the collector has shown that it has a list without them. */
  readonly leaving: readonly string[];
}

/**
 * What one collector polls: the devices it owns, but for those that another live collector still holds. So no device
 * is ever in the lists of two live collectors, and who takes one goes on from the last reading of who had it.
 */
export function shareOfWork({ collectorId, live, owners, holders }: ShareInput): ShareOfWork {
  const devices: string[] = [];
  const taken: string[] = [];
  for (const [device, owner] of owners) {
    if (owner !== collectorId) continue;
    const holder = holders.get(device);
    if (holder !== undefined && holder !== collectorId && live.has(holder)) continue;
    devices.push(device);
    if (holder !== collectorId) taken.push(device);
  }
  const leaving = [...holders].flatMap(([device, holder]) =>
    holder === collectorId && owners.get(device) !== collectorId ? [device] : [],
  );
  return { devices, taken, leaving };
}
