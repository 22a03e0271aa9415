import 'reflect-metadata';
import { type CallHandler, type ExecutionContext, Injectable, Module, type NestInterceptor } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { Request } from 'express';
import { type Observable, tap } from 'rxjs';
import { run } from '../../run.js';

/** What whoever started this process may tell it. */
interface Order {
  readonly crashAt?: 'after-store';
}

let isArmed = false;
process.on('message', ({ crashAt }: Order) => {
  isArmed = crashAt === 'after-store';
});
// Without somebody to answer to there is nothing to do here.
process.on('disconnect', () => process.exit(1));

/** Dies, when it is armed, after a batch is committed and before anybody is told so. */
@Injectable()
class CrashAfterStore implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const isBatch = context.switchToHttp().getRequest<Request>().path.endsWith('/collector/batches');
    return next.handle().pipe(
      tap(() => {
        if (isArmed && isBatch) process.kill(process.pid, 'SIGKILL');
      }),
    );
  }
}

@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: CrashAfterStore }] })
class CrashModule {}

/** The API as it runs in production, with a crash point. */
await run([CrashModule]);
