const PREFIX = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * How a secret would look if it leaked: its first six characters as text, as hex in both cases, as decimals of an OID
 * or a printed buffer, and as base64 wherever it may begin within the encoded octets. Six are enough to be no accident.
 *
 * @param secret ASCII
 */
export function spellingsOf(secret: string): readonly string[] {
  const octets = Array.from({ length: Math.min(PREFIX, secret.length) }, (_, at) => secret.charCodeAt(at));
  const hex = octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return [
    secret.slice(0, PREFIX),
    hex,
    hex.toUpperCase(),
    octets.join('.'),
    octets.join(','),
    ...[0, 1, 2].flatMap((before) => base64Inside(octets, before)),
  ];
}

/** What is the same in the base64 of octets whatever stands before and behind them, in both alphabets. */
function base64Inside(octets: readonly number[], before: number): readonly string[] {
  const bits = [...Array<number>(before).fill(0), ...octets]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('');
  const first = Math.ceil((before * 8) / 6);
  const digits = (bits.match(/.{6}/g) ?? []).slice(first).map((six) => ALPHABET.charAt(Number.parseInt(six, 2)));
  const text = digits.join('');
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
}
