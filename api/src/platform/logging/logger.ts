import type { LoggerService } from '@nestjs/common';
import { type Logger as Pino, pino } from 'pino';
import { describeError } from './describe-error.js';

/** The process's log: one JSON line a message on stdout. */
export function createLog(level: string): Pino {
  return pino({ level, base: { service: 'api' }, timestamp: pino.stdTimeFunctions.isoTime });
}

type Level = 'info' | 'warn' | 'error' | 'debug' | 'trace' | 'fatal';

/** Nest's logger over pino. The last parameter Nest hands over is the name of the class that speaks. */
export class PinoLogger implements LoggerService {
  constructor(private readonly log_: Pino) {}

  log(message: unknown, ...parameters: unknown[]): void {
    // Nest's own start-up story (each route, each module) is of use to nobody who runs the product.
    const context = contextOf(parameters);
    this.write(context !== undefined && FRAMEWORK.has(context) ? 'debug' : 'info', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.write('error', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  private write(level: Level, message: unknown, parameters: readonly unknown[]): void {
    const context = contextOf(parameters);
    const fields = context === undefined ? {} : { context };
    if (message instanceof Error) this.log_[level]({ ...fields, error: describeError(message) }, message.name);
    else if (typeof message === 'object' && message !== null) this.log_[level]({ ...fields, ...message });
    else this.log_[level](fields, String(message));
  }
}

const FRAMEWORK = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

function contextOf(parameters: readonly unknown[]): string | undefined {
  const last = parameters.at(-1);
  return typeof last === 'string' ? last : undefined;
}
