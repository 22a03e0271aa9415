/**
 * Why a call got no answer that counts:
 * - `url-refused` not https, or with a name and password in it
 * - `not-public` an address of the host lies in no public network
 * - `no-address` the host has none
 * - `timeout` no whole answer in time
 * - `connection` refused, cut off, or its certificate is not right
 */
export type OutboundReason = 'url-refused' | 'not-public' | 'no-address' | 'timeout' | 'connection';

/** A call that was not made, or not answered. */
export class OutboundFailure extends Error {
  override readonly name = 'OutboundFailure';

  constructor(
    readonly reason: OutboundReason,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}
