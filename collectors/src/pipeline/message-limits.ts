import type { Varbind } from '../snmp/snmp-client.js';
import { varbindOctets } from './varbind-size.js';

/** Recommended size of an SNMP message over UDP and Ethernet (RFC 3417 section 3.2). */
const MESSAGE_OCTETS = 1_472;
/** Envelope of a v3 message with authentication and encryption; v2c needs less. */
const ENVELOPE_OCTETS = 150;
const SCALAR_OCTETS = 24;
/** A guess for the first message to a device: all columns of a poll with an alias of middle length. */
const FIRST_ROW_OCTETS = 480;
/** Counters grow and names differ: rows are taken to be this much wider than those seen. */
const MARGIN = 1.05;

/** How much one device can answer in one message: learned from its answers, kept as long as it is polled. */
export class MessageLimits {
  private columns = Number.MAX_SAFE_INTEGER;
  private rowOctets = FIRST_ROW_OCTETS;

  /** @param rows the most rows per message that the device's profile allows */
  constructor(private rows: number) {}

  /** The columns in parts that go into one message each. */
  groups<T>(columns: readonly T[]): readonly (readonly T[])[] {
    const size = Math.min(this.columns, columns.length);
    const parts: (readonly T[])[] = [];
    for (let at = 0; at < columns.length; at += size) parts.push(columns.slice(at, at + size));
    return parts;
  }

  /**
   * Rows to ask for in one message.
   *
   * @param share part of a row's columns that the message asks, 0..1
   * @param scalars values that it asks besides
   * @param wanted rows that are of interest
   */
  repetitions(share: number, scalars: number, wanted: number): number {
    const room = MESSAGE_OCTETS - ENVELOPE_OCTETS - (scalars + 1) * SCALAR_OCTETS;
    const fitting = Math.floor(room / (this.rowOctets * share * MARGIN));
    return Math.max(1, Math.min(fitting, this.rows, wanted));
  }

  /** Learns from an answer how wide a row is. Forgets a wide one slowly, as aliases are edited. */
  measure(columns: readonly (readonly Varbind[])[], share: number): void {
    const rows = Math.max(...columns.map(({ length }) => length));
    if (rows <= 0) return;
    let octets = 0;
    for (const varbinds of columns) for (const varbind of varbinds) octets += varbindOctets(varbind);
    this.rowOctets = Math.max(octets / rows / share, this.rowOctets / 2);
  }

  /**
   * Halves the next message after a tooBig: its rows first, then its columns.
   *
   * @param columns of a whole row
   * @returns whether a smaller message is possible
   */
  shrink(columns: number): boolean {
    if (this.rows > 1) {
      this.rows = Math.floor(this.rows / 2);
      return true;
    }
    const perMessage = Math.min(this.columns, columns);
    this.columns = Math.max(1, Math.floor(perMessage / 2));
    return perMessage > 1;
  }
}
