import { COMPONENTS, type JsonSchema } from './json-schema.js';

const TEXT_OF: Readonly<Record<string, string>> = {
  uuid: '019a2f00-0000-7000-8000-000000000001',
  'date-time': '2026-01-01T00:00:00.000Z',
  date: '2026-01-01',
  email: 'name@example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
};
/** Deeper than any contract is, and shallow enough for one that names itself. */
const DEPTH = 12;

/** A value that a schema allows, always the same one: the first choice, the least number, one item of a list. */
export function exampleOf(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>, depth = 0): unknown {
  const inside = (part: JsonSchema): unknown => exampleOf(part, schemas, depth + 1);
  if (depth > DEPTH) return null;
  if (schema.$ref !== undefined) return inside(schemas[schema.$ref.slice(COMPONENTS.length)] ?? {});
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return inside(choice);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(inside)) as unknown;
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') return numberOf(schema);
  if (type === 'boolean') return true;
  if (type === 'array')
    return schema.prefixItems?.map(inside) ?? (schema.items === undefined ? [] : itemsOf(schema.items, schema, inside));
  return type === 'object' ? objectOf(schema, inside) : null;
}

/** One of them, or as many as there have to be. */
function itemsOf(items: JsonSchema, { minItems = 1 }: JsonSchema, inside: (part: JsonSchema) => unknown): unknown[] {
  return Array.from({ length: Math.max(1, minItems) }, () => inside(items));
}

function objectOf(schema: JsonSchema, inside: (part: JsonSchema) => unknown): Record<string, unknown> {
  const named = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, inside(part)] as const);
  const rest = schema.additionalProperties;
  const others = (schema.propertyNames?.enum ?? []).flatMap((name) =>
    typeof rest === 'object' ? [[String(name), inside(rest)] as const] : [],
  );
  return Object.fromEntries([...named, ...others]);
}

const PATTERNED = ['1', 'example.com', '2026-11', '09:00', '1.00', 'CNY', '+8613800000000', '#1a56b0'];

function textOf({ format, minLength = 0, maxLength, pattern }: JsonSchema): string {
  const known = format === undefined ? undefined : TEXT_OF[format];
  if (known !== undefined) return known;
  // The patterns of the contracts are those of numbers, OIDs, domains, months, clocks, amounts, currencies, phones and colours.
  if (pattern !== undefined) return PATTERNED.find((text) => new RegExp(pattern).test(text)) ?? '1';
  return 'text'.padEnd(minLength, 'x').slice(0, maxLength);
}

function numberOf({ minimum, exclusiveMinimum, type }: JsonSchema): number {
  if (exclusiveMinimum !== undefined) return type === 'integer' ? exclusiveMinimum + 1 : exclusiveMinimum + 0.5;
  return minimum === undefined || minimum < -1_000_000 ? 0 : minimum;
}
