import * as z from 'zod/mini';
import { CIRCUIT_ACTIONS, CIRCUIT_STATES } from '../domain/life-cycles/circuit.js';
import { ROLES } from '../domain/identity/roles.js';
import { optionalLine } from './plain-text.js';

export const ALIAS_MAX_LENGTH = 80;

/** `POST /api/v1/circuits/:id/alias`: the customer's own word; null or empty takes it away. */
export const AliasChange = z.object({ alias: optionalLine(ALIAS_MAX_LENGTH), version: z.int() });
export type AliasChange = z.infer<typeof AliasChange>;

/** Actions that end or interrupt a service, and so are explained. */
export const ACTIONS_WITH_REASON: readonly string[] = ['deactivate', 'suspend', 'terminate'];

/** `POST /api/v1/circuits/:id/steps`. */
export const CircuitStepRequest = z.object({
  action: z.enum(CIRCUIT_ACTIONS),
  reason: optionalLine(200),
  version: z.int(),
});
export type CircuitStepRequest = z.infer<typeof CircuitStepRequest>;

/** What a change left behind: the state and the version to go on from. */
export const CircuitVersion = z.object({
  alias: z.nullable(z.string()),
  state: z.enum(CIRCUIT_STATES),
  version: z.int(),
});
export type CircuitVersion = z.infer<typeof CircuitVersion>;

/** One step of a circuit's life. To customers the operator's people have a role and no name, and give no reasons. */
export const CircuitStepView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  action: z.enum(CIRCUIT_ACTIONS),
  from: z.nullable(z.enum(CIRCUIT_STATES)),
  to: z.enum(CIRCUIT_STATES),
  reason: z.nullable(z.string()),
  role: z.nullable(z.enum(ROLES)),
  by: z.nullable(z.string()),
});
export type CircuitStepView = z.infer<typeof CircuitStepView>;

/** `GET /api/v1/circuits/:id/steps`: newest first, at most 200. */
export const CircuitSteps = z.object({ items: z.array(CircuitStepView) });
export type CircuitSteps = z.infer<typeof CircuitSteps>;
