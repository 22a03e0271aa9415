import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { Problem } from '@linewatch/shared';
import { z } from 'zod';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf } from '../../testing/test-client.js';
import { Open } from '../auth/policy.js';
import { Answers } from '../openapi/answers.js';

const Form = z.object({ name: z.string().min(2), ends: z.array(z.object({ port: z.int() })) });

@Controller('trial')
class TrialController {
  @Post()
  @Open()
  @Answers(Form, { en: 'Takes', zh: '接收' })
  take(@Body({ schema: Form }) form: z.infer<typeof Form>): z.infer<typeof Form> {
    return form;
  }

  @Get('broken')
  @Open()
  @Answers(null, { en: 'Breaks', zh: '出错' })
  broken(): never {
    throw Object.assign(new Error('SELECT password FROM user_account'), { sql: 'SELECT password' });
  }

  @Get('lie')
  @Open()
  @Answers(Form, { en: 'Lies', zh: '不实' })
  lie(): unknown {
    return { name: 'ok', ends: [{ port: 'one' }] };
  }

  @Get('away')
  @Open()
  @Answers(null, { en: 'Is away', zh: '离线' })
  away(): never {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  }
}

@Module({ controllers: [TrialController] })
class TrialModule {}

@Controller('forgotten')
class ForgottenController {
  @Get()
  list(): string[] {
    return [];
  }
}

@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

@Controller('silent')
class SilentController {
  @Get()
  @Open()
  list(): string[] {
    return [];
  }
}

@Module({ controllers: [SilentController] })
class SilentModule {}

describe('the API over HTTP', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ more: [TrialModule] });
  });

  afterAll(() => api.close());

  it('names every wrong field of a body', async () => {
    const answer = await api.stranger().post('/api/v1/trial', { name: 'x', ends: [{ port: 1 }, { port: 'no' }] });

    expect(answer.status).toBe(400);
    expect(Problem.parse(answer.body)).toEqual(
      jasmine.objectContaining({
        code: 'request.invalid',
        fields: [
          { field: 'name', pointer: '/name', reason: 'too_small' },
          { field: 'ends.1.port', pointer: '/ends/1/port', reason: 'invalid_type' },
        ],
      }),
    );
  });

  it('passes on only what the schema names', async () => {
    const body = { name: 'ok', ends: [], role: 'PLATFORM_ADMIN', constructor: 1 };

    expect((await api.stranger().post('/api/v1/trial', body)).body).toEqual({ name: 'ok', ends: [] });
  });

  it('refuses a body that is not JSON, or not sent as JSON, or too long', async () => {
    const stranger = api.stranger();
    const json = { 'Content-Type': 'application/json' };

    const malformed = await stranger.send('POST', '/api/v1/trial', '{"name":', json);
    const form = await stranger.send('POST', '/api/v1/trial', 'name=ok', { 'Content-Type': 'text/plain' });
    const long = await stranger.post('/api/v1/trial', { name: 'x'.repeat(300_000), ends: [] });

    expect([malformed.status, codeOf(malformed)]).toEqual([400, 'request.invalid']);
    expect([form.status, codeOf(form)]).toEqual([403, 'request.foreign-origin']);
    expect([long.status, codeOf(long)]).toEqual([413, 'request.body-too-large']);
  });

  it('tells nothing of its own errors but the id of the request', async () => {
    const answer = await api.stranger().get('/api/v1/trial/broken');

    expect(answer.status).toBe(500);
    expect(Problem.parse(answer.body)).toEqual({
      type: 'urn:linewatch:error:server.unexpected',
      title: 'Something went wrong on our side. If it happens again, tell your account manager the requestId.',
      status: 500,
      detail: '系统发生意外错误。若重复出现，请把请求号（requestId）告诉客户经理。',
      code: 'server.unexpected',
      requestId: answer.headers.get('x-request-id') ?? 'missing',
    });
  });

  it('is held against its description by every spec that asks', async () => {
    await expectAsync(api.stranger().get('/api/v1/trial/lie')).toBeRejectedWithError(/ends\/0\/port must be integer/);
  });

  it('speaks the language of who asks, and says which it is', async () => {
    const asked = async (language: string): Promise<unknown> => {
      const answer = await api.stranger().get('/api/v1/nothing', { 'Accept-Language': language });
      return [Problem.parse(answer.body).detail, answer.headers.get('content-language')];
    };

    expect(await asked('zh-CN')).toEqual(['没有找到。', 'zh-CN']);
    expect(await asked('en-US,zh;q=0.5')).toEqual(['Not found.', 'en']);
  });

  it('is unavailable for a while when the database is away', async () => {
    const answer = await api.stranger().get('/api/v1/trial/away');

    expect([answer.status, codeOf(answer), answer.headers.get('retry-after')]).toEqual([
      503,
      'server.unavailable',
      '5',
    ]);
  });

  for (const path of ['/api/v1/nothing', '/api/nothing', '/nothing.js', '/%E0%A4%A', '/api/v1/%E0%A4%A']) {
    it(`answers ${path} as problem details with every protecting header`, async () => {
      const answer = await api.stranger().get(path);

      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(Problem.parse(answer.body).requestId).toBe(answer.headers.get('x-request-id') ?? 'missing');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-powered-by')).toBeNull();
    });
  }

  it('lets no cache keep what the API says', async () => {
    const stranger = api.stranger();

    expect((await stranger.get('/api/v1/version')).headers.get('cache-control')).toBe('no-store');
    expect((await stranger.get('/api/v1/session')).headers.get('cache-control')).toBe('no-store');
  });

  it('answers a request that is no HTTP with 400 and goes on', async () => {
    const { port } = new URL(api.url);
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('rubbish\r\n\r\n'));
      let text = '';
      socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
      socket.on('close', () => {
        resolve(text);
      });
      socket.on('error', reject);
    });

    expect(said).toContain('400');
    expect((await api.stranger().get('/api/health/live')).status).toBe(200);
  });
});

describe('the portal as the API serves it', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
    const folder = join(api.env.DATA_DIR, 'portal');
    await mkdir(folder);
    await writeFile(
      join(folder, 'index.html'),
      '<style nonce="CSP_NONCE">b{}</style><lw-root ngCspNonce="CSP_NONCE"></lw-root>',
    );
    await writeFile(join(folder, 'main-aBcDEF12.js'), 'export {};');
    await writeFile(join(folder, 'favicon.ico'), '');
  });

  afterAll(() => api.close());

  it('is one page for every address a browser goes to, with a nonce that its policy names', async () => {
    const answer = await api.stranger().get<string>('/circuits/some-id?range=1h', { Accept: 'text/html,*/*' });

    const nonce = /ngCspNonce="([^"]+)"/.exec(answer.body)?.[1] ?? 'missing';
    expect(answer.status).toBe(200);
    expect(answer.body).toBe(`<style nonce="${nonce}">b{}</style><lw-root ngCspNonce="${nonce}"></lw-root>`);
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is there for those who ask for anything, such as a probe from a command line', async () => {
    const stranger = api.stranger();

    expect((await stranger.get('/', { Accept: '*/*' })).status).toBe(200);
    expect((await stranger.get('/circuits', { Accept: '*/*' })).status).toBe(200);
    expect((await stranger.get('/circuits', { Accept: 'application/json' })).status).toBe(404);
  });

  it('has another nonce each time', async () => {
    const page = (): Promise<string> =>
      api
        .stranger()
        .get<string>('/', { Accept: 'text/html' })
        .then(({ body }) => body);

    expect(await page()).not.toBe(await page());
  });

  it('keeps files named by their content for a year, and asks again for others', async () => {
    const stranger = api.stranger();

    expect((await stranger.get('/main-aBcDEF12.js')).headers.get('cache-control')).toContain('immutable');
    expect((await stranger.get('/favicon.ico')).headers.get('cache-control')).toBe('no-cache');
  });

  it('is no answer for a script that is missing, nor for the API', async () => {
    const stranger = api.stranger();

    expect((await stranger.get('/main-00000000.js')).status).toBe(404);
    expect((await stranger.get('/api/nothing', { Accept: 'text/html' })).status).toBe(404);
    expect((await stranger.get('/..%2f..%2fpackage.json')).status).toBe(404);
  });
});

/** An API that starts and is closed again, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('a handler that nobody guards', () => {
  it(
    'keeps the API from starting, and is named',
    async () => {
      await expectAsync(startTestApi({ more: [ForgottenModule] })).toBeRejectedWithError(/ForgottenController\.list/);
    },
    PATIENCE_MS,
  );
});

describe('a handler that does not say what it answers', () => {
  it(
    'keeps the API from starting, and is named',
    async () => {
      await expectAsync(startTestApi({ more: [SilentModule] })).toBeRejectedWithError(
        /what they answer.*SilentController\.list/,
      );
    },
    PATIENCE_MS,
  );
});
