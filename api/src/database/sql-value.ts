export type Dialect = 'sqlite' | 'mysql';

/** What may stand for a `?`. */
export type SqlValue = string | number | bigint | boolean | Uint8Array | null;
