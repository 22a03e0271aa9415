import type { OpenApiDocument, Operation } from '../../platform/openapi/open-api.js';
import type { IdentityName } from '../marked-people.js';
import type { HostileRequest } from './hostile-request.js';

/** What patterns choke on that try one way after the other; each is repeated up to the limit of what may be sent. */
export const REPEATED = [
  'a',
  '0',
  ' ',
  '.',
  ':',
  '-',
  'a@',
  'a.',
  '1.',
  '0:',
  'a,b:',
  '%',
  '\\',
  '\u0000',
  '长',
] as const;
/** Of one field; a body may have 256 KiB. */
const IN_A_BODY = 200_000;
/** Of one parameter; the head of a request may have 16 KiB. */
const IN_AN_ADDRESS = 2_000;

/** Who gets through the policy of an operation. */
export function whoMay({ security, 'x-roles': roles }: Operation): IdentityName {
  if (security.length === 0) return 'nobody';
  if (roles.includes('COLLECTOR')) return 'collector';
  return roles.includes('PLATFORM_ADMIN') ? 'platform admin' : 'admin of A';
}

/**
 * The requests of an operation in each of which one text is as long as can be: each text of the body's example, each
 * parameter, each part of the path.
 *
 * @param unit what the text repeats
 */
export function longTexts(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: Operation,
  unit: string,
): HostileRequest[] {
  const inAddress = encodeURIComponent(long(unit, IN_AN_ADDRESS));
  const parts = path.match(/\{\w+\}/g)?.length ?? 0;
  // The parts of a path stand in one head.
  const inPath = encodeURIComponent(long(unit, Math.floor(IN_AN_ADDRESS / Math.max(parts, 1))));
  const plain = path.replaceAll(/\{\w+\}/g, 'x');
  const of = (where: string, text?: string): HostileRequest => ({ method: method.toUpperCase(), path: where, text });
  const parameters = (operation.parameters ?? []).filter((each) => each.in === 'query');
  const example = operation.requestBody?.content['application/json']?.example;
  return [
    ...(parts === 0 ? [] : [of(path.replaceAll(/\{\w+\}/g, inPath))]),
    ...parameters.map(({ name }) => of(`${plain}?${name}=${inAddress}`)),
    ...eachLong(example, long(unit, IN_A_BODY)).map((body) => of(plain, JSON.stringify(body))),
  ];
}

/** A right beginning, many of the same, and an end that does not fit. */
function long(unit: string, length: number): string {
  return `${unit.repeat(Math.floor(length / Buffer.byteLength(unit)))}!`;
}

/** The value as often as it has texts, one of them replaced in each. */
function eachLong(value: unknown, text: string): unknown[] {
  if (typeof value === 'string') return [text];
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    return parts.flatMap((part, at) => eachLong(part, text).map((changed) => parts.with(at, changed)));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    eachLong(part, text).map((changed) => ({ ...value, [name]: changed })),
  );
}
