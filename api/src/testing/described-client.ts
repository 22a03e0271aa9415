import type { OpenApiDocument, Operation } from '../platform/openapi/open-api.js';
import type { Answer, TestClient } from './test-client.js';

/** What is put into a call. */
export interface Call {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls the API as a generated client does: it knows the document and nothing else. */
export class DescribedClient {
  private readonly operations: ReadonlyMap<string, { method: string; path: string; operation: Operation }>;

  constructor(
    private readonly document: OpenApiDocument,
    private readonly client: TestClient,
    private readonly credentials: Readonly<Record<string, string>>,
  ) {
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [operation.operationId, { method, path, operation }] as const,
      ),
    );
    this.operations = new Map(all);
  }

  /** @throws Error when the document has no such operation, or lacks what it needs */
  async call<Body>(operationId: string, call: Call = {}): Promise<Answer<Body>> {
    const found = this.operations.get(operationId);
    if (found === undefined) throw new Error(`the document has no ${operationId}`);
    const { method, path, operation } = found;
    const unknown = Object.keys(call.query ?? {}).find(
      (name) => operation.parameters?.some((each) => each.in === 'query' && each.name === name) !== true,
    );
    if (unknown !== undefined) throw new Error(`${operationId} has no parameter ${unknown}`);
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.path?.[name] ?? ''));
    const query = new URLSearchParams(call.query).toString();
    const base = this.document.servers[0]?.url.replace(/\/$/, '') ?? '';
    const isJson = operation.requestBody?.content['application/json'] !== undefined;
    return this.client.send<Body>(
      method.toUpperCase(),
      `${base}${filled}${query === '' ? '' : `?${query}`}`,
      isJson ? JSON.stringify(call.body) : undefined,
      { ...this.credentials, ...(isJson && { 'Content-Type': 'application/json' }) },
    );
  }
}
