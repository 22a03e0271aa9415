/** What a body may have, and a little less: the limit itself is another spec's. */
const IN_A_BODY = 250_000;

/** Bodies that keep a reader busy by their shape rather than by any text: to the limit of what may be sent. */
export const ODD_BODIES: Readonly<Record<string, string>> = {
  'lists in lists': nested('[', ']'),
  'objects in objects': nested('{"a":', '}'),
  'many fields': `{${filled((at) => `"f${at.toString(36)}":0`)}}`,
  'the same field many times': `{${filled(() => '"name":0')}}`,
  'fields of the prototype': `{${filled(() => '"__proto__":{"x":0}')}}`,
  'a long list': `[${filled(() => '{}')}]`,
  'a number of very many digits': `{"version":${'9'.repeat(IN_A_BODY)}}`,
  'very many numbers that are too great': `[${filled(() => '1e400')}]`,
};

function nested(opened: string, closed: string): string {
  const levels = Math.floor(IN_A_BODY / (opened.length + closed.length + 1));
  return `${opened.repeat(levels)}0${closed.repeat(levels)}`;
}

/** As many parts as there is room for, with commas between. */
function filled(part: (at: number) => string): string {
  const parts: string[] = [];
  for (let length = 0; length < IN_A_BODY; length += (parts.at(-1)?.length ?? 0) + 1) parts.push(part(parts.length));
  return parts.join(',');
}
