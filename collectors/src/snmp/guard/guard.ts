import type { RemoteInfo } from 'node:dgram';
import { inspect } from './inspect.js';
import type { Refusal } from './refusals.js';
import type { Direction, MessageHeader } from './verdict.js';

/** Who may speak, and what besides the octets makes a message unwanted. Null lets it pass. */
export interface GuardRules {
  readonly direction: Direction;
  /** Asked before a single octet is looked at. */
  readonly sender?: (from: RemoteInfo) => Refusal | null;
  /** Asked of well-formed messages. */
  readonly message?: (header: MessageHeader) => Refusal | null;
}

/** Takes note of refusals; several guards may share one. */
export interface RefusalCount {
  add(refusal: Refusal): void;
}

/**
 * Stands between a socket and the library that decodes what comes from it. Nothing that a datagram does goes further
 * than here: it is refused and counted, or the library reads it, and what the library throws is counted too. An
 * exception in a socket's listener would end the process.
 */
export class Guard {
  constructor(
    private readonly rules: GuardRules,
    private readonly refused: RefusalCount,
  ) {}

  /**
   * Hands a datagram on if it may pass.
   *
   * @param deliver reads the message; may throw
   * @returns why it did not pass or could not be read, else null
   */
  pass(datagram: Buffer, from: RemoteInfo, deliver: (header: MessageHeader) => void): Refusal | null {
    const refusal = this.refusal(datagram, from, deliver);
    if (refusal !== null) this.refused.add(refusal);
    return refusal;
  }

  private refusal(datagram: Buffer, from: RemoteInfo, deliver: (header: MessageHeader) => void): Refusal | null {
    // An answer to port 0 cannot be sent, and the library would throw while it tries.
    if (from.port === 0) return 'SOURCE_PORT';
    const { direction, sender, message } = this.rules;
    const unwanted = sender?.(from);
    if (unwanted) return unwanted;
    const { refusal, header } = inspect(datagram, direction);
    if (refusal !== null) return refusal;
    const odd = message?.(header);
    if (odd) return odd;
    try {
      deliver(header);
      return null;
    } catch {
      // Untrusted octets, in part encrypted: what the library throws at them cannot be known before.
      return 'UNREADABLE';
    }
  }
}
