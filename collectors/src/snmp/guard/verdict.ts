import type { Refusal } from './refusals.js';

/** Which way a datagram comes: an agent's answer to a session, or a trap or inform to the receiver. */
export type Direction = 'response' | 'notification';

/** Header and security parameters of a v3 message (RFC 3412 section 6, RFC 3414 section 2.4), none of it proven yet. */
export interface V3Header {
  readonly version: 'V3';
  /** msgID. */
  readonly messageId: number;
  /** msgUserName; a view into the datagram. */
  readonly user: Buffer;
  /** msgAuthoritativeEngineID; a view into the datagram. */
  readonly engineId: Buffer;
  /** msgAuthoritativeEngineBoots: how often the engine was started. */
  readonly boots: number;
  /** msgAuthoritativeEngineTime: seconds since that start. */
  readonly time: number;
  /** Of what comes to the receiver, only the question for its engine id is not. */
  readonly isAuthenticated: boolean;
  readonly isEncrypted: boolean;
  /** msgAuthenticationParameters and msgPrivacyParameters; views into the datagram. */
  readonly digest: Buffer;
  readonly salt: Buffer;
  /** The encrypted scoped PDU, or all of it in the open; a view into the datagram. */
  readonly payload: Buffer;
}

/** What can be told of a message before anything is decrypted or decoded. The community is a view into the datagram. */
export type MessageHeader = { readonly version: 'V1' | 'V2C'; readonly community: Buffer } | V3Header;

/** Whether the library may see a datagram. */
export type Verdict =
  { readonly refusal: null; readonly header: MessageHeader } | { readonly refusal: Refusal; readonly header: null };
