import { ApiClient } from './api-client.js';

describe('the reason why the API cannot be reached', () => {
  it('never quotes the token', async () => {
    const api = new ApiClient('http://127.0.0.1:1', 'secret-word\nof two lines');
    const delivery = await api.deliver('{}', new AbortController().signal);

    expect(delivery).toEqual({ kind: 'later', reason: 'TypeError' });
  });

  it('is the code of what went wrong below HTTP', async () => {
    const delivery = await new ApiClient('http://127.0.0.1:1', 'token').deliver('{}', new AbortController().signal);

    expect(delivery.kind).toBe('later');
    expect(JSON.stringify(delivery)).not.toContain('fetch');
  });
});
