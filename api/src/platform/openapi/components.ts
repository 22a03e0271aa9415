import type { core } from 'zod';
import { contractOf, type Direction, schemaOf } from './contract-schemas.js';
import { COMPONENTS, type JsonSchema } from './json-schema.js';
import { type Answer, REFUSALS, type Reference } from './open-api.js';

/**
 * The contracts that a document refers to, each once. A contract that clients send and the API answers with is two:
 * what may be left out when it is sent is always there in an answer. The one that is sent is then called `…Request`.
 */
export class Components {
  private readonly refused = new Map<string, Answer>();
  private readonly taken = { input: new Set<string>(), output: new Set<string>() };

  /** The schema to write where a contract is meant. */
  refer(schema: core.$ZodType, io: Direction): JsonSchema {
    const written = schemaOf(schema, io);
    this.take(written, io);
    return this.renamed(written, io);
  }

  /** A refusal, written once however many give it. */
  refuse(name: string, answer: Answer): Reference {
    this.refused.set(name, answer);
    return { $ref: `${REFUSALS}${name}` };
  }

  /** `components.responses`, by name. */
  responses(): Record<string, Answer> {
    return Object.fromEntries([...this.refused].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** `components.schemas`, by name. */
  schemas(): Record<string, JsonSchema> {
    const all = (['output', 'input'] as const).flatMap((io) =>
      [...this.taken[io]].map((name): [string, JsonSchema] => [
        this.nameOf(name, io),
        this.renamed(contractOf(name, io), io),
      ]),
    );
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private take(schema: JsonSchema, io: Direction): void {
    for (const name of referencesIn(schema)) {
      if (this.taken[io].has(name)) continue;
      this.taken[io].add(name);
      this.take(contractOf(name, io), io);
    }
  }

  private renamed<Value>(value: Value, io: Direction): Value {
    return mapReferences(value, (name) => this.nameOf(name, io)) as Value;
  }

  /** Said by the contracts and not by who was asked first, so that a name never depends on an order. */
  private nameOf(name: string, io: Direction): string {
    if (io === 'output' || name.endsWith('Request')) return name;
    return JSON.stringify(contractOf(name, 'input')) === JSON.stringify(contractOf(name, 'output'))
      ? name
      : `${name}Request`;
  }
}

function referencesIn(value: unknown): string[] {
  const found: string[] = [];
  mapReferences(value, (name) => {
    found.push(name);
    return name;
  });
  return found;
}

function mapReferences(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => mapReferences(part, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      key === '$ref' && typeof part === 'string'
        ? `${COMPONENTS}${rename(part.slice(COMPONENTS.length))}`
        : mapReferences(part, rename),
    ]),
  );
}
