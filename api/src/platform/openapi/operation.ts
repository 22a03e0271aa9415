import { CUSTOMER_ROLES, type ErrorCode, isAllowed, isAllowedToToken, Problem } from '@linewatch/shared';
import { ERROR_TEXTS } from '../errors/error-texts.js';
import type { Components } from './components.js';
import { contractOf, schemaOf } from './contract-schemas.js';
import type { Handler } from './handlers.js';
import { COMPONENTS, type JsonSchema } from './json-schema.js';
import type { Answer, Content, Operation, Parameter, Reference } from './open-api.js';
import { refusalsOf, rolesOf } from './refusals.js';

/** How files come in. */
const OCTETS = 'application/octet-stream';

/** What a handler is in the document; contracts that it needs are left in `components`. */
export function operationOf(handler: Handler, components: Components): Operation {
  const { operationId, path, policy, answer, body } = handler;
  const parameters = [...pathParameters(path), ...queryParameters(handler), ...headerParameters(handler)];
  return {
    operationId,
    tags: [tagOf(path)],
    summary: answer.en,
    'x-summary-zh': answer.zh,
    'x-permission': policy,
    'x-roles': rolesOf(policy),
    security: securityOf(handler),
    ...(parameters.length > 0 && { parameters }),
    ...(answer.takesFile === true && { requestBody: { required: true, content: contentOfFile([OCTETS]) } }),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: components.refer(body, 'input') } } },
    }),
    responses: answersOf(handler, components),
  };
}

/** What a route is about: the word behind the prefix. */
export function tagOf(path: string): string {
  return path.replace(/^\/(api\/(v1\/)?|tmf-api\/)/, '').split('/', 1)[0] ?? '';
}

/** An id is any text: a malformed one is answered like an unknown one. */
function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query, operationId }: Handler): Parameter[] {
  if (query === undefined) return [];
  const written = schemaOf(query, 'input');
  const schema = written.$ref === undefined ? written : contractOf(written.$ref.slice(COMPONENTS.length), 'input');
  if (schema.properties === undefined) throw new Error(`the query of ${operationId} is no object with named fields`);
  return Object.entries(schema.properties).map(([name, part]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) === true,
    schema: part,
  }));
}

function headerParameters({ headers }: Handler): Parameter[] {
  return headers.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));
}

/** Each entry of the list is enough by itself; none at all for what is open. */
function securityOf({ policy }: Handler): Operation['security'] {
  if (policy === 'open') return [];
  if (isAllowed('COLLECTOR', policy)) return [{ collector: [] }];
  const hasTokens = CUSTOMER_ROLES.some((role) => isAllowedToToken(role, policy));
  return [{ session: [] }, ...(hasTokens ? [{ token: [] }] : [])];
}

function answersOf(handler: Handler, components: Components): Operation['responses'] {
  const { answer, status } = handler;
  const content = contentOf(handler, components);
  const good: Record<string, Answer | Reference> = {
    [status]: { description: answer.en, ...(content !== undefined && { content }) },
    ...(answer.mayBeUnchanged === true && { 304: { description: 'What the client has still holds' } }),
  };
  const problem = components.refer(Problem, 'output');
  for (const [refused, codes] of refusalsOf(handler)) {
    good[refused] = components.refuse(`${String(refused)}_${codes.join('_')}`, refusal(refused, codes, problem));
  }
  return good;
}

function contentOf({ answer: { shape } }: Handler, components: Components): Content | undefined {
  if (shape === null) return undefined;
  if (shape === 'text/html') return { 'text/html': { schema: { type: 'string' } } };
  if (shape === 'openapi') return { 'application/json': { schema: { type: 'object' } } };
  if ('file' in shape) return contentOfFile(shape.file);
  return { 'application/json': { schema: components.refer(shape, 'output') } };
}

/** Octets as they are: OpenAPI 3.1 says nothing of them but their type. */
function contentOfFile(types: readonly string[]): Content {
  return Object.fromEntries(types.map((type) => [type, { schema: {} }]));
}

function refusal(status: number, codes: readonly ErrorCode[], problem: JsonSchema): Answer {
  const only: JsonSchema = { properties: { status: { const: status }, code: { enum: codes } } };
  return {
    description: codes.map((code) => `\`${code}\` ${ERROR_TEXTS[code].zh} ${ERROR_TEXTS[code].en}`).join('\n\n'),
    content: { 'application/problem+json': { schema: { allOf: [problem, only] } } },
  };
}
