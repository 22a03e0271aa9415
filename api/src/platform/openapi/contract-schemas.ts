import * as shared from '@linewatch/shared';
import { type core, z } from 'zod';
import { COMPONENTS, type JsonSchema } from './json-schema.js';

/** What a contract is to whom: `input` as a client sends it, `output` as the API answers it. */
export type Direction = 'input' | 'output';

/** Formats whose pattern says nothing that the format does not. */
const WELL_KNOWN = new Set(['uuid', 'date-time', 'email', 'ipv4', 'ipv6', 'date']);

const registry = z.registry<{ id: string }>();
const names = new Map<core.$ZodType, string>();
for (const [name, value] of Object.entries(shared)) {
  if (!isSchema(value)) continue;
  if (!names.has(value)) registry.add(value, { id: name });
  names.set(value, names.get(value) ?? name);
}

const written = { input: write('input'), output: write('output') };

function isSchema(value: unknown): value is core.$ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

function write(io: Direction): Readonly<Record<string, JsonSchema>> {
  const uri = (id: string): string => `${COMPONENTS}${id}`;
  const { schemas } = z.toJSONSchema(registry, { io, uri, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, tidy(schema) as JsonSchema]));
}

/** Without what only a schema on its own needs, and without patterns as long as a page. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const format: unknown = Reflect.get(value, 'format');
  const isWellKnown = typeof format === 'string' && WELL_KNOWN.has(format);
  const kept = Object.entries(value).filter(([key, part]) => {
    if (key === '$schema' || key === '$id') return false;
    return !(key === 'pattern' && isWellKnown && typeof part === 'string');
  });
  return Object.fromEntries(kept.map(([key, part]) => [key, tidy(part)]));
}

/** One schema by itself: a contract by its name where it has one, else as it is. */
export function schemaOf(schema: core.$ZodType, io: Direction): JsonSchema {
  const name = names.get(schema);
  if (name !== undefined) return { $ref: `${COMPONENTS}${name}` };
  return tidy(z.toJSONSchema(schema, { io, unrepresentable: 'any' })) as JsonSchema;
}

/** The contract that a reference names, as it is written for one direction. */
export function contractOf(name: string, io: Direction): JsonSchema {
  const schema = written[io][name];
  if (schema === undefined) throw new Error(`there is no contract ${name}`);
  return schema;
}
