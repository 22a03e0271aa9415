import { RequestMethod } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { POLICY } from '../platform/auth/policy.js';
import { API_PREFIX, isOutsidePrefix } from '../platform/http/api-prefix.js';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** `METHOD /path` of every route that Express would take a request to, sorted; `ANY` for one of several methods. */
export function servedRoutes(app: NestExpressApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as unknown as { router: { stack: readonly Layer[] } };
  return router.stack
    .flatMap(({ route }) => {
      if (route === undefined) return [];
      const methods = Object.keys(route.methods).filter((method) => route.methods[method] === true);
      return [`${methods.length === 1 ? (methods[0] ?? '').toUpperCase() : 'ANY'} ${route.path}`];
    })
    .sort();
}

/** `METHOD /path` of every handler of a controller, with the policy that stands over it. */
export function declaredRoutes(app: NestExpressApplication): Map<string, unknown> {
  const handlers = [...declaredHandlers(app)];
  return new Map(handlers.map(([route, handler]) => [route, Reflect.getMetadata(POLICY, handler) as unknown]));
}

/** The handlers of all controllers by `METHOD /path`. */
export function declaredHandlers(app: NestExpressApplication): Map<string, object> {
  const routes = new Map<string, object>();
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const base = pathOf(metatype);
    for (const handler of handlersOf(metatype)) {
      const method = RequestMethod[Number(Reflect.getMetadata('method', handler))] ?? '';
      const path = [base, pathOf(handler)].filter((part) => part !== '' && part !== '/').join('/');
      const prefix = isOutsidePrefix(path) ? '' : API_PREFIX;
      routes.set(`${method} ${prefix}/${path}`, handler);
    }
  }
  return routes;
}

/** Names of the classes that listen to sockets, and of the messages that they take. */
export function declaredGateways(app: NestExpressApplication): { gateways: string[]; messages: string[] } {
  const gateways = app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .flatMap(({ metatype }) => (typeof metatype === 'function' ? [metatype] : []))
    .filter((type) => Reflect.getMetadata('websockets:is_gateway', type) === true);
  const messages = gateways.flatMap((type) =>
    methodsOf(type).filter((method) => Reflect.getMetadata('message', method) !== undefined),
  );
  return { gateways: gateways.map(({ name }) => name), messages: messages.map(({ name }) => name) };
}

function pathOf(target: object): string {
  return String(Reflect.getMetadata('path', target));
}

function handlersOf(type: object): object[] {
  return methodsOf(type).filter((method) => Reflect.getMetadata('path', method) !== undefined);
}

function methodsOf(type: object): { readonly name: string }[] {
  const prototype: unknown = Reflect.get(type, 'prototype');
  if (typeof prototype !== 'object' || prototype === null) return [];
  const values = Object.values(Object.getOwnPropertyDescriptors(prototype)).map(({ value }): unknown => value);
  return values.filter((value) => typeof value === 'function').filter((value) => value !== type);
}
