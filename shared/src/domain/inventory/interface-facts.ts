export const DUPLEX_MODES = ['HALF', 'FULL'] as const;
export type DuplexMode = (typeof DUPLEX_MODES)[number];

/** What of an interface tells it from others, and whether it fits what it is used for. Empty text: not said. */
export interface InterfaceFacts {
  readonly ifIndex: number;
  readonly ifName: string;
  readonly ifAlias: string;
  readonly ifType: number | null;
  /** bit/s by P-SPEED. */
  readonly speedBps: number | null;
  readonly hasWideCounters: boolean;
  readonly duplex: DuplexMode | null;
  /** Model and serial number of its card. */
  readonly card: string;
}
