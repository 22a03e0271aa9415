import ipaddr from 'ipaddr.js';

/** What of IPv6 is handed out for the internet at large (RFC 4291 section 2.4, IANA's registry); all else is special. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Special blocks within it: documentation of RFC 9637, ORCHID of RFC 7343, and the benchmarks of RFC 5180. */
const SPECIAL_IPV6 = ['3fff::/20', '2001:20::/28', '2001:2::/48', '2001:db8::/32'].map((block) =>
  ipaddr.IPv6.parseCIDR(block),
);

/** What ipaddr.js takes for ordinary: the benchmarks of RFC 2544, and the relays of RFC 7526. */
const SPECIAL_IPV4 = ['198.18.0.0/15', '192.88.99.0/24'].map((block) => ipaddr.IPv4.parseCIDR(block));

/**
 * Whether an address lies on the public internet: neither this machine, nor a private or shared network, nor a tunnel
 * or translation that ends in one (RFC 6890 and the special-purpose registries of IANA).
 *
 * @param address as a resolver gives it; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    const parsed = ipaddr.IPv4.parse(address);
    return parsed.range() === 'unicast' && SPECIAL_IPV4.every((block) => !parsed.match(block));
  }
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return (
    parsed.range() === 'unicast' && parsed.match(GLOBAL_IPV6) && SPECIAL_IPV6.every((block) => !parsed.match(block))
  );
}
