import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { AuthGuard } from './auth.guard.js';

describe('AuthGuard', () => {
  it('lets nobody call a handler that does not say who may, should one ever come past the start of the house', async () => {
    const unasked = undefined as never;
    const guard = new AuthGuard(new Reflector(), unasked, unasked, unasked, unasked, unasked);
    const handler = (): void => undefined;
    const call = new ExecutionContextHost([{ method: 'GET', headers: {} }, {}], undefined, handler);

    expect(await guard.canActivate(call)).toBeFalse();
  });
});
