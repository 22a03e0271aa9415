import { ERROR_CODES } from '@linewatch/shared';
import { HTTP_STATUS } from './error-mapping.js';
import { ERROR_TEXTS } from './error-texts.js';

/** docs/errors.md: every code with its status and its words. */
export function errorsPage(): string {
  const rows = ERROR_CODES.map(
    (code) => `| \`${code}\` | ${String(HTTP_STATUS[code])} | ${ERROR_TEXTS[code].zh} | ${ERROR_TEXTS[code].en} |`,
  );
  return `${HEAD}\n| code | status | zh | en |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

const HEAD = `# Codes of refusals

Written by \`npm run openapi\`; a spec compares it with the code.

Every refusal of the API is problem details (RFC 9457, \`application/problem+json\`). \`type\` is \`urn:linewatch:error:\` and the code, \`title\` the English words below, \`detail\` the words in the language of \`Accept-Language\` (zh or en, zh without one). \`details\` has figures of some codes, such as \`retryAfter\` in seconds. \`fields\` names each wrong field with a JSON pointer (RFC 6901) and a stable reason. \`requestId\` is what to quote to the operator. Clients decide by \`code\`: it never changes its meaning.
`;
