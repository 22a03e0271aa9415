import * as z from 'zod/mini';
import {
  counterDelta,
  type CounterReading,
  errorRatioPercent,
  lastChangeAt,
  portSpeedBps,
  rate,
  utilisationPercent,
} from '../../domain/rates/index.js';
import { halfUp } from '../../domain/decimals/index.js';
import { answering, Counter, Instant, instantText, oneOrMany, type RuleOfVector } from './vector-input.js';

const MS_PER_SECOND = 1_000;
/** Bits of the smallest Ethernet slot: what turns packets/s into the speed that allows them. */
const SLOT_BITS = 672;

const Width = z.union([z.literal(32), z.literal(64)]);
const Unit = z._default(z.enum(['octets', 'packets']), 'octets');
const Speed = z._default(z.nullable(z.number()), null);
const MaybeText = z.optional(z.nullable(z.string()));
const MaybeNumber = z.optional(z.nullable(z.number()));

const Reading = z.pipe(
  z.object({
    t: z.number(),
    up: z.number(),
    c: Counter,
    disc: z._default(z.number(), 0),
    name: z.string(),
    alias: MaybeText,
    ifAlias: MaybeText,
    boots: MaybeNumber,
    engineBoots: MaybeNumber,
  }),
  z.transform((given): CounterReading => ({
    // Whole microseconds: what a decimal second in floating point holds beyond them is noise.
    takenAt: Math.round(given.t * 1_000_000) / 1_000,
    sysUpTime: given.up,
    discontinuity: given.disc,
    ifName: given.name,
    ifAlias: given.alias ?? given.ifAlias ?? null,
    engineBoots: given.boots ?? given.engineBoots ?? null,
    value: given.c,
  })),
);

const TwoReadings = z.object({
  prev: z._default(z.nullable(Reading), null),
  curr: Reading,
  width: Width,
  speedBps: Speed,
  pollIntervalSeconds: z.number(),
  unit: Unit,
});

function rateOfReadings(given: z.infer<typeof TwoReadings>): unknown {
  const { prev, curr, pollIntervalSeconds: intervalS, ...options } = given;
  const result = rate(prev, curr, { ...options, intervalS });
  if (result.status !== 'OK') {
    const restartedAt = 'restartedAt' in result ? result.restartedAt : undefined;
    return {
      status: result.status,
      deltaUnits: null,
      dtSeconds: null,
      wrapped: null,
      rateBps: null,
      utilizationPercent: null,
      restartedAt: restartedAt === undefined ? null : restartedAt / MS_PER_SECOND,
    };
  }
  return {
    status: result.status,
    deltaUnits: result.delta.toString(),
    dtSeconds: result.dtMs / MS_PER_SECOND,
    wrapped: result.wrapped,
    rateBps: result.perSecond,
    ratePps: result.perSecond,
    utilizationPercent:
      options.speedBps === null ? null : utilisationPercent(result.delta, result.dtMs, options.speedBps),
  };
}

/** A packet counter alone: two values, and how many packets a second the line could carry at most. */
const TwoValues = z.object({
  prev: Counter,
  curr: Counter,
  width: Width,
  dtSeconds: z.number(),
  maxPps: z.optional(
    z.pipe(
      z.union([z.string(), z.number()]),
      z.transform((text) => Number.parseFloat(String(text))),
    ),
  ),
});

function deltaOfValues({ prev, curr, width, dtSeconds, maxPps }: z.infer<typeof TwoValues>): unknown {
  const dtMs = dtSeconds * MS_PER_SECOND;
  const speedBps = maxPps === undefined ? null : maxPps * SLOT_BITS;
  const result = counterDelta(prev, curr, dtMs, { width, speedBps, unit: 'packets' });
  const naive = BigInt.asUintN(width, curr - prev);
  return {
    status: result.status,
    deltaUnits: result.status === 'OK' ? result.delta.toString() : null,
    ratePps: result.status === 'OK' ? result.perSecond : null,
    // What a reader makes of it that takes every decrease for a wrap.
    naiveWrapDelta: naive.toString(),
    naivePps: halfUp(naive * 1_000n, BigInt(Math.round(dtMs)), 2),
  };
}

const ofReadings = answering(TwoReadings, rateOfReadings);
const ofValues = answering(TwoValues, deltaOfValues);

const Speeds = z.object({ ifSpeed: z.nullable(z.number()), ifHighSpeed: z.nullable(z.number()) });

const LastChange = z.object({ pollTime: Instant, sysUpTime: z.number(), ifLastChange: z.number() });

const Packets = z.object({
  deltaUcast: Counter,
  deltaMcast: Counter,
  deltaBcast: Counter,
  deltaErrors: z.optional(Counter),
  deltaDiscards: z.optional(Counter),
});

export const RATE_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-RATE': (input) =>
    (z.safeParse(z.looseObject({ dtSeconds: z.number() }), input).success ? ofValues : ofReadings)(input),
  'P-SPEED': oneOrMany(Speeds, ({ ifSpeed, ifHighSpeed }) => portSpeedBps(ifSpeed, ifHighSpeed)),
  'P-LASTCHANGE': oneOrMany(LastChange, ({ pollTime, sysUpTime, ifLastChange }) => {
    const at = lastChangeAt(pollTime, sysUpTime, ifLastChange);
    return at === null ? null : instantText(at);
  }),
  'P-ERR': oneOrMany(Packets, ({ deltaUcast, deltaMcast, deltaBcast, deltaErrors, deltaDiscards }) =>
    errorRatioPercent(
      { unicast: deltaUcast, multicast: deltaMcast, broadcast: deltaBcast },
      deltaErrors ?? deltaDiscards ?? 0n,
    ),
  ),
};
