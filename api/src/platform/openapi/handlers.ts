import { HttpStatus, RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Permission } from '@linewatch/shared';
import type { core } from 'zod';
import { POLICY } from '../auth/policy.js';
import { API_PREFIX, isOutsidePrefix } from '../http/api-prefix.js';
import { ANSWERS, type DeclaredAnswer } from './answers.js';

/** One handler of a controller, as its decorators tell of it. */
export interface Handler {
  /** Name for generated clients: `circuitsList`. */
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As Express takes it: `/api/v1/circuits/:id`. */
  readonly path: string;
  readonly policy: Permission | 'open';
  readonly answer: DeclaredAnswer;
  /** Of an answer when all goes well. */
  readonly status: number;
  readonly query: core.$ZodType | undefined;
  readonly body: core.$ZodType | undefined;
  /** Headers that it reads, in lower case. */
  readonly headers: readonly string[];
}

/** An argument of a handler, as Nest keeps it. */
interface Argument {
  readonly data?: unknown;
  readonly schema?: core.$ZodType;
}

/** The handlers of a controller's class that are whole: with a policy, and with what they answer. */
export function handlersOf(controller: { readonly name: string; readonly prototype: object }): Handler[] {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(controller.prototype));
  return methods.flatMap(([name, descriptor]) => {
    const value: unknown = descriptor.value;
    if (typeof value !== 'function' || read(PATH_METADATA, value) === undefined) return [];
    const method = RequestMethod[Number(read(METHOD_METADATA, value))]?.toLowerCase() as Handler['method'];
    const status = read(HTTP_CODE_METADATA, value) ?? (method === 'post' ? HttpStatus.CREATED : HttpStatus.OK);
    const [answer, policy] = [read(ANSWERS, value), read(POLICY, value)];
    if (answer === undefined || policy === undefined) return [];
    return [
      {
        operationId: `${lowerFirst(controller.name.replace(/Controller$/, ''))}${upperFirst(name)}`,
        method,
        path: pathOf(controller, value),
        policy: policy as Permission | 'open',
        answer: answer as DeclaredAnswer,
        status: Number(status),
        ...argumentsOf(controller, name),
      },
    ];
  });
}

function argumentsOf(controller: object, method: string): Pick<Handler, 'query' | 'body' | 'headers'> {
  const kept = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Argument>;
  const of = (type: RouteParamtypes): Argument[] =>
    Object.entries(kept).flatMap(([key, argument]) => (key.startsWith(`${String(type)}:`) ? [argument] : []));
  return {
    query: of(RouteParamtypes.QUERY)[0]?.schema,
    body: of(RouteParamtypes.BODY)[0]?.schema,
    headers: of(RouteParamtypes.HEADERS).flatMap(({ data }) => (typeof data === 'string' ? [data.toLowerCase()] : [])),
  };
}

function pathOf(controller: object, handler: object): string {
  const parts = [read(PATH_METADATA, controller), read(PATH_METADATA, handler)].map(String);
  const path = parts.filter((part) => part !== '' && part !== '/').join('/');
  return isOutsidePrefix(path) ? `/${path}` : `${API_PREFIX}/${path}`;
}

function read(key: string, target: object): unknown {
  return Reflect.getMetadata(key, target);
}

function lowerFirst(word: string): string {
  return word.slice(0, 1).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
