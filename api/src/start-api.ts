import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule, type Foundations } from './app.module.js';
import { answerError, answerNotFound } from './platform/errors/answer-problem.js';
import { configureHttp } from './platform/http/configure-http.js';
import { readOwnCertificate } from './platform/http/own-certificate.js';
import { SCOPE_TRIPWIRE } from './platform/tripwire/scope-tripwire.js';

/**
 * Connections that wait to be taken in, as far as the kernel allows (Linux: net.core.somaxconn, 4,096). Node asks for
 * 511 and takes in one a turn: when thousands come back at once, the others would be dropped and knock again only after
 * 1, 3, 7, 15 and 31 seconds (RFC 6298 section 5).
 */
const KNOCKING = 16_384;

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
  // Nest's own listen() names no backlog.
  server.listen({ port, host: env.HOST, backlog: KNOCKING });
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const scheme = env.TLS_CERT_FILE === undefined ? 'http' : 'https';
  return `${scheme}://${reachableName(env.HOST)}:${String(address.port)}`;
}

/** How a browser on this machine reaches an address that is listened on. */
function reachableName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
