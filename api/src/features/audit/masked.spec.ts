import { maskedJson } from './masked.js';

describe('what changed, as the audit log keeps it', () => {
  it('masks what stands under the name of a secret, at every depth', () => {
    const text = maskedJson({ name: 'core-1', access: { community: 'c0mmunity', authKey: 'k3y' }, newPassword: 'pw' });

    expect(text).toBe('{"name":"core-1","access":{"community":"•••","authKey":"•••"},"newPassword":"•••"}');
  });

  it('cuts long texts, and never in the middle of its own form', () => {
    expect(maskedJson({ note: 'x'.repeat(500) })).toBe(JSON.stringify({ note: `${'x'.repeat(200)}…` }));
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`field${String(at)}`, 'y'.repeat(100)]));
    expect(JSON.parse(maskedJson(many) ?? '')).toEqual({ tooLong: jasmine.any(Number) });
  });

  it('keeps nothing when nothing changed', () => {
    expect(maskedJson(undefined)).toBeNull();
  });
});
