import { escapeHtml } from '../http/escape-html.js';
import { COMPONENTS, type JsonSchema } from './json-schema.js';
import { answerWith, type Content, type OpenApiDocument, type Operation, operationsOf } from './open-api.js';

const WORDS = {
  zh: {
    title: 'Linewatch 接口说明',
    other: 'English',
    permission: '权限',
    open: '无需登录',
    parameters: '参数',
    body: '请求体',
    answers: '应答',
    example: '示例',
    schemas: '数据结构',
    document: 'OpenAPI 3.1 文档',
    required: '必填',
  },
  en: {
    title: 'Linewatch API reference',
    other: '中文',
    permission: 'Permission',
    open: 'open to everybody',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    example: 'Example',
    schemas: 'Schemas',
    document: 'OpenAPI 3.1 document',
    required: 'required',
  },
} as const;
type Language = keyof typeof WORDS;

/**
 * The document as one page without a script: it must work under the same policy as the portal.
 *
 * @param nonce of this answer, for the page's style
 */
export function referencePage(document: OpenApiDocument, language: Language, nonce: string): string {
  const words = WORDS[language];
  const operations = operationsOf(document);
  const sections = document.tags.map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    const articles = own.map(({ path, method, operation }) => article(document, path, method, operation, language));
    return `<section><h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2>${articles.join('')}</section>`;
  });
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<h3 id="schema-${escapeHtml(name)}">${escapeHtml(name)}</h3>${json(schema)}`,
  );
  const contents = document.tags.map(({ name }) => `<li><a href="#${escapeHtml(name)}">${escapeHtml(name)}</a></li>`);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${words.title}</title>` +
    `<style nonce="${escapeHtml(nonce)}">${STYLE}</style></head><body><main><h1>${words.title}</h1>` +
    `<p><a href="?lang=${other}" hreflang="${other}">${words.other}</a> · <a href="/api/openapi.json">${words.document}</a></p>` +
    `<pre class="text">${escapeHtml(document.info.description)}</pre><nav><ul>${contents.join('')}</ul></nav>` +
    `${sections.join('')}<section><h2>${words.schemas}</h2>${schemas.join('')}</section></main></body></html>`
  );
}

function article(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: Operation,
  language: Language,
): string {
  const words = WORDS[language];
  const permission = operation['x-permission'];
  const summary = language === 'zh' ? operation['x-summary-zh'] : operation.summary;
  const roles = operation['x-roles'].length > 0 ? ` (${operation['x-roles'].join(', ')})` : '';
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}${required ? `, ${words.required}` : ''}</td>` +
      `<td><code>${escapeHtml(JSON.stringify(schema))}</code></td></tr>`,
  );
  const given = Object.keys(operation.responses).map((status) => ({
    status,
    answer: answerWith(document, operation, status),
  }));
  const answers = given.map(({ status, answer }) => {
    const said = status.startsWith('2') ? summary : (answer?.description ?? '');
    return `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(said)}</td><td>${shapes(answer?.content)}</td></tr>`;
  });
  const good = given.find(({ status }) => status.startsWith('2'))?.answer?.content?.['application/json'];
  return (
    `<article id="${escapeHtml(operation.operationId)}"><h3>${escapeHtml(summary)}</h3>` +
    `<p><code class="route">${method.toUpperCase()} ${escapeHtml(path)}</code></p>` +
    `<p>${words.permission}: ${permission === 'open' ? words.open : escapeHtml(permission + roles)}</p>` +
    (parameters.length > 0 ? `<h4>${words.parameters}</h4><table>${parameters.join('')}</table>` : '') +
    bodyOf(operation.requestBody?.content, words) +
    `<h4>${words.answers}</h4><table>${answers.join('')}</table>` +
    (good?.example === undefined ? '' : example(words, good.example)) +
    '</article>'
  );
}

function bodyOf(content: Content | undefined, words: (typeof WORDS)[Language]): string {
  const body = content?.['application/json'];
  if (body === undefined) return '';
  return `<h4>${words.body}</h4><p>${shapes(content)}</p>${example(words, body.example)}`;
}

function example(words: (typeof WORDS)[Language], value: unknown): string {
  return `<details><summary>${words.example}</summary>${json(value)}</details>`;
}

function shapes(content: Content | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => `${escapeHtml(type)} ${link(schema)}`)
    .join('<br>');
}

function link(schema: JsonSchema): string {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference === undefined) return '';
  const name = escapeHtml(reference.slice(COMPONENTS.length));
  return `<a href="#schema-${name}">${name}</a>`;
}

function json(value: unknown): string {
  return `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;
}

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0}main{max-width:60rem;margin:auto;' +
  'padding:1rem}pre{overflow:auto;padding:.5rem;background:#8882}.text{white-space:pre-wrap;font:inherit}' +
  'table{border-collapse:collapse;width:100%}td{border:1px solid #8886;padding:.25rem .5rem;vertical-align:top;' +
  'overflow-wrap:anywhere;white-space:pre-line}article{border-top:1px solid #8886;margin-block:1.5rem}' +
  '.route{font-weight:bold}nav ul{columns:12rem}';
