import * as z from 'zod/mini';
import { notificationOidOfV1 } from '../../domain/traps/index.js';
import { oneOrMany, type RuleOfVector } from './vector-input.js';

const Trap = z.object({ enterprise: z.string(), generic: z.int(), specific: z.int() });

export const TRAP_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-TRAPOID': oneOrMany(Trap, notificationOidOfV1),
};
