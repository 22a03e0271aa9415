/** EtherLike-MIB (RFC 3635). The index is the ifIndex. */
export const DOT3_STATS_DUPLEX_STATUS = '1.3.6.1.2.1.10.7.2.1.19';

/** dot3StatsDuplexStatus. */
export const DUPLEX = { 2: 'HALF', 3: 'FULL' } as const;
