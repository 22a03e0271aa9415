import { z } from 'zod';

/** What the tester needs of the schema of a parameter. */
const ParameterSchema = z.object({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  maximum: z.number().optional(),
});

const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: ParameterSchema.optional(),
});
export type Parameter = z.infer<typeof Parameter>;

const Operation = z.object({
  parameters: z.array(Parameter).optional(),
  security: z.array(z.record(z.string(), z.unknown())).optional(),
});
const Description = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

/** A route as the house itself describes it. */
export interface DescribedRoute {
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly isOpen: boolean;
  readonly isForTokens: boolean;
  readonly parts: readonly Parameter[];
  readonly query: readonly Parameter[];
}

/** Only what a person's rights decide; collectors have a door of their own. */
const SKIPPED = [/^\/api\/v1\/collector\//, /^\/api\/(docs|openapi\.json)/, /^\/api\/v1\/(version|setup)$/];

/** All routes of an OpenAPI document that people or their tokens may call. */
export function routesOf(document: unknown): DescribedRoute[] {
  const { paths } = Description.parse(document);
  return Object.entries(paths)
    .filter(([path]) => !SKIPPED.some((skipped) => skipped.test(path)))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { parameters = [], security = [] }]) => ({
        method: method.toUpperCase(),
        path,
        isOpen: security.length === 0,
        isForTokens: security.some((way) => 'token' in way),
        parts: parameters.filter((each) => each.in === 'path'),
        query: parameters.filter((each) => each.in === 'query'),
      })),
    );
}

/** What kind of thing a route's first parameter names: the word before it, as `circuits`. */
export function kindOf({ path }: DescribedRoute): string {
  return /\/([^/{]+)\/\{/.exec(path)?.[1] ?? '';
}

/** The last plain word of a route: what its items are. */
export function wordOf(path: string): string {
  return path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
}

/** The address of a route for one thing, with the query it cannot do without and what else is asked for. */
export function addressOf(
  route: DescribedRoute,
  id: string,
  asked: Readonly<Record<string, string>> = {},
  now = Date.now(),
): string {
  const path = route.path.replaceAll(/\{[^}]+\}/g, id);
  const query = new URLSearchParams();
  for (const { name, required, schema } of route.query) {
    const value = asked[name] ?? (required === true ? plainValue(name, schema, now) : undefined);
    if (value !== undefined) query.set(name, value);
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

const DAY_MS = 86_400_000;

function plainValue(name: string, schema: Parameter['schema'], now: number): string {
  if (name === 'month') return new Date(now).toISOString().slice(0, 7);
  const first = schema?.enum?.[0];
  if (typeof first === 'string') return first;
  if (schema?.type === 'integer') return String(name === 'from' ? now - DAY_MS : now);
  if (schema?.format === 'date-time') return new Date(name === 'from' ? now - DAY_MS : now).toISOString();
  return '';
}
