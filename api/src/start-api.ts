import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule, type Foundations } from './app.module.js';
import { configureHttp } from './platform/http/configure-http.js';

export interface StartOptions extends Foundations {
  readonly logger: LoggerService;
  /** Folder of the built portal. */
  readonly portalDir: string;
  /** TCP port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Modules beside the product's own; only specs name any. */
  readonly more?: readonly Type[];
}

export interface RunningApi {
  readonly app: NestExpressApplication;
  /** Scheme, host and port that it answers on. */
  readonly url: string;
}

/** Builds the application and listens. The database is the caller's to open and to close. */
export async function startApi(options: StartOptions): Promise<RunningApi> {
  const { env } = options;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(options, options.more), {
    logger: options.logger,
    bodyParser: false,
    abortOnError: false,
  });
  configureHttp(app, env, options.portalDir);
  await app.listen(options.port, env.HOST);
  const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST;
  return { app, url: `http://${host}:${String(port)}` };
}
