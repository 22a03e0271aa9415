import 'reflect-metadata';
import type { Server } from 'node:http';
import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule, type Foundations } from './app.module.js';
import { answerError, answerNotFound } from './platform/errors/answer-problem.js';
import { configureHttp } from './platform/http/configure-http.js';
import { Doors } from './platform/http/doors.js';
import { readOwnCertificate } from './platform/http/own-certificate.js';
import { SCOPE_TRIPWIRE } from './platform/tripwire/scope-tripwire.js';

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
  if (options.env.NODE_ENV !== 'production') options.database.watchBy(SCOPE_TRIPWIRE);
  const certificate = readOwnCertificate(options.env);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(options, options.more), {
    logger: options.logger,
    bodyParser: false,
    abortOnError: false,
    ...(certificate !== undefined && { httpsOptions: certificate }),
  });
  try {
    return { app, url: await listen(app, options) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function listen(app: NestExpressApplication, { env, port, portalDir }: StartOptions): Promise<string> {
  configureHttp(app, env, portalDir);
  await app.init();
  app.use(answerNotFound);
  app.use(answerError);
  const server: Server = app.getHttpServer();
  const taken = await app.get(Doors).open(server, port, env.HOST);
  const scheme = env.TLS_CERT_FILE === undefined ? 'http' : 'https';
  return `${scheme}://${reachableName(env.HOST)}:${String(taken)}`;
}

/** How a browser on this machine reaches an address that is listened on. */
function reachableName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
