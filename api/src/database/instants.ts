/** An instant as it leaves us: ISO 8601 in UTC. A stored one is in ms, and some drivers give it as text. */
export function iso(at: number | string): string {
  return new Date(Number(at)).toISOString();
}

export function isoOrNull(at: number | string | null | undefined): string | null {
  return at === null || at === undefined ? null : iso(at);
}
