import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { answerWith, type OpenApiDocument, type Operation, REFUSALS } from '../platform/openapi/open-api.js';

/** An answer, with all that the document could be wrong about. */
export interface SeenAnswer {
  readonly method: string;
  /** As it was asked for, with its query. */
  readonly path: string;
  readonly status: number;
  /** Its media type as the header says it. */
  readonly type: string | null;
  readonly text: string;
}

/** The checks of the APIs that run in this process, by their addresses. */
const checks = new Map<string, AnswerCheck>();
/** One check for all APIs that say the same of themselves: compiling schemas takes longer than starting an API. */
const known = new Map<string, AnswerCheck>();

/** From now on each answer of an API is held against its document. @returns ends that */
export function describeAnswers(url: string, document: OpenApiDocument): () => void {
  const text = JSON.stringify(document);
  const check = known.get(text) ?? new AnswerCheck(document);
  known.set(text, check);
  checks.set(url, check);
  return () => checks.delete(url);
}

/** @throws Error when the API of this process answered otherwise than its document says */
export function expectDescribed(url: string, answer: SeenAnswer): void {
  const lie = checks.get(url)?.lieIn(answer);
  if (lie === undefined) return;
  const { method, path, status, text } = answer;
  throw new Error(`The document lies about ${method} ${path} (${String(status)}): ${lie}\n${text.slice(0, 500)}`);
}

/** Holds answers against a document. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, logger: false, allErrors: false, formats: FORMATS });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly routes: readonly { readonly path: string; readonly pattern: RegExp }[];

  constructor(private readonly document: OpenApiDocument) {
    this.ajv.addSchema(document, 'api');
    // Those with fewer names in them first: `/users/choices` is no `/users/{userId}`.
    const paths = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length);
    this.routes = paths.map((path) => ({ path, pattern: patternOf(path) }));
  }

  /** @returns what is not as the document has it, or undefined */
  lieIn({ method, path, status, type, text }: SeenAnswer): string | undefined {
    const [plain = ''] = path.split('?');
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const route = this.routes.find(({ path: each, pattern }) => pattern.test(plain) && this.operation(each, verb));
    if (route === undefined) return this.lieOutside(plain, status, type, text);
    const operation = this.operation(route.path, verb);
    const answer = operation && answerWith(this.document, operation, String(status));
    if (answer === undefined) return 'there is no such status';
    if (method === 'HEAD') return undefined;
    const [media = ''] = (type ?? '').split(';', 1);
    if (answer.content === undefined) return text === '' ? undefined : 'there should be no body';
    if (answer.content[media] === undefined) return `there is no ${media === '' ? 'answer without a type' : media}`;
    if (!media.endsWith('json')) return undefined;
    const written = operation?.responses[String(status)];
    const place =
      written !== undefined && '$ref' in written
        ? ['components', 'responses', written.$ref.slice(REFUSALS.length)]
        : ['paths', route.path, verb, 'responses', String(status)];
    return this.mistakeIn(text, `api#/${[...place, 'content', media, 'schema'].map(escaped).join('/')}`);
  }

  /** Where nothing is, the API says so in its own words; all else belongs to the portal. */
  private lieOutside(path: string, status: number, type: string | null, text: string): string | undefined {
    if (!/^\/(tmf-)?api\//i.test(path) || text === '') return undefined;
    if (status < 400 || type?.startsWith('application/problem+json') !== true) return 'there is no such route';
    return this.mistakeIn(text, 'api#/components/schemas/Problem');
  }

  private operation(path: string, method: string): Operation | undefined {
    return this.document.paths[path]?.[method];
  }

  private mistakeIn(text: string, $ref: string): string | undefined {
    const validate = this.compiled.get($ref) ?? this.ajv.compile({ $ref });
    this.compiled.set($ref, validate);
    return validate(JSON.parse(text)) ? undefined : this.ajv.errorsText(validate.errors);
  }
}

/** What the document leaves to the names of formats. */
const FORMATS = {
  uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /^\S+@\S+$/,
};

/** As Express takes paths: in capitals too, and with a slash at the end. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i');
}

/** One step of a JSON pointer in the fragment of an address. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
