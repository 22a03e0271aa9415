import type { TrapNote, TrapReading } from '@linewatch/shared';

/** What the process in the network namespace is told to do with the interface that the agent watches. */
export interface ToNetwork {
  readonly link: 'down' | 'up';
}

/** What it says: how far it is, and each trap with what was read because of it. */
export type FromNetwork =
  | { readonly kind: 'watching'; readonly ifIndex: number; readonly deviceIds: Readonly<Record<'V2C' | 'V3', string>> }
  | { readonly kind: 'trap'; readonly note: TrapNote; readonly reading: TrapReading }
  | { readonly kind: 'failed'; readonly why: string };

export const WATCHED_INTERFACE = 'lw0';
