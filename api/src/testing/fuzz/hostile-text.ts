import fc from 'fast-check';
import { COMPONENTS, type JsonSchema } from '../../platform/openapi/json-schema.js';

/** Levels of a nesting that recursion does not survive, and that fits into a body. */
const DEEP = 100_000;

/** JSON texts that no field expects: bounds of numbers, wrong kinds, signs that other systems trip over. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...['null', 'true', '[]', '{}', '[[]]', '""', '" "', '"null"', '[1,2]', '{"$ne":null}', '[{"$gt":""}]'],
  ...['0', '-0', '-1', '1e400', '-1e400', '1e-400', '0.1', '9007199254740993', '2147483648', '-9223372036854775809'],
  ...['"1"', '"1e400"', '"NaN"', '"2026-02-30T00:00:00Z"', '"0x10"', '"010.0.0.1"', '"::1%eth0"'],
  String.raw`"\u0000"`,
  String.raw`"\ud800"`,
  String.raw`"\u202e\u200b\ufeff"`,
  '"𠮷🀄"',
  '"%00%2e%2e%2f"',
  `"' OR '1'='1' -- "`,
  '"<script>alert(1)</script>"',
  String.raw`"a\r\nSet-Cookie: x=y"`,
  '{"__proto__":{"role":"PLATFORM_ADMIN"}}',
  '{"constructor":{"prototype":{"role":"PLATFORM_ADMIN"}}}',
  `"${'长'.repeat(20_000)}"`,
  `"${'a'.repeat(60_000)}!"`,
  `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  `{"a":${'['.repeat(1_000)}1${']'.repeat(1_000)}}`,
];

/** Fields that a form does not have, and that must not get through. */
const EXTRA_FIELDS = [
  '"__proto__":{"role":"PLATFORM_ADMIN"}',
  '"constructor":1',
  '"role":"PLATFORM_ADMIN"',
  '"id":null',
];

/** Bodies that are no form at all. */
const HOSTILE_BODIES = ['', '{', '"text"', '{"a":1,}', '\u0000', '{"__proto__":null}', ...HOSTILE_TEXTS];

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Bodies by a schema: mostly right, each part of them wrong now and then, some of them no such thing at all. */
export function hostileBody(schema: JsonSchema, schemas: Schemas): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: textBy(schema, schemas, 0) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_BODIES) },
  );
}

function textBy(schema: JsonSchema, schemas: Schemas, depth: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 9, arbitrary: rightText(schema, schemas, depth) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  );
}

function rightText(schema: JsonSchema, schemas: Schemas, depth: number): fc.Arbitrary<string> {
  const inside = (part: JsonSchema): fc.Arbitrary<string> => textBy(part, schemas, depth + 1);
  if (depth > 8) return fc.constant('null');
  if (schema.$ref !== undefined) return inside(schemas[schema.$ref.slice(COMPONENTS.length)] ?? {});
  if (schema.const !== undefined) return fc.constant(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum.map((each) => JSON.stringify(each)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(inside));
  if (schema.properties !== undefined) return objectText(schema.properties, inside);
  if (schema.items !== undefined) {
    return fc.array(inside(schema.items), { maxLength: 3 }).map((items) => `[${items.join(',')}]`);
  }
  return scalarText(schema);
}

/** Fields are left out, said twice, and more than there should be. */
function objectText(
  properties: Readonly<Record<string, JsonSchema>>,
  inside: (part: JsonSchema) => fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const fields = Object.entries(properties).map(([name, part]) =>
    fc.tuple(inside(part), fc.nat(19)).map(([text, chance]) => {
      const field = `${JSON.stringify(name)}:${text}`;
      if (chance === 0) return [];
      return chance === 1 ? [field, field] : [field];
    }),
  );
  const extra = fc.oneof(
    { weight: 4, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.constantFrom(...EXTRA_FIELDS).map((field) => [field]) },
  );
  return fc.tuple(extra, ...fields).map((parts) => `{${parts.flat().join(',')}}`);
}

/** The bounds of a field, one step beyond them, and something between. */
function scalarText(schema: JsonSchema): fc.Arbitrary<string> {
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'integer' || type === 'number') {
    const { minimum = -1, maximum = 2 ** 31 } = schema;
    const bounds = [minimum - 1, minimum, maximum, maximum + 1];
    return fc.oneof(fc.constantFrom(...bounds), fc.integer({ min: 0, max: 100_000 })).map(String);
  }
  if (type === 'boolean') return fc.constantFrom('true', 'false');
  if (schema.format === 'uuid') return fc.uuid().map((id) => JSON.stringify(id));
  if (schema.format === 'email') return fc.emailAddress().map((address) => JSON.stringify(address));
  const { minLength = 0, maxLength = 64 } = schema;
  const lengths = [minLength - 1, minLength, maxLength, maxLength + 1].filter((length) => length >= 0);
  const bound = fc.constantFrom(...lengths).map((length) => 'x'.repeat(Math.min(length, 50_000)));
  return fc.oneof(bound, fc.string({ unit: 'grapheme', maxLength: 40 })).map((text) => JSON.stringify(text));
}
