import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ANSWERS } from '../openapi/answers.js';
import { POLICY } from './policy.js';

/** Key under which Nest keeps the path of a handler. */
const PATH = 'path';
/** Key under which Nest keeps the message that a gateway's method answers. */
const MESSAGE = 'message';

/** Looks at every handler once, at the start: one that nobody guards keeps the API from starting. */
@Injectable()
export class GuardedRoutes implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error naming every handler without `Policy` or `Open`, or `Answers`, and every gateway that listens to clients */
  onApplicationBootstrap(): void {
    const open = [
      ...this.methods(this.discovery.getControllers(), PATH).filter(({ handler }) => policyOf(handler) === undefined),
      ...this.methods(this.discovery.getProviders(), MESSAGE),
    ];
    refuse(open, 'who may call them (Policy or Open)');
    const silent = this.methods(this.discovery.getControllers(), PATH).filter(({ handler }) => isSilent(handler));
    refuse(silent, 'what they answer (Answers)');
  }

  private methods(
    wrappers: readonly { readonly instance: unknown }[],
    key: string,
  ): { readonly name: string; readonly handler: object }[] {
    return wrappers.flatMap(({ instance }) => {
      if (typeof instance !== 'object' || instance === null) return [];
      const prototype: unknown = Object.getPrototypeOf(instance);
      if (typeof prototype !== 'object' || prototype === null || prototype === Object.prototype) return [];
      return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
        const handler: unknown =
          Object.getOwnPropertyDescriptor(prototype, method)?.value ?? Reflect.get(prototype, method);
        if (typeof handler !== 'function' || Reflect.getMetadata(key, handler) === undefined) return [];
        return [{ name: `${prototype.constructor.name}.${method}`, handler }];
      });
    });
  }
}

/** @throws Error when there are any */
function refuse(handlers: readonly { readonly name: string }[], what: string): void {
  if (handlers.length === 0) return;
  const names = handlers.map(({ name }) => name).join(', ');
  throw new Error(`These handlers say nothing about ${what}: ${names}`);
}

function isSilent(handler: object): boolean {
  return Reflect.getMetadata(ANSWERS, handler) === undefined;
}

function policyOf(handler: object): unknown {
  return Reflect.getMetadata(POLICY, handler);
}
