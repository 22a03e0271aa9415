import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ENV } from './env.token.js';
import type { Env } from './env.js';

/** The configuration, read once at start, for whoever injects `ENV`. */
@Global()
@Module({})
export class ConfigModule {
  static with(env: Env): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: ENV, useValue: env }], exports: [ENV] };
  }
}
