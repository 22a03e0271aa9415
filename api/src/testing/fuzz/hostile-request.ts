import fc from 'fast-check';
import type { OpenApiDocument, Operation, Parameter } from '../../platform/openapi/open-api.js';
import { HOSTILE_TEXTS, hostileBody } from './hostile-text.js';

/** One request of the fuzz, but for who sends it. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  /** As it is sent; undefined for none. */
  readonly text: string | undefined;
}

/** Signs of a part; a longer address is refused by Node (431) before any of our code sees it. */
const IN_AN_ADDRESS = 400;
const HOSTILE_PARTS = HOSTILE_TEXTS.map((text) => text.slice(0, IN_AN_ADDRESS));
const RAW_PARTS = ['%', '%00', '%2e%2e', '%E0%A4%A', '%ED%A0%80', '..%2f', '%0d%0a', 'null', 'undefined', '__proto__'];
/** What else stands behind the question mark. */
const EXTRA_QUERIES = ['__proto__=1', 'constructor=1', 'customerId=all', 'limit[]=1', 'limit[$gt]=1', '&&==&', '%=%'];

/**
 * Requests of an operation by its description.
 *
 * @param ids of the house, so that not every path leads nowhere
 */
export function hostileRequests(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: Operation,
  ids: readonly string[],
): fc.Arbitrary<HostileRequest> {
  const body = operation.requestBody?.content['application/json']?.schema;
  const text: fc.Arbitrary<string | undefined> =
    body === undefined ? fc.constant(undefined) : hostileBody(body, document.components.schemas);
  const parameters = operation.parameters ?? [];
  const id = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: hostilePart() },
  );
  const filled = path.split(/\{\w+\}/).length - 1;
  return fc.record({
    method: fc.constant(method.toUpperCase()),
    path: fc
      .tuple(fc.array(id, { minLength: filled, maxLength: filled }), hostileQuery(parameters))
      .map(([parts, query]) => `${fill(path, parts)}${query === '' ? '' : `?${query}`}`),
    text,
  });
}

function fill(path: string, parts: readonly string[]): string {
  let at = 0;
  return path.replaceAll(/\{\w+\}/g, () => parts[at++] ?? '');
}

function hostilePart(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...HOSTILE_PARTS).map((part) => encodeURIComponent(wellFormed(part))),
    fc.constantFrom(...RAW_PARTS),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((part) => encodeURIComponent(wellFormed(part))),
  );
}

/** Half a character cannot be written into an address. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function hostileQuery(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const asked = parameters.filter((each) => each.in === 'query');
  const parts = asked.map(({ name, schema, required }) => {
    const right = rightValue(schema.enum, schema.minimum);
    const value = fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: hostilePart() });
    return fc.tuple(value, fc.nat(9)).map(([text, chance]) => {
      if (chance > (required ? 8 : 4)) return [];
      return chance === 0 ? [`${name}=${text}`, `${name}=${text}`] : [`${name}=${text}`];
    });
  });
  const extra = fc.oneof(
    { weight: 5, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.constantFrom(...EXTRA_QUERIES).map((query) => [query]) },
  );
  return fc.tuple(extra, ...parts).map((all) => all.flat().join('&'));
}

function rightValue(choices: readonly unknown[] | undefined, minimum: number | undefined): fc.Arbitrary<string> {
  if (choices !== undefined) return fc.constantFrom(...choices.map(String));
  if (minimum === undefined) return fc.oneof(fc.uuid(), fc.constantFrom('a', '1795248000000', '%E7%BA%BF', '%25'));
  return fc.constantFrom(...[minimum, minimum + 1, 200, 1_795_248_000_000, 1_795_251_600_000].map(String));
}
