import * as z from 'zod/mini';
import { DENOMINATORS, NO_DATA_POLICIES, SLA_METRICS } from '../domain/index.js';
import { lineOfText } from './plain-text.js';
import { SlaFigure, SlaMonth } from './sla.contract.js';

const Clock = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/));
const Days = z.array(z.iso.date()).check(z.maxLength(400));
const SecondsOfMonth = z.int().check(z.nonnegative(), z.maximum(31 * 86_400));

export const ContractHoursForm = z.object({
  dayFrom: Clock,
  dayTo: Clock,
  /** 1 Monday .. 7 Sunday. */
  workdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
  holidays: Days,
  /** Worked although their day of the week is not (调休). */
  extraWorkdays: Days,
});

export const SlaObjectiveForm = z.object({
  metric: z.enum(SLA_METRICS),
  /** Percent for AVAILABILITY, LOSS and NORM, minutes for RESTORATION, ms for LATENCY and JITTER. */
  target: z.string().check(z.regex(/^\d{1,5}(?:\.\d{1,6})?$/)),
  /** For this circuit of the contract alone; null: for all. */
  circuitId: z.nullable(z.uuid()),
});
export type SlaObjectiveForm = z.infer<typeof SlaObjectiveForm>;

/** How a contract reckons from a month on (TMF657 ServiceLevelSpecification). `version` null makes a new one. */
export const SlaSpecificationForm = z.object({
  contractId: z.uuid(),
  name: lineOfText(120),
  validFrom: SlaMonth,
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  hours: z.nullable(ContractHoursForm),
  noDataPolicy: z.enum(NO_DATA_POLICIES),
  denominator: z.enum(DENOMINATORS),
  /** Outages shorter than this do not count; at most an hour. */
  minOutageS: z.int().check(z.nonnegative(), z.maximum(3_600)),
  excludesForceMajeure: z.boolean(),
  monthlyCapS: z.nullable(SecondsOfMonth),
  objectionDays: z.int().check(z.minimum(1), z.maximum(90)),
  creditTableId: z.nullable(z.uuid()),
  objectives: z.array(SlaObjectiveForm).check(z.maxLength(500)),
  version: z.nullable(z.int()),
});
export type SlaSpecificationForm = z.infer<typeof SlaSpecificationForm>;

export const SlaSpecificationView = z.extend(SlaSpecificationForm, {
  id: z.uuid(),
  contractNumber: z.string(),
  customerId: z.uuid(),
  version: z.int(),
});
export type SlaSpecificationView = z.infer<typeof SlaSpecificationView>;

/** `GET /api/v1/sla/specifications`. */
export const SlaSpecificationList = z.object({ items: z.array(SlaSpecificationView) });
export type SlaSpecificationList = z.infer<typeof SlaSpecificationList>;

/** A contract that terms can be agreed for. */
export const SlaContract = z.object({
  id: z.uuid(),
  number: z.string(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  /** Of the customer: where the terms begin with. */
  timeZone: z.string(),
  /** Whether something is agreed from some month on. */
  hasTerms: z.boolean(),
});
export type SlaContract = z.infer<typeof SlaContract>;

/** Query of `GET /api/v1/sla/contracts`: by the number or the name of the customer. */
export const SlaContractQuery = z.object({ search: z.optional(z.string().check(z.maxLength(80))) });
export type SlaContractQuery = z.infer<typeof SlaContractQuery>;

/** By number, at most 200; those without terms first. */
export const SlaContractList = z.object({ items: z.array(SlaContract) });
export type SlaContractList = z.infer<typeof SlaContractList>;

/** A circuit of a contract with what it costs a month just now; null while nobody said. */
export const SlaContractCircuit = z.object({
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  charge: z.nullable(z.object({ amount: z.string(), currency: z.string() })),
});
export type SlaContractCircuit = z.infer<typeof SlaContractCircuit>;

/** `GET /api/v1/sla/contracts/:contractId/circuits`, by code; `more` circuits beyond the first 500. */
export const SlaContractCircuits = z.object({ items: z.array(SlaContractCircuit), more: z.int() });
export type SlaContractCircuits = z.infer<typeof SlaContractCircuits>;

/** What the last whole month would have been under other terms. */
export const SlaSimulation = z.object({
  month: z.string(),
  items: z.array(
    z.object({
      circuitId: z.uuid(),
      code: z.string(),
      before: SlaFigure,
      after: SlaFigure,
      wasMet: z.nullable(z.boolean()),
      isMet: z.nullable(z.boolean()),
    }),
  ),
  /** Circuits of the contract beyond those. */
  more: z.int(),
});
export type SlaSimulation = z.infer<typeof SlaSimulation>;

export const CREDIT_BASES = ['DOWN_SECONDS', 'STARTED_HOURS'] as const;

/** A tier as it is written: seconds of down time in the month, half open; `to` null for the last. */
export const CreditTierForm = z.object({
  from: SecondsOfMonth,
  to: z.nullable(SecondsOfMonth),
  percent: z.number().check(z.nonnegative(), z.maximum(100), z.multipleOf(0.01)),
});

export const CreditTableForm = z.object({
  name: lineOfText(80),
  basis: z.enum(CREDIT_BASES),
  capPercent: z.int().check(z.minimum(1), z.maximum(100)),
  /** Empty for STARTED_HOURS. */
  tiers: z.array(CreditTierForm).check(z.maxLength(50)),
  version: z.nullable(z.int()),
});
export type CreditTableForm = z.infer<typeof CreditTableForm>;

export const CreditTableView = z.extend(CreditTableForm, { id: z.uuid(), version: z.int() });
export type CreditTableView = z.infer<typeof CreditTableView>;
export const CreditTableList = z.object({ items: z.array(CreditTableView) });
export type CreditTableList = z.infer<typeof CreditTableList>;

export const CREDIT_STATES = ['proposed', 'granted', 'refused', 'replaced'] as const;

/** What a closed month proposes to give back. Granted by a person; not an invoice. */
export const CreditView = z.object({
  id: z.uuid(),
  circuitId: z.uuid(),
  code: z.string(),
  customerId: z.uuid(),
  month: z.string(),
  revision: z.int(),
  tableName: z.string(),
  lostS: z.int(),
  /** Of the monthly charge; null for tables that go by the hour. */
  percent: z.nullable(z.number()),
  startedHours: z.int(),
  /** Null while the circuit's charge is not known here. */
  monthlyCharge: z.nullable(z.string()),
  amount: z.nullable(z.string()),
  currency: z.nullable(z.string()),
  state: z.enum(CREDIT_STATES),
  comment: z.nullable(z.string()),
  decidedAt: z.nullable(z.iso.datetime()),
  version: z.int(),
});
export type CreditView = z.infer<typeof CreditView>;
export const CreditQuery = z.object({ month: z.optional(SlaMonth) });
export type CreditQuery = z.infer<typeof CreditQuery>;
export const CreditList = z.object({ items: z.array(CreditView) });
export type CreditList = z.infer<typeof CreditList>;

/** What a circuit costs a month from a day on; that of the first day of a month is the month's. */
export const CircuitChargeForm = z.object({
  validFrom: z.iso.date(),
  amount: z.string().check(z.regex(/^\d{1,9}\.\d{2}$/)),
  /** ISO 4217. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});
export type CircuitChargeForm = z.infer<typeof CircuitChargeForm>;

export const CreditDecision = z.object({
  state: z.enum(['granted', 'refused']),
  comment: lineOfText(400),
  version: z.int(),
});
export type CreditDecision = z.infer<typeof CreditDecision>;
