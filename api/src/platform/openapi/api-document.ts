import { API_TOKEN_PREFIX } from '@linewatch/shared';
import { SESSION_COOKIE } from '../auth/session-cookie.js';
import { Components } from './components.js';
import { exampleOf } from './example.js';
import type { Handler } from './handlers.js';
import { INTRODUCTION } from './introduction.js';
import type { JsonSchema } from './json-schema.js';
import type { Content, OpenApiDocument, Operation } from './open-api.js';
import { operationOf, tagOf } from './operation.js';

/**
 * The description of the API, made of what its handlers declare. The same handlers in whatever order make the same
 * document.
 *
 * @throws Error when two handlers have one name or one address
 */
export function apiDocument(handlers: readonly Handler[]): OpenApiDocument {
  const components = new Components();
  const sorted = [...handlers].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  refuseTwice(sorted.map(({ operationId }) => operationId));
  refuseTwice(sorted.map(placeOf));
  const operations = sorted.map((handler) => ({ handler, operation: operationOf(handler, components) }));
  const schemas = components.schemas();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { handler, operation } of operations) {
    const path = templateOf(handler.path);
    paths[path] = { ...paths[path], [handler.method]: withExamples(operation, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Linewatch API', version: '1', description: INTRODUCTION },
    servers: [{ url: '/' }],
    tags: [...new Set(sorted.map(({ path }) => tagOf(path)))].sort().map((name) => ({ name })),
    paths,
    components: { securitySchemes: SECURITY_SCHEMES, responses: components.responses(), schemas },
  };
}

const SECURITY_SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'The session of a browser, by POST /api/v1/session. 浏览器会话。',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: `${API_TOKEN_PREFIX}…`,
    description: 'A token of the API, made on the page of tokens. API 令牌，在令牌页面生成。',
  },
  collector: { type: 'http', scheme: 'bearer', description: 'The token of a collector. 采集器令牌。' },
};

/** `/circuits/:id` as the document writes it: `/circuits/{id}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function placeOf({ method, path }: Handler): string {
  return `${path} ${method}`;
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two handlers are called ${twice}`);
}

/** With a value for each body that is sent and each answer when all goes well. */
function withExamples(operation: Operation, schemas: Readonly<Record<string, JsonSchema>>): Operation {
  const shown = (content: Content): Content =>
    Object.fromEntries(
      Object.entries(content).map(([type, { schema }]) => [
        type,
        type === 'application/json' ? { schema, example: exampleOf(schema, schemas) } : { schema },
      ]),
    );
  const { requestBody, responses } = operation;
  return {
    ...operation,
    ...(requestBody !== undefined && { requestBody: { ...requestBody, content: shown(requestBody.content) } }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, answer]) => [
        status,
        '$ref' in answer || answer.content === undefined ? answer : { ...answer, content: shown(answer.content) },
      ]),
    ),
  };
}
